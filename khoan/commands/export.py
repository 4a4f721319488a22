"""``khoan export``."""

from __future__ import annotations

import sys

import click

from khoan.terminal import Address, index_option


@click.command(epilog="Example:  khoan export --index ./khoan-index > van-ban.ndjson")
@index_option
def export(address: Address) -> int:
    """Xuất mọi văn bản của chỉ mục, mỗi văn bản một dòng JSON.

    Write every document of an index to stdout, one line of JSON each (NDJSON), to be stored, moved,
    or taken to another version with khoan import.
    """
    from indexer.index import open_index
    from indexer.ingest.exchange import export_lines

    with open_index(address) as opened:
        for line in export_lines(opened.engine):
            sys.stdout.buffer.write(line)
    sys.stdout.flush()
    return 0
