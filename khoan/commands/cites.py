"""``khoan cites`` and ``khoan cited-by``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from khoan.terminal import Address, index_option, json_option, print_json, styled

if TYPE_CHECKING:
    from indexer.citations.cited import Cited, Citing

_STATUS = {"held": "", "stub": " (chưa có)", "ambiguous": " (chưa rõ)", "internal": ""}
"""Shown after the target of a citation: nothing where the index has it."""


@click.command(epilog="Example:  khoan cites 12-kh-ubnd.2024-03-28#muc-i.khoan-1")
@click.argument("id_", metavar="ID")
@index_option
@json_option
def cites(id_: str, address: Address, as_json: bool) -> int:
    """In những gì một khoản hoặc một văn bản trích dẫn.

    Print what a clause, or a document, cites, and the documents of the index that these are.
    """
    from indexer.index import open_index
    from indexer.jsonform import cited_json

    with open_index(address) as opened:
        found = opened.cites(id_)
    if found is None:
        click.echo(f"khoan: chỉ mục không có khoản hay văn bản nào mang mã «{id_}».", err=True)
        return 1
    if as_json:
        print_json([cited_json(cited) for cited in found])
    else:
        for cited in found:
            click.echo(_shown(cited))
    return 0 if found else 1


@click.command("cited-by", epilog="Example:  khoan cited-by 34-ct-tw.2014-04-07")
@click.argument("id_", metavar="ID")
@index_option
@json_option
def cited_by(id_: str, address: Address, as_json: bool) -> int:
    """In các khoản trích dẫn một văn bản, một khoản, hoặc một số ký hiệu.

    Print the clauses that cite a document, a clause, or a number, in the index or not.
    """
    from indexer.index import open_index
    from indexer.jsonform import citing_json

    with open_index(address) as opened:
        found = opened.citing(id_)
    if as_json:
        print_json([citing_json(citing) for citing in found])
    else:
        for citing in found:
            click.echo(_citing(citing))
    if not found:
        click.echo(f"khoan: không có khoản nào trích dẫn «{id_}».", err=True)
    return 0 if found else 1


def _shown(cited: Cited) -> str:
    from indexer.identity.address import label

    citation, target = cited
    named = (citation.number or citation.title, citation.date, citation.issuer)
    citation_text = ", ".join(part for part in (label(citation.place), *named) if part)
    target_text = target.clause or target.id or " hoặc ".join(target.candidates) or "?"
    return f"{styled(citation_text, bold=True)} -> {target_text}{_STATUS[target.status]}"


def _citing(citing: Citing) -> str:
    passage = " ".join(citing.clause.text.split())
    lines = [styled(citing.clause.id, bold=True), f"  {passage[:100]}{'…' * (len(passage) > 100)}"]
    return "\n".join([*lines, *(f"  {_shown(cited)}" for cited in citing.cited)]) + "\n"
