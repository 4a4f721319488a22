"""``khoan index``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from indexer.core.ocr_mode import MODES
from khoan.language import tr, trn
from khoan.terminal import (
    Address,
    index_option,
    json_option,
    print_json,
    spread_options,
    visible_line,
)
from khoan.translated import Command, PathType, argument, command, option

if TYPE_CHECKING:
    from indexer.core.ocr_mode import Mode
    from indexer.core.run import Tally
    from indexer.ingest.report import Failure, Report

_NAMED: Final = 5
"""How many files of a kind that was left out are named on the terminal."""
_MOST: Final = 50
"""How many files that failed are."""


def exists(path: Path) -> bool:
    """Whether there is something, as far as this user can see."""
    return os.path.exists(path)  # noqa: PTH110  # Path.exists raises where a folder is closed


class _Command(Command):
    """Lets ``--prune`` be given alone or as ``--prune=all``; click would take the next PATH for
    its value."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, ["--prune-all" if a == "--prune=all" else a for a in args])


follow_links_option = option(
    "--follow-links",
    is_flag=True,
    help="Đọc cả liên kết trỏ ra ngoài NƠI; chỉ dùng cho thư mục mà không ai khác ghi vào.",
)

ocr_option = option(
    "--ocr",
    type=click.Choice(MODES),
    default=None,
    help="Nhận dạng chữ bằng Tesseract: trang không có lớp chữ (auto, nếu KHOAN_OCR không nói "
    "khác), không trang nào (never), hay mọi trang (always).",
)


@command(cls=_Command, example="khoan index ~/van-ban quyet-dinh.docx --index ./khoan-index")
@argument("paths", nargs=-1, required=True, metavar="NƠI...", type=PathType(path_type=Path))
@index_option
@spread_options
@option("--rebuild", is_flag=True, help="Đọc lại mọi tệp, kể cả tệp không đổi.")
@option(
    "--prune",
    is_flag=True,
    help="Bỏ khỏi chỉ mục những văn bản mà tệp chắc chắn không còn trong NƠI: không bỏ những gì "
    "một thư mục trống hay vắng mặt từng có, và nếu hơn mười thì không quá một phần ba.",
)
@option(
    "--prune-all",
    is_flag=True,
    help="Như --prune=all: bỏ mọi văn bản không thấy tệp, dù bao nhiêu.",
)
@follow_links_option
@ocr_option
@option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    metavar="SỐ",
    show_default="số lõi",
    help="Số tiến trình đọc và phân tích văn bản.",
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
    ocr: Mode | None,
    jobs: int,
    as_json: bool,
) -> int:
    """Lập chỉ mục cho tệp và thư mục, đến từng khoản.

    Tệp không đổi từ lần trước được để yên. Tệp không đọc được thì được nêu tên và bỏ qua; tệp loại
    khác, liên kết tới thư mục và liên kết ra ngoài NƠI được đếm theo loại.
    """
    for path in paths:
        if not (prune_all or exists(path)):
            raise click.BadParameter(
                tr("Không có %(path)s.", path=visible_line(str(path))), param_hint=tr("NƠI")
            )
    from tqdm import tqdm

    from indexer.index import create_index

    with (
        create_index(address, replace=rebuild, shards=shards, replicas=replicas) as opened,
        tqdm(
            unit=" " + tr("tệp"), leave=False, disable=not sys.stderr.isatty(), file=sys.stderr
        ) as bar,
    ):

        def progress(done: int, total: int, source: str) -> None:
            bar.total = total
            bar.set_postfix_str(visible_line(source)[-40:] or tr("ghi chỉ mục"), refresh=False)
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
            ocr=ocr,
        )
    if as_json:
        from indexer.run_form import report_json

        print_json(report_json(report))
    print_report(report, address)
    return 1 if report.failures else 0


def print_report(report: Report, address: Address) -> None:
    """Say on stderr what a run did: the files that a person should look at, then a summary of five
    lines at most."""
    _print_named(
        report.failures, lambda name, text: tr("bỏ qua    %(file)s: %(text)s", file=name, text=text)
    )
    _print_named(
        report.warnings, lambda name, text: tr("đáng ngờ  %(file)s: %(text)s", file=name, text=text)
    )
    for line in _summary(report):
        click.echo(line, err=True)
    click.echo(f"{address}: {', '.join(_counts(report))}", err=True)


def _print_named(rows: tuple[Failure, ...], said: Callable[[str, str], str]) -> None:
    for row in rows[:_MOST]:
        text = visible_line(tr(row.reason))
        click.echo(said(visible_line(row.source), text), err=True)
    if more := len(rows) - _MOST if len(rows) > _MOST else 0:
        click.echo(tr("          … và %(number)d tệp nữa", number=more), err=True)


def _summary(report: Report) -> Iterator[str]:
    from indexer.core.run import tallies
    from indexer.run_form import by_kind

    total, kinds, _ = tallies(report.files)
    if len(kinds) > 1:
        yield tr("theo loại  %(kinds)s", kinds=_listed([_kind_counts(kind) for kind in kinds]))
    left = [
        tr(
            "%(what)s: %(count)d (%(named)s)",
            what=_kind_name(kind),
            count=len(sources),
            named=_listed(list(map(visible_line, sources)), _NAMED),
        )
        for kind, sources in by_kind(report).items()
    ]
    if left:
        yield tr("không đọc  %(kinds)s", kinds=_listed(left, _NAMED, "; "))
    if total.failed + total.left_out:
        yield tr("từng tệp và lý do: --json, hoặc trang /kho của khoan serve")


def _listed(names: list[str], most: int = 2 * _NAMED, comma: str = ", ") -> str:
    return comma.join([*names[:most], "…"] if len(names) > most else names)


def _kind_counts(kind: Tally) -> str:
    said = f"{_short_name(kind.name)} {kind.found}"
    if kind.failed:
        said += " " + trn("(%(number)d lỗi)", kind.failed, number=kind.failed)
    return said


def _counts(report: Report) -> Iterator[str]:
    yield trn(
        "đã lập chỉ mục %(number)d tệp (%(clauses)d đoạn)",
        report.indexed,
        number=report.indexed,
        clauses=report.clauses,
    )
    yield trn("%(number)d tệp không đổi", report.unchanged, number=report.unchanged)
    yield trn("bỏ qua %(number)d tệp", len(report.failures), number=len(report.failures))
    if report.left_out:
        yield trn("không đọc %(number)d tệp", len(report.left_out), number=len(report.left_out))
    if report.pruned:
        yield trn("bỏ %(number)d văn bản không còn tệp", report.pruned, number=report.pruned)


def _short_name(kind: str) -> str:
    names = {"": tr("không đuôi"), "link": tr("liên kết"), "folder": tr("thư mục")}
    return names.get(kind) or visible_line(kind)


def _kind_name(kind: str) -> str:
    if kind == "link":
        return tr("liên kết không được theo")
    return tr("tệp %(suffix)s", suffix=visible_line(kind)) if kind else tr("tệp không có đuôi")
