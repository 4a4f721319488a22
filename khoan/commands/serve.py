"""``khoan serve``."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import click

from khoan.terminal import index_option


@click.command(epilog="Example:  khoan serve --port 8080 --index ./khoan-index")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Địa chỉ (address to listen on)."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True)
@click.option(
    "--rate-limit",
    metavar="SỐ/LÚC",
    help="Mỗi địa chỉ được hỏi bao nhiêu (requests for each address, such as 60/minute).",
)
@click.option(
    "--proxies",
    type=click.IntRange(0, 9),
    default=0,
    show_default=True,
    help="Số proxy đứng trước (proxies in front whose X-Forwarded-For is believed).",
)
@click.option(
    "--trusted-host",
    "trusted_hosts",
    multiple=True,
    metavar="TÊN",
    help="Tên miền của trang; hỏi bằng tên khác thì từ chối (host name; may be repeated).",
)
@index_option
def serve(
    host: str,
    port: int,
    threads: int,
    rate_limit: str | None,
    proxies: int,
    trusted_hosts: tuple[str, ...],
    folder: Path,
) -> int:
    """Mở trang tìm kiếm và JSON API.

    Serve the search page and the JSON API.
    """
    from indexer.core.malloc import give_back
    from indexer.index import open_index
    from khoan.serving import is_loopback, listen, proxied
    from search_ui import Settings, create_app
    from search_ui.settings import turns

    give_back()
    sys.setswitchinterval(0.001)  # a small request beside large ones waits for one less long
    with open_index(folder) as opened:
        try:
            shares: Any = turns(threads)
            app = create_app(
                opened, Settings(rate_limit=rate_limit, trusted_hosts=trusted_hosts, **shares)
            )
        except (RuntimeError, ValueError) as error:  # no Flask-Limiter, or a limit that is none
            raise click.UsageError(f"--rate-limit {rate_limit}: {error}") from None
        try:
            # Those that only wait for their turn take no thread from the others.
            waiting = shares["large_waiting"] + shares["export_waiting"]
            server = listen(proxied(app, proxies), host, port, threads + waiting)
        except (OSError, ValueError) as error:  # waitress: a host that is none is a ValueError
            reason = getattr(error, "strerror", None) or error
            raise click.UsageError(
                f"Không mở được {host}:{port} ({reason}). Chọn địa chỉ khác bằng --host và --port."
            ) from None
        signal.signal(signal.SIGTERM, _stop)
        bound = getattr(server, "effective_port", port)
        if not is_loopback(host):
            click.echo(
                f"Cảnh báo: máy khác nối được vào {host}, và Khoản không hỏi mật khẩu; "
                "xem docs/SITE.md.",
                err=True,
            )
        click.echo(f"Khoản: http://{host}:{bound}/  (Ctrl+C để dừng)", err=True)
        try:
            server.run()  # until interrupted or stopped by a signal; waitress hides which
        finally:
            server.close()
    if not _told_to_stop:
        raise KeyboardInterrupt
    return 0


_told_to_stop: list[int] = []


def _stop(number: int, _: FrameType | None) -> None:
    """A service manager's SIGTERM is an orderly end, unlike Ctrl+C."""
    _told_to_stop.append(number)
    raise SystemExit(0)
