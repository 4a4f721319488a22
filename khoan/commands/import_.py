"""``khoan import``."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Final

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
    from indexer.ingest.exchange import Imported

_NAMED: Final = 20
"""How many refused lines are named on the terminal; with --json, all are."""


@click.command("import", epilog="Example:  khoan import van-ban.ndjson --index ./khoan-index")
@click.argument("file", type=click.File("rb"), metavar="FILE")
@index_option
@spread_options
@click.option(
    "--strict",
    is_flag=True,
    help="Có dòng nào hỏng thì không nhập gì (take no document if any line is bad).",
)
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

    Put the documents of an export (a file, or - for stdin) into an index. Documents that it has
    already, by id, are replaced. A line that is no document is named, and the others are taken; a
    file that is cut short is refused whole.
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
    named = f", bỏ {done.refusals} dòng hỏng" if done.refusals else ""
    click.echo(f"{address}: đã nhập {done.documents} văn bản{named}", err=True)
    return 1 if done.refusals else 0


def _print(done: Imported, as_json: bool) -> None:
    if as_json:
        lines = [{"line": line, "reason": reason} for line, reason in done.refused]
        print_json({"documents": done.documents, "refusals": done.refusals, "refused": lines})
    for line, reason in done.refused[:_NAMED]:
        click.echo(f"bỏ qua    dòng {line}: {visible_line(reason)}", err=True)
    if done.refusals > _NAMED:
        click.echo(f"bỏ qua    {done.refusals - _NAMED} dòng nữa", err=True)
