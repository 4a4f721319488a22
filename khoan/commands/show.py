"""``khoan show``."""

from __future__ import annotations

import sys

from khoan.terminal import (
    Address,
    index_option,
    json_option,
    nothing_called,
    paged,
    print_json,
    visible,
)
from khoan.translated import argument, command


@command(example="khoan show 167-kh-ubnd.2021-09-14#muc-ii.khoan-3")
@argument("id_", metavar="MÃ")
@index_option
@json_option
def show(id_: str, address: Address, as_json: bool) -> int:
    """In một đoạn, hoặc cả văn bản, theo mã của nó."""
    from indexer.index import open_index
    from indexer.jsonform.documents import clause_json, parse_json

    with open_index(address) as opened:
        clause = opened.get(id_)
        if clause is not None:
            if as_json:
                print_json(clause_json(clause))
            else:
                paged(_shown(clause.text))
            return 0
        whole = opened.whole(id_)
        if whole is not None:
            if as_json:
                print_json(parse_json(*whole))
            else:
                paged(_shown(whole[0].text))
            return 0
    nothing_called(id_)
    return 1


def _shown(text: str) -> str:
    """As it is for a file or another program; on a terminal, without what would steer it."""
    return (visible(text) if sys.stdout.isatty() else text) + "\n"
