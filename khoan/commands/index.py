"""``khoan index``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from khoan.terminal import (
    Address,
    index_option,
    json_option,
    print_json,
    spread_options,
    visible_line,
)

if TYPE_CHECKING:
    from indexer.ingest.build import Report

_NAMED: Final = 5
"""How many files of a kind that was left out are named on the terminal."""


def exists(path: Path) -> bool:
    """Whether there is something, as far as this user can see."""
    return os.path.exists(path)  # noqa: PTH110  # Path.exists raises where a folder is closed


class _Command(click.Command):
    """Lets ``--prune`` be given alone or as ``--prune=all``; click would take the next PATH for
    its value."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, ["--prune-all" if a == "--prune=all" else a for a in args])


follow_links_option = click.option(
    "--follow-links",
    is_flag=True,
    help="Đọc cả liên kết trỏ ra ngoài PATH "
    "(follow links to files that lead out of PATH; only for folders that nobody else writes to).",
)


@click.command(
    cls=_Command, epilog="Example:  khoan index ~/van-ban quyet-dinh.docx --index ./khoan-index"
)
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
)
@index_option
@spread_options
@click.option(
    "--rebuild", is_flag=True, help="Đọc lại mọi tệp (read every file again, changed or not)."
)
@click.option(
    "--prune",
    is_flag=True,
    help="Bỏ khỏi chỉ mục những văn bản mà tệp không còn trong PATH "
    "(forget documents whose file under PATH is surely gone: not what an empty or missing folder "
    "held, and of more than ten no more than a third).",
)
@click.option(
    "--prune-all",
    is_flag=True,
    help="Như --prune=all: bỏ mọi văn bản không thấy tệp "
    "(or --prune=all: forget every document whose file is not found, however many).",
)
@follow_links_option
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="số lõi (cores)",
    help="Số tiến trình đọc và phân tích văn bản (processes that read and analyse documents).",
)
@json_option
def index(
    paths: tuple[Path, ...],
    address: Address,
    shards: int | None,
    replicas: int | None,
    rebuild: bool,
    prune: bool,
    prune_all: bool,
    follow_links: bool,
    jobs: int,
    as_json: bool,
) -> int:
    """Lập chỉ mục cho tệp và thư mục, đến từng khoản.

    Index files and folders, clause by clause. Files that have not changed since last time are
    passed over. A file that cannot be read is named and skipped; files of other kinds, links to
    folders and links out of PATH are counted by kind.
    """
    for path in paths:
        if not (prune_all or exists(path)):
            raise click.BadParameter(f"Không có {visible_line(str(path))}.", param_hint="PATH")
    from tqdm import tqdm

    from indexer.index import create_index

    with (
        create_index(address, replace=rebuild, shards=shards, replicas=replicas) as opened,
        tqdm(unit=" tệp", leave=False, disable=not sys.stderr.isatty(), file=sys.stderr) as bar,
    ):

        def progress(done: int, total: int, source: str) -> None:
            bar.total = total
            bar.set_postfix_str(visible_line(source)[-40:] or "ghi chỉ mục", refresh=False)
            bar.update(done - bar.n)
            if done in (0, total):  # the first file, and writing, may take long
                bar.refresh()

        report = opened.add(
            paths,
            rebuild=rebuild,
            prune="all" if prune_all else prune,
            follow_links=follow_links,
            progress=progress,
            processes=jobs,
        )
    if as_json:
        print_json(
            {
                "indexed": report.indexed,
                "unchanged": report.unchanged,
                "clauses": report.clauses,
                "pruned": report.pruned,
                "failures": [{"source": f.source, "reason": f.reason} for f in report.failures],
                "warnings": [{"source": w.source, "reason": w.reason} for w in report.warnings],
                "left_out": [
                    {"kind": kind, "count": len(sources), "sources": sources}
                    for kind, sources in _by_kind(report).items()
                ],
            }
        )
    print_report(report, address)
    return 1 if report.failures else 0


def print_report(report: Report, address: Address) -> None:
    """Say on stderr what a run did."""
    for failure in report.failures:
        click.echo(
            f"bỏ qua    {visible_line(failure.source)}: {visible_line(failure.reason)}", err=True
        )
    for warning in report.warnings:
        click.echo(f"đáng ngờ  {visible_line(warning.source)}: {warning.reason}", err=True)
    for kind, sources in _by_kind(report).items():
        more = ", …" if len(sources) > _NAMED else ""
        named = ", ".join(map(visible_line, sources[:_NAMED]))
        click.echo(f"không đọc  {_kind_name(kind)}: {len(sources)} ({named}{more})", err=True)
    left_out = f", không đọc {len(report.left_out)}" if report.left_out else ""
    pruned = f", bỏ {report.pruned} văn bản không còn tệp" if report.pruned else ""
    click.echo(
        f"{address}: đã lập chỉ mục {report.indexed} tệp ({report.clauses} đoạn), "
        f"{report.unchanged} tệp không đổi, bỏ qua {len(report.failures)} tệp{left_out}{pruned}",
        err=True,
    )


def _by_kind(report: Report) -> dict[str, list[str]]:
    """What was left out, most frequent kind first."""
    sources: dict[str, list[str]] = {}
    for one in report.left_out:
        sources.setdefault(one.kind, []).append(one.source)
    return dict(sorted(sources.items(), key=lambda item: -len(item[1])))


def _kind_name(kind: str) -> str:
    if kind == "link":
        return "liên kết không được theo"
    return visible_line(f"tệp {kind}" if kind else "tệp không có đuôi")
