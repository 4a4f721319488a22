"""``khoan export``."""

from __future__ import annotations

import sys

from khoan.terminal import Address, index_option
from khoan.translated import command


@command(example="khoan export --index ./khoan-index > van-ban.ndjson")
@index_option
def export(address: Address) -> int:
    """Xuất mọi văn bản của chỉ mục, mỗi văn bản một dòng JSON.

    Để cất, để chuyển đi, hay để đưa sang bản khác của chương trình bằng khoan import.
    """
    from indexer.index import open_index
    from indexer.ingest.exchange import export_lines

    with open_index(address) as opened:
        for line in export_lines(opened.engine):
            sys.stdout.buffer.write(line)
    sys.stdout.flush()
    return 0
