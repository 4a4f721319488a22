"""``khoan cites`` and ``khoan cited-by``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from khoan.language import tr
from khoan.terminal import Address, index_option, json_option, nothing_called, print_json, styled
from khoan.translated import argument, command

if TYPE_CHECKING:
    from indexer.citations.cited import Cited, Citing

STATUS: Final = {"held": "", "stub": "(chưa có)", "ambiguous": "(chưa rõ)", "internal": ""}
"""Shown after the target of a citation: nothing where the index has it."""


@command(example="khoan cites 12-kh-ubnd.2024-03-28#muc-i.khoan-1")
@argument("id_", metavar="MÃ")
@index_option
@json_option
def cites(id_: str, address: Address, as_json: bool) -> int:
    """In những gì một đoạn hoặc một văn bản viện dẫn.

    Kèm theo đó là văn bản nào trong chỉ mục.
    """
    from indexer.index import open_index
    from indexer.jsonform.citations import cited_json

    with open_index(address) as opened:
        found = opened.cites(id_)
    if found is None:
        nothing_called(id_)
        return 1
    if as_json:
        print_json([cited_json(cited) for cited in found])
    else:
        for cited in found:
            click.echo(_shown(cited))
    return 0 if found else 1


@command("cited-by", example="khoan cited-by 34-ct-tw.2014-04-07")
@argument("id_", metavar="MÃ")
@index_option
@json_option
def cited_by(id_: str, address: Address, as_json: bool) -> int:
    """In các đoạn viện dẫn một văn bản, một khoản, hoặc một số hiệu.

    Văn bản được viện dẫn có thể chưa có trong chỉ mục.
    """
    from indexer.index import open_index
    from indexer.jsonform.citations import citing_json

    with open_index(address) as opened:
        found = opened.citing(id_)
    if as_json:
        print_json([citing_json(citing) for citing in found])
    else:
        for citing in found:
            click.echo(_citing(citing))
    if not found:
        click.echo(tr("khoan: không có đoạn nào viện dẫn «%(id)s».", id=id_), err=True)
    return 0 if found else 1


def _shown(cited: Cited) -> str:
    from indexer.identity.address import label

    citation, target = cited
    named = (citation.number or citation.title, citation.date, citation.issuer)
    citation_text = ", ".join(part for part in (label(citation.place), *named) if part)
    target_text = target.clause or target.id or tr(" hoặc ").join(target.candidates) or "?"
    status = tr(STATUS[target.status])
    return f"{styled(citation_text, bold=True)} -> {target_text}{status and ' '}{status}"


def _citing(citing: Citing) -> str:
    passage = " ".join(citing.clause.text.split())
    lines = [styled(citing.clause.id, bold=True), f"  {passage[:100]}{'…' * (len(passage) > 100)}"]
    return "\n".join([*lines, *(f"  {_shown(cited)}" for cited in citing.cited)]) + "\n"
