"""``khoan effects`` and ``khoan status``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from khoan.language import tr
from khoan.terminal import Address, index_option, json_option, print_json, styled
from khoan.translated import argument, command, option

if TYPE_CHECKING:
    from indexer.jsonform.effects import EffectJson
    from indexer.validity.collection import Validity
    from indexer.validity.status import Standing


@command(example="khoan effects 58/2014/QH13")
@argument("id_", metavar="MÃ")
@index_option
@json_option
def effects(id_: str, address: Address, as_json: bool) -> int:
    """In những gì một văn bản làm với văn bản khác, và những gì văn bản khác làm với nó.

    Văn bản được nêu bằng mã hoặc số hiệu, kể cả khi không có trong chỉ mục.
    """
    from indexer.index import open_index
    from indexer.jsonform.effects import effects_json

    with open_index(address) as opened:
        found = effects_json(opened, id_)
    if as_json:
        print_json(found)
    else:
        for title, rows in ((tr("Làm:"), found["states"]), (tr("Chịu:"), found["undergoes"])):
            if rows:
                click.echo(styled(title, bold=True))
                click.echo("\n".join(map(_shown, rows)))
    if not (found["states"] or found["undergoes"]):
        _nothing(id_)
        return 1
    return 0


@command("status", example="khoan status 71/2006/QH11 --at 2016-01-01")
@argument("id_", metavar="MÃ")
@option(
    "--at",
    "day",
    metavar="NGÀY",
    help="Hiệu lực tính vào ngày nào, như 2020-01-01; mặc định: hôm nay.",
)
@index_option
@json_option
def standing(id_: str, day: str | None, address: Address, as_json: bool) -> int:
    """Cho biết một văn bản còn hiệu lực không, chỉ theo các văn bản trong chỉ mục.

    Văn bản được nêu bằng mã hoặc số hiệu. Sau mỗi kết quả là các khoản nói như thế.
    """
    from indexer.index import open_index
    from indexer.jsonform.effects import status_json
    from indexer.validity.codes import today

    try:
        at = date.fromisoformat(day).isoformat() if day else today()
    except ValueError:
        raise click.BadParameter(tr("«%(value)s» không phải ngày.", value=day)) from None
    with open_index(address) as opened:
        validity = opened.validity()
        found = [(node, validity.standing(node, at)) for node in validity.named(id_)]
        if as_json:
            print_json(status_json(validity, id_, at))
        else:
            for node, stands in found:
                click.echo(_standing(validity, node, stands))
    if not found:
        _nothing(id_)
    return 0 if any(stands.state != "unknown" for _, stands in found) else 1


def _nothing(id_: str) -> None:
    click.echo(tr("khoan: không có văn bản nào nói gì về «%(id)s».", id=id_), err=True)


def _shown(row: EffectJson) -> str:
    target = row["target"]
    named = " ".join(part for part in (target["name"], target["number"]) if part)
    said = " ".join(part for part in (tr(row["about"]), target["place"], named) if part)
    days = tr(" từ %(day)s", day=row["start"]) if row["start"] else ""
    days += tr(" đến hết %(day)s", day=row["until"]) if row["until"] else ""
    return f"  {styled(row['clause'], bold=True)}\n    {said}{days}"


def _standing(validity: Validity, node: str, stands: Standing) -> str:
    from indexer.validity.codes import NAMES, REASONS

    name = validity.works.first(node) or node
    since = tr(" từ %(day)s", day=stands.since) if stands.since else ""
    why = f" ({tr(REASONS[stands.why])})" if stands.why in REASONS else ""
    lines = [f"{styled(name, bold=True)}  {tr(NAMES[stands.state])}{since}{why}"]
    lines += [f"  {act.clause}" for act in stands.acts if act.clause]
    lines += [
        "  " + tr("người quản trị kho ghi, theo %(source)s", source=act.note)
        for act in stands.acts
        if act.note
    ]
    return "\n".join(dict.fromkeys(lines))
