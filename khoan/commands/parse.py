"""``khoan parse``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from khoan.terminal import json_option, print_json, styled, visible, visible_line

if TYPE_CHECKING:
    from indexer.core.document import Clause, Document


@click.command(epilog="Example:  khoan parse quyet-dinh.docx")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def parse(file: Path, as_json: bool) -> int:
    """Xem một tệp được đọc thế nào: văn bản, các khoản, các trích dẫn.

    Show how one file is read: the document, its clauses, and what it cites.
    """
    from indexer.ingest.files import File
    from indexer.ingest.prepare import IsolatedReader
    from indexer.jsonform import parse_json

    with IsolatedReader() as reader:
        document, clauses = reader.start(File(file.absolute(), file.name))()
    if as_json:
        print_json(parse_json(document, clauses))
    else:
        _print(document, clauses)
    if document.quality:
        click.echo(f"đáng ngờ: {document.quality}", err=True)
    return 0


def _print(document: Document, clauses: tuple[Clause, ...]) -> None:
    from indexer.identity.address import label

    for name in (
        "id",
        "type",
        "number",
        "date",
        "place",
        "issuer",
        "title",
        "signer_role",
        "signer",
    ):
        value = visible_line(getattr(document, name) or "-")
        click.echo(f"{styled(f'{name:12}', bold=True)} {value}")
    click.echo()
    for clause in clauses:
        where = label(clause.path) or clause.kind
        if clause.part > 1:
            where += f" ({clause.part})"
        opening = visible(" ".join(clause.text.split()))
        click.echo(f"{styled(f'{where:28}', bold=True)} {opening[:80]}{'…' * (len(opening) > 80)}")
    click.echo()
    for citation in document.citations:
        place = label(citation.place)
        named = (citation.type, citation.number, citation.title, citation.date, citation.issuer)
        cited = ", ".join(part for part in (place, *named) if part)
        click.echo(f"{styled('cites', bold=True)} {visible_line(cited)}")
