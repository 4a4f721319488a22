"""``khoan import``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

import click

from khoan.terminal import index_option


@click.command("import", epilog="Example:  khoan import van-ban.ndjson --index ./khoan-index")
@click.argument("file", type=click.File("rb"), metavar="FILE")
@index_option
def import_(file: IO[bytes], folder: Path) -> int:
    """Đưa các văn bản do khoan export ghi vào chỉ mục.

    Put the documents of an export (a file, or - for stdin) into an index, all or none. Documents
    that it has already, by id, are replaced.
    """
    from indexer.index import create_index
    from indexer.ingest.exchange import import_lines

    with create_index(folder) as opened:
        count = import_lines(opened.engine, file, os.cpu_count() or 1)
    click.echo(f"{folder}: đã nhập {count} văn bản", err=True)
    return 0
