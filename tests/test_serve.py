"""``khoan serve`` as a process of its own: it answers, says where it is, and stops on request."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from indexer.index import create_index

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("serve")
    (home / "a.txt").write_text("1. Thi đua yêu nước.\n\n2. Nước sạch.\n", encoding="utf-8")
    with create_index(home / "index") as made:
        made.add([home / "a.txt"])
    return home / "index"


def start(folder: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "khoan", "serve", "--index", str(folder), *options]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def address(server: subprocess.Popen[str]) -> str:
    assert server.stderr is not None
    found = re.search(r"http://\S+/", server.stderr.readline())
    assert found is not None
    return found[0]


@pytest.fixture
def server(folder: Path) -> Iterator[subprocess.Popen[str]]:
    with start(folder, "--port", "0") as running:
        try:
            yield running
        finally:
            running.kill()


def test_the_api_answers_at_the_address_it_prints(server: subprocess.Popen[str]) -> None:
    with urlopen(address(server) + "api/v1/search?q=nuoc+sach", timeout=60) as answer:  # noqa: S310  # loopback
        assert json.load(answer)["total"] == 1


def test_the_page_answers(server: subprocess.Popen[str]) -> None:
    with urlopen(address(server) + "?q=nuoc+sach", timeout=60) as answer:  # noqa: S310  # loopback
        assert "<mark>Nước sạch</mark>" in answer.read().decode()


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)], ids=["SIGINT", "SIGTERM"]
)
def test_it_stops_when_told(
    server: subprocess.Popen[str], number: signal.Signals, status: int
) -> None:
    address(server)
    server.send_signal(number)
    assert server.wait(timeout=60) == status


def test_a_port_in_use_is_named(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with start(folder, "--port", port) as failed:
            _, printed = failed.communicate(timeout=60)
    assert (failed.returncode, port in printed, "Traceback" in printed) == (2, True, False)


def test_a_limit_of_requests_is_kept(folder: Path) -> None:
    with start(folder, "--port", "0", "--rate-limit", "2/hour") as running:
        try:
            where = address(running) + "api/v1/stats"
            statuses = [_status(where) for _ in range(3)]
        finally:
            running.kill()
    assert statuses == [200, 200, 429]


def test_a_limit_that_is_none_is_named(folder: Path) -> None:
    with start(folder, "--rate-limit", "often") as failed:
        _, printed = failed.communicate(timeout=60)
    assert (failed.returncode, "often" in printed, "Traceback" in printed) == (2, True, False)


def test_an_address_that_others_reach_is_warned_about(folder: Path) -> None:
    with start(folder, "--port", "0", "--host", "0.0.0.0") as running:  # noqa: S104  # for a moment
        try:
            assert running.stderr is not None
            printed = [running.stderr.readline() for _ in range(2)]
        finally:
            running.kill()
    assert ("Cảnh báo" in printed[0], "http://" in printed[1]) == (True, True)


def _status(where: str) -> int:
    try:
        with urlopen(where, timeout=60) as answer:  # noqa: S310  # loopback
            return int(answer.status)
    except HTTPError as error:
        return error.code
