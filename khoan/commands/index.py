"""``khoan index``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from khoan.terminal import index_option, json_option, print_json, visible_line

if TYPE_CHECKING:
    from indexer.ingest.build import Report

_NAMED: Final = 5
"""How many files of a kind that was left out are named on the terminal."""


@click.command(epilog="Example:  khoan index ~/van-ban quyet-dinh.docx --index ./khoan-index")
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="PATH...",
    type=click.Path(exists=True, path_type=Path),
)
@index_option
@click.option(
    "--rebuild", is_flag=True, help="Đọc lại mọi tệp (read every file again, changed or not)."
)
@click.option(
    "--prune",
    is_flag=True,
    help="Bỏ khỏi chỉ mục những văn bản mà tệp không còn trong PATH "
    "(forget documents whose file under PATH is gone).",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="số lõi (cores)",
    help="Số tiến trình đọc và phân tích văn bản (processes that read and analyse documents).",
)
@json_option
def index(
    paths: tuple[Path, ...], folder: Path, rebuild: bool, prune: bool, jobs: int, as_json: bool
) -> int:
    """Lập chỉ mục cho tệp và thư mục, đến từng khoản.

    Index files and folders, clause by clause. Files that have not changed since last time are
    passed over. A file that cannot be read is named and skipped; files of other kinds, and links
    to folders, are counted by kind.
    """
    from tqdm import tqdm

    from indexer.index import create_index

    with (
        create_index(folder, replace=rebuild) as opened,
        tqdm(unit=" tệp", leave=False, disable=not sys.stderr.isatty(), file=sys.stderr) as bar,
    ):

        def progress(done: int, total: int, source: str) -> None:
            bar.total = total
            bar.set_postfix_str(visible_line(source)[-40:], refresh=False)
            bar.update(done - bar.n)

        report = opened.add(paths, rebuild=rebuild, prune=prune, progress=progress, processes=jobs)
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
    tell(report, folder)
    return 1 if report.failures else 0


def tell(report: Report, folder: Path) -> None:
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
        f"{folder}: đã lập chỉ mục {report.indexed} tệp ({report.clauses} đoạn), "
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
        return "liên kết đến thư mục"
    return visible_line(f"tệp {kind}" if kind else "tệp không có đuôi")
