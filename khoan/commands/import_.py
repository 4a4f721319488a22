"""``khoan import``."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Final

import click

from khoan.language import tr, trn
from khoan.terminal import (
    Address,
    index_option,
    json_option,
    print_json,
    spread_options,
    visible_line,
)
from khoan.translated import FileType, argument, command, option

if TYPE_CHECKING:
    from indexer.ingest.exchange import Imported

_NAMED: Final = 20
"""How many refused lines are named on the terminal; with --json, all are."""


@command("import", example="khoan import van-ban.ndjson --index ./khoan-index")
@argument("file", type=FileType("rb"), metavar="TỆP")
@index_option
@spread_options
@option("--strict", is_flag=True, help="Có dòng nào hỏng thì không nhập gì.")
@json_option
def import_(
    file: IO[bytes],
    address: Address,
    shards: int | None,
    replicas: int | None,
    strict: bool,
    as_json: bool,
) -> int:
    """Đưa các văn bản do khoan export ghi vào chỉ mục.

    TỆP là tệp ấy, hoặc - để đọc từ đầu vào chuẩn. Văn bản mà chỉ mục đã có, theo mã, được thay.
    Dòng nào không phải văn bản thì được nêu, các dòng khác vẫn được nhập; tệp bị cắt ngắn thì không
    nhập gì.
    """
    from indexer.core.errors import BadExport
    from indexer.index import create_index
    from indexer.ingest.exchange import Imported, import_lines

    with create_index(address, shards=shards, replicas=replicas) as opened:
        try:
            done = import_lines(opened.engine, file, os.cpu_count() or 1, strict=strict)
        except BadExport as error:
            if isinstance(error.refused, Imported):
                _print(error.refused, as_json)
            raise
    _print(done, as_json)
    named = tr(", bỏ %(count)d dòng hỏng", count=done.refusals) if done.refusals else ""
    count = trn("đã nhập %(number)d văn bản", done.documents, number=done.documents)
    click.echo(f"{address}: {count}{named}", err=True)
    return 1 if done.refusals else 0


def _print(done: Imported, as_json: bool) -> None:
    if as_json:
        lines = [{"line": line, "reason": reason} for line, reason in done.refused]
        print_json({"documents": done.documents, "refusals": done.refusals, "refused": lines})
    for line, why in done.refused[:_NAMED]:
        reason = visible_line(tr(why))
        click.echo(tr("bỏ qua    dòng %(line)d: %(text)s", line=line, text=reason), err=True)
    if done.refusals > _NAMED:
        more = done.refusals - _NAMED
        click.echo(tr("bỏ qua    %(count)d dòng nữa", count=more), err=True)
