"""``khoan similar``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from khoan.language import tr
from khoan.terminal import Address, index_option, json_option, print_json, styled
from khoan.translated import argument, command

if TYPE_CHECKING:
    from indexer.querying.duplicates import Similar


@command(example="khoan similar 12-kh-ubnd.2024-03-28#muc-ii.khoan-1")
@argument("id_", metavar="MÃ")
@index_option
@json_option
def similar(id_: str, address: Address, as_json: bool) -> int:
    """In các đoạn gần giống một đoạn."""
    from indexer.index import open_index
    from indexer.jsonform.citations import similar_json

    with open_index(address) as opened:
        if opened.get(id_) is None:
            click.echo(tr("khoan: chỉ mục không có đoạn nào mang mã «%(id)s».", id=id_), err=True)
            return 1
        found = opened.similar(id_)
    if as_json:
        print_json([similar_json(one) for one in found])
    else:
        for one in found:
            click.echo(_shown(one))
    return 0 if found else 1


def _shown(one: Similar) -> str:
    passage = " ".join(one.clause.text.split())
    return (
        f"{styled(one.clause.id, bold=True)}  {one.similarity:.0%}\n"
        f"  {passage[:100]}{'…' * (len(passage) > 100)}\n"
    )
