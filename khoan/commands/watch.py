"""``khoan watch``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import click

from khoan.commands.index import exists, follow_links_option, ocr_option
from khoan.language import tr
from khoan.terminal import Address, index_option, say, spread_options
from khoan.translated import PathType, argument, command

if TYPE_CHECKING:
    from indexer.core.errors import KhoanError
    from indexer.core.ocr_mode import Mode


@command(example="khoan watch ~/van-ban --index ./khoan-index")
@argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="NƠI...",
    type=PathType(exists=True, path_type=Path),
)
@index_option
@spread_options
@follow_links_option
@ocr_option
def watch(
    paths: tuple[Path, ...],
    address: Address,
    shards: int | None,
    replicas: int | None,
    follow_links: bool,
    ocr: Mode | None,
) -> int:
    """Theo dõi các thư mục và giữ chỉ mục luôn mới.

    Lập chỉ mục cho tệp và thư mục, rồi cho mọi thứ thay đổi ở đó, đến khi bị dừng. Tệp bị xóa thì
    văn bản được bỏ; thư mục biến mất thì không, và được theo dõi lại khi trở về. Cần thư viện
    watchfiles: pip install 'khoan[watch]'.
    """
    try:
        import watchfiles  # noqa: F401  # reported now, not after indexing for an hour
    except ImportError:
        raise click.UsageError(tr("Cần thư viện watchfiles: pip install 'khoan[watch]'")) from None

    from indexer.index import create_index
    from indexer.watch import watch as keep
    from khoan.commands.index import print_report

    def refused(error: KhoanError) -> None:
        say(error)

    with create_index(address, shards=shards, replicas=replicas) as opened:
        click.echo(tr("Đang theo dõi (Ctrl+C để dừng)."), err=True)
        keep(
            opened,
            paths,
            _changes(paths, address),
            follow_links=follow_links,
            ocr=ocr,
            done=lambda report: print_report(report, address),
            refused=refused,
        )
    return 0


def _changes(paths: tuple[Path, ...], index: Address) -> Iterator[set[Path]]:
    """What changes under the paths, but for the index itself. Every second at least an empty
    set: it says that watching has begun, and lets what could not be written be tried again.

    The system watches folders, not their names. So when another folder has a name, or none, or a
    disk was mounted below it, watching begins again and everything may have changed.
    """
    ours = index.resolve() if isinstance(index, Path) else None
    again: set[Path] = set()
    known = _places(paths)
    while True:
        for batch in _events([path for path in paths if exists(path)]):
            changed, again = batch | again, set()
            yield {path for path in changed if ours not in (path, *path.parents)}
            if (now := _places(paths)) != known:
                known, again = now, set(paths)
                break


def _events(paths: list[Path]) -> Iterator[set[Path]]:
    from watchfiles import watch as events

    made = events(*paths, yield_on_timeout=True, rust_timeout=1000, ignore_permission_denied=True)
    try:
        with closing(made) as batches:
            for batch in batches if paths else ():
                yield {Path(name) for _, name in batch}
    except FileNotFoundError:
        pass  # gone since it was looked for
    sleep(1)
    yield set()


def _places(paths: tuple[Path, ...]) -> list[object]:
    """Which folders the paths name now, and what is mounted below them."""
    found: list[object] = [_place(path) for path in paths]
    with suppress(OSError):  # not on this system
        inside = tuple(str(path.resolve()) for path in paths)
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
        found += [line for line in mounts.split("\n") if any(each in line for each in inside)]
    return found


def _place(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino
