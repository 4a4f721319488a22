"""``khoan watch``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from khoan.terminal import index_option, visible_line

if TYPE_CHECKING:
    from indexer.core.errors import KhoanError


@click.command(epilog="Example:  khoan watch ~/van-ban --index ./khoan-index")
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="PATH...",
    type=click.Path(exists=True, path_type=Path),
)
@index_option
def watch(paths: tuple[Path, ...], folder: Path) -> int:
    """Theo dõi các thư mục và giữ chỉ mục luôn mới.

    Index files and folders, then again whatever changes under them, until interrupted. What is
    deleted there is forgotten. Needs the library watchfiles: pip install 'khoan[watch]'.
    """
    try:
        import watchfiles  # noqa: F401  # said now, not after indexing for an hour
    except ImportError:
        raise click.UsageError("Cần thư viện watchfiles: pip install 'khoan[watch]'") from None

    from indexer.index import create_index
    from indexer.watch import watch as keep
    from khoan.commands.index import tell

    def refused(error: KhoanError) -> None:
        click.echo(f"khoan: {visible_line(str(error))}", err=True)

    with create_index(folder) as opened:
        click.echo("Đang theo dõi (Ctrl+C để dừng).", err=True)
        keep(
            opened,
            paths,
            _changes(paths, folder),
            done=lambda report: tell(report, folder),
            refused=refused,
        )
    return 0


def _changes(paths: tuple[Path, ...], index: Path) -> Iterator[set[Path]]:
    """What changes under the paths, but for the index itself. Every second at least an empty
    set: it says that watching has begun, and lets what could not be written be tried again."""
    from watchfiles import watch as events

    ours = index.resolve()
    for batch in events(*paths, yield_on_timeout=True, rust_timeout=1000, raise_interrupt=True):
        changed = {Path(name) for _, name in batch}
        yield {path for path in changed if ours not in (path, *path.parents)}
