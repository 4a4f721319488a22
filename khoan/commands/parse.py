"""``khoan parse``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from khoan.language import tr
from khoan.terminal import json_option, print_json, styled, visible, visible_line
from khoan.translated import PathType, argument, command

if TYPE_CHECKING:
    from indexer.core.document import Clause, Document

FACTS: Final = {
    "id": "mã",
    "type": "loại",
    "number": "số hiệu",
    "date": "ngày",
    "place": "nơi ban hành",
    "issuer": "cơ quan",
    "title": "tên",
    "signer_role": "chức vụ",
    "signer": "người ký",
}
"""What is printed of a document, and what it is called."""


@command(example="khoan parse quyet-dinh.docx")
@argument("file", metavar="TỆP", type=PathType(exists=True, dir_okay=False, path_type=Path))
@json_option
def parse(file: Path, as_json: bool) -> int:
    """Xem một tệp được đọc thế nào: văn bản, các đoạn, các viện dẫn."""
    from indexer.ingest.files import File
    from indexer.ingest.prepare import IsolatedReader
    from indexer.jsonform.documents import parse_json

    with IsolatedReader() as reader:
        document, clauses = reader.start(File(file.absolute(), file.name))()
    if as_json:
        print_json(parse_json(document, clauses))
    else:
        _print(document, clauses)
    if document.quality:
        click.echo(tr("đáng ngờ: %(reason)s", reason=document.quality), err=True)
    return 0


def _print(document: Document, clauses: tuple[Clause, ...]) -> None:
    from indexer.identity.address import label
    from indexer.identity.kind_names import KINDS

    for name, called in FACTS.items():
        value = visible_line(getattr(document, name) or "-")
        click.echo(f"{styled(f'{tr(called):14}', bold=True)} {value}")
    click.echo()
    for clause in clauses:
        where = label(clause.path) or tr(KINDS[clause.kind])
        if clause.part > 1:
            where += f" ({clause.part})"
        opening = visible(" ".join(clause.text.split()))
        click.echo(f"{styled(f'{where:28}', bold=True)} {opening[:80]}{'…' * (len(opening) > 80)}")
    click.echo()
    for citation in document.citations:
        place = label(citation.place)
        named = (citation.type, citation.number, citation.title, citation.date, citation.issuer)
        cited = ", ".join(part for part in (place, *named) if part)
        click.echo(f"{styled(tr('viện dẫn'), bold=True)} {visible_line(cited)}")
