"""``khoan consolidated``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from khoan.language import tr
from khoan.terminal import Address, index_option, json_option, print_json, styled
from khoan.translated import argument, command, option

if TYPE_CHECKING:
    from indexer.consolidation.model import Consolidated, Passage


@command(example="khoan consolidated 10-2020-nd-cp.2020-01-10 --at 2023-01-01")
@argument("id_", metavar="MÃ")
@option("--at", "day", metavar="NGÀY", help="Tính vào ngày nào, như 2020-01-01; mặc định: hôm nay.")
@index_option
@json_option
def consolidated(id_: str, day: str | None, address: Address, as_json: bool) -> int:
    """In một văn bản như nó đang có hiệu lực vào một ngày, đã ghép các sửa đổi có trong chỉ mục.

    Không phải văn bản hợp nhất chính thức. Sửa đổi không ghép được chính xác được kể ở cuối.
    """
    from indexer.consolidation.jsonform import consolidated_json
    from indexer.index import open_index
    from indexer.validity.codes import today

    try:
        at = date.fromisoformat(day).isoformat() if day else today()
    except ValueError:
        raise click.BadParameter(tr("«%(value)s» không phải ngày.", value=day)) from None
    with open_index(address) as opened:
        found = opened.consolidated(id_, at)
    if found is None:
        click.echo(tr("khoan: không có văn bản «%(id)s» trong chỉ mục.", id=id_), err=True)
        return 1
    if as_json:
        print_json(consolidated_json(found))
    else:
        _print(found)
    return 0


def _print(found: Consolidated) -> None:
    from indexer.identity.address import label

    for passage in found.passages:
        if passage.live:
            click.echo(passage.text)
        else:
            click.echo(tr("%(place)s: đã hết hiệu lực", place=label(passage.path)))
        if passage.acts:
            click.echo(styled(f"  [{_by(passage)}]", dim=True))
    for one in found.unapplied:
        clause = one.act.clause
        click.echo(tr("khoan: không ghép được: %(id)s (%(at)s)", id=clause, at=one.at), err=True)


def _by(passage: Passage) -> str:
    return ", ".join(dict.fromkeys(act.clause for act in passage.acts))
