"""``khoan demo``: where its samples are, which port it takes, when it opens a browser."""

from __future__ import annotations

import socket
import webbrowser

import pytest

from khoan.commands import demo


def test_the_samples_are_there() -> None:
    assert {path.suffix for path in demo.samples().iterdir()} >= {".txt", ".docx", ".pdf", ".html"}


def test_a_free_port_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    assert demo.free_port("127.0.0.1", port) == port


def test_a_port_in_use_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert demo.free_port("127.0.0.1", port) != port


def test_the_system_may_choose() -> None:
    assert demo.free_port("127.0.0.1", 0) > 0


def test_a_host_that_is_none_is_left_to_the_server() -> None:
    assert demo.free_port("nowhere.invalid", 8000) == 8000


SCREENS = [
    ("Windows", "win32", {}, True),
    ("macOS", "darwin", {}, True),
    ("Linux without a screen", "linux", {}, False),
    ("Linux with X", "linux", {"DISPLAY": ":0"}, True),
    ("Linux with Wayland", "linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
    ("Linux with a browser of choice", "linux", {"BROWSER": "firefox"}, True),
]


@pytest.mark.parametrize(
    ("platform", "environment", "shown"), [s[1:] for s in SCREENS], ids=[s[0] for s in SCREENS]
)
def test_a_browser_needs_a_screen(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], shown: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)
    assert demo.can_show() == shown


def test_the_page_is_opened_once_the_server_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        demo._show("127.0.0.1", port)
    assert opened == [f"http://127.0.0.1:{port}/"]


def test_without_an_answer_no_page_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(demo, "_PATIENCE", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    demo._show("127.0.0.1", port)
    assert opened == []
