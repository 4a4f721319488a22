"""``khoan serve``."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from khoan import limits
from khoan.language import tr
from khoan.terminal import Address, host_option, index_option, synonyms_option
from khoan.translated import command, option

if TYPE_CHECKING:
    from indexer.index import Index
    from khoan.health import Health
    from search_ui.ports import OpenIndex
    from search_ui.sharing import Shared


@command(example="khoan serve --port 8080 --index ./khoan-index")
@host_option
@option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="SỐ",
    default=8000,
    show_default=True,
    help="Cổng; 0: cổng nào còn trống.",
)
@option(
    "--workers",
    type=click.IntRange(1, 64),
    metavar="SỐ",
    help="Số tiến trình; nếu không nêu thì mỗi lõi một, nhiều nhất 4.",
)
@option(
    "--threads",
    type=click.IntRange(1, 64),
    default=8,
    show_default=True,
    help="Số luồng của mỗi tiến trình.",
)
@option(
    "--cache-mb",
    type=click.FloatRange(0, 10_000),
    default=8,
    show_default=True,
    metavar="SỐ",
    help="Số MB câu trả lời được nhớ để dùng lại cho tới khi chỉ mục đổi; 0: không nhớ.",
)
@option(
    "--postings-mb",
    type=click.IntRange(min=0),
    envvar="KHOAN_POSTINGS_MB",
    metavar="MB",
    help="Số MB bộ nhớ đệm của mỗi tiến trình; nếu không nêu thì mỗi đoạn 512 byte, nhiều nhất một "
    "phần tám bộ nhớ của máy.",
)
@option(
    "--rate-limit",
    metavar="SỐ/LÚC",
    help="Mỗi địa chỉ được hỏi bao nhiêu, chẳng hạn 60/minute.",
)
@option(
    "--proxies",
    type=click.IntRange(0, 9),
    default=0,
    show_default=True,
    metavar="SỐ",
    help="Số proxy đứng trước mà X-Forwarded-For của chúng đáng tin.",
)
@option(
    "--trusted-host",
    "trusted_hosts",
    multiple=True,
    metavar="TÊN",
    help="Tên miền của trang, có thể nêu nhiều lần; hỏi bằng tên khác thì từ chối.",
)
@index_option
@synonyms_option
def serve(
    host: str,
    port: int,
    workers: int | None,
    threads: int,
    cache_mb: float,
    postings_mb: int | None,
    rate_limit: str | None,
    proxies: int,
    trusted_hosts: tuple[str, ...],
    address: Address,
    synonyms: Path | None,
) -> int:
    """Mở trang tìm kiếm và JSON API."""
    limits.check_memory(limits.SERVING)
    limits.check_files()
    from indexer.postings.searcher.cache_limit import SETTING
    from khoan.workers import MOST, can_share, cores

    if workers and workers > 1 and not can_share():
        click.echo(tr("Máy này chỉ chạy được một tiến trình; --workers bị bỏ qua."), err=True)
    count = (workers or min(MOST, cores())) if can_share() else 1
    if postings_mb is not None:
        os.environ[SETTING] = str(postings_mb)  # for all processes
    sys.setswitchinterval(0.001)  # a small request beside large ones waits for one less long
    site = _Site(address, synonyms, threads, count, cache_mb, proxies, rate_limit, trusted_hosts)
    number = _one(site, host, port) if count == 1 else _several(site, host, port)
    if number != signal.SIGTERM:
        raise KeyboardInterrupt
    return 0


@dataclass(frozen=True)
class _Site:
    """What is served, and how."""

    address: Address
    synonyms: Path | None
    threads: int
    workers: int
    cache_mb: float
    proxies: int
    rate_limit: str | None
    trusted_hosts: tuple[str, ...]

    def open(self) -> Index:
        """The index. A malformed table of synonyms is reported now, not at the first search."""
        from indexer.core.malloc import give_back
        from indexer.index import open_index

        opened = open_index(self.address, synonyms=self.synonyms)
        opened.synonyms()
        give_back(opened.statistics().clauses)
        return opened

    def turns(self) -> Any:
        from search_ui.settings import turns

        return turns(self.threads, self.workers)

    def app(self, opened: OpenIndex, shared: Shared | None = None) -> Any:
        """The WSGI app over an open index."""
        from khoan.serving import proxied
        from search_ui import Settings, create_app

        settings = Settings(
            rate_limit=self.rate_limit,
            trusted_hosts=self.trusted_hosts,
            cache_bytes=self.cache_bytes(),
            **self.turns(),
        )
        try:
            return proxied(create_app(opened, settings, shared), self.proxies)
        except (RuntimeError, ValueError) as error:  # no Flask-Limiter, or a limit that is none
            raise click.UsageError(f"--rate-limit {self.rate_limit}: {error}") from None

    def cache_bytes(self) -> float:
        """Of answers that are given again, of all processes together."""
        return self.cache_mb * 2**20

    def health(self, opened: OpenIndex) -> Health:
        """What this process knows of the index, from now on."""
        from khoan.health import Health

        return Health(opened, self.trusted_hosts).start()

    def all_threads(self) -> int:
        """Those that only wait for their turn take no thread from the others."""
        found = self.turns()
        return self.threads + int(found["large_waiting"] + found["export_waiting"])


def _one(site: _Site, host: str, port: int) -> int:
    """Serve from this process; which signal ended it."""
    from khoan.serving import listen

    with site.open() as opened:
        app, health = site.app(opened), site.health(opened)
        try:
            server = listen(
                health.before(app), host, port, site.all_threads(), at_once=health.at_once
            )
        except (OSError, ValueError) as error:  # waitress: a host that is none is a ValueError
            raise _unusable(host, port, error) from None
        signal.signal(signal.SIGTERM, _stop)
        _say(host, getattr(server, "effective_port", port))
        try:
            server.run()  # until interrupted or stopped by a signal; waitress hides which
        finally:
            server.close()
    return signal.SIGTERM if _told_to_stop else signal.SIGINT


def _several(site: _Site, host: str, port: int) -> int:
    """Serve from several processes; which signal ended it."""
    from khoan.channel import Bounds
    from khoan.serving import bind, listen
    from khoan.workers import Supervisor
    from search_ui.preload import preload
    from search_ui.sharing import between

    with site.open() as opened:
        site.app(opened)  # what is wrong is said once, here
        preload(opened)
    try:
        sockets = bind(host, port)
    except OSError as error:
        raise _unusable(host, port, error) from None
    shared = between(2 * site.workers, site.cache_bytes())
    bounds = Bounds().shared(site.workers)

    def make(part: int) -> Any:
        opened = site.open()  # open as long as the process lives
        health = site.health(opened)
        app = health.before(site.app(opened, shared.of(part)))
        return listen(app, host, port, site.all_threads(), bounds, sockets, health.at_once)

    port = sockets[-1].getsockname()[1]
    return Supervisor(make, site.workers).run(lambda: _say(host, port))


def _say(host: str, port: int) -> None:
    from khoan.serving import is_loopback

    if not is_loopback(host):
        click.echo(
            tr(
                "Cảnh báo: máy khác nối được vào %(host)s, và Khoản không hỏi mật khẩu; "
                "xem docs/SITE.md.",
                host=host,
            ),
            err=True,
        )
    place = f"http://{host}:{port}/"
    click.echo(tr("Khoản: %(place)s  (Ctrl+C để dừng)", place=place), err=True)


def _unusable(host: str, port: int, error: Exception) -> click.UsageError:
    reason = getattr(error, "strerror", None) or error
    return click.UsageError(
        tr(
            "Không mở được %(host)s:%(port)s (%(reason)s). Chọn địa chỉ khác bằng --host và "
            "--port.",
            host=host,
            port=port,
            reason=str(reason),
        )
    )


_told_to_stop: list[int] = []


def _stop(number: int, _: FrameType | None) -> None:
    """A service manager's SIGTERM is an orderly end, unlike Ctrl+C."""
    _told_to_stop.append(number)
    raise SystemExit(0)
