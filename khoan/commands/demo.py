"""``khoan demo``: the samples inside the package, indexed and served, to see what it is."""

from __future__ import annotations

import os
import sys
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import click

from khoan._siblings import PREFIX
from khoan.commands.index import index
from khoan.commands.serve import serve
from khoan.terminal import host_option
from khoan.translated import command, option

PORT: Final = 8000
_TRIED: Final = 20
"""Ports from the first one on, before any that is free."""
_PATIENCE: Final = 60.0
"""Seconds in which the server must answer, or no browser is opened."""


def samples() -> Path:
    """The folder of the sample documents: inside the package, or the repository's ``data``."""
    package = Path(__file__).resolve().parents[1]
    return package / "samples" if PREFIX else package.parent / "data"


@command(example="khoan demo")
@host_option
@option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="SỐ",
    default=PORT,
    show_default=True,
    help="Cổng; nếu có chương trình khác dùng thì lấy cổng trống kế tiếp.",
)
@option("--no-browser", is_flag=True, help="Không mở trình duyệt.")
@click.pass_context
def demo(context: click.Context, host: str, port: int, no_browser: bool) -> object:
    """Thử với văn bản mẫu: lập chỉ mục, mở trang tìm kiếm và trình duyệt.

    Chỉ mục nằm trong thư mục tạm và bị xóa khi dừng (Ctrl+C).
    """
    from tempfile import TemporaryDirectory
    from threading import Thread

    with TemporaryDirectory(prefix="khoan-demo-", ignore_cleanup_errors=True) as folder:
        address = Path(folder, "index")
        context.invoke(index, paths=(samples(),), address=address)
        port = free_port(host, port)
        if not no_browser and can_show():
            shown = "127.0.0.1" if host in ("0.0.0.0", "*", "::") else host  # noqa: S104  # compared
            Thread(target=_show, args=(shown, port), daemon=True).start()
        return context.invoke(
            serve, address=address, synonyms=None, host=host, port=port, workers=1
        )


def free_port(host: str, first: int) -> int:
    """The first port from ``first`` on that nobody uses, any other where twenty are taken.

    0 stands for one that the system chooses: this chooses it now.
    """
    ports = [*range(first, min(first + _TRIED, 65536)), 0] if first else [0]
    for port in ports:
        with suppress(OSError):
            return _bound(host, port)
    return first  # the server says why not


def _bound(host: str, port: int) -> int:
    from khoan.serving import bind

    if port and _answers("127.0.0.1" if host == "*" else host, port):
        raise OSError  # on some systems one may bind beside another
    sockets = bind(host, port)
    found: int = sockets[0].getsockname()[1]
    for one in sockets:
        one.close()
    return found


def _answers(host: str, port: int) -> bool:
    try:
        import socket

        with closing(socket.create_connection((host, port), timeout=1)):
            return True
    except OSError:
        return False


def can_show() -> bool:
    """Whether there is a screen for a browser. A browser in the terminal would take it from us."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def _show(host: str, port: int) -> None:
    import webbrowser

    until = monotonic() + _PATIENCE
    while not _answers(host, port):
        if monotonic() > until:
            return
        sleep(0.1)
    with suppress(webbrowser.Error):
        webbrowser.open(f"http://{host}:{port}/")
