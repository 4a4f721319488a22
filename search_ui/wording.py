"""Vietnamese words for the values of documents: what pieces, levels and dates are called."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from babel.dates import format_date

from analyzers.keys import unaccented
from indexer.core.document import Clause, Metadata, Step
from indexer.identity.address import label, step_name
from indexer.identity.document_types import LAWS
from indexer.identity.kind_names import KINDS
from indexer.identity.office_names import office_name
from indexer.identity.title_case import sentence_case
from indexer.querying.results import Result
from search_ui.i18n import current, tr

_YEAR: Final = re.compile(r"/((?:19|20)\d\d)/")
_DAYS: Final[dict[str, str]] = {"vi": "d/M/y", "en": "d MMM y"}


def day(iso: str | None) -> str:
    """``2021-09-14`` as people write it: ``14/9/2021``, in English ``14 Sept 2021``.

    What is no whole date stays as it is.
    """
    try:
        return format_date(date.fromisoformat(iso or ""), _DAYS[current()], locale=current())
    except ValueError:
        return iso or ""


def typed_day(iso: str | None) -> str:
    """A day as people type it here: ``14/09/2021``, whatever the language of the page."""
    return "/".join(reversed(iso.split("-"))) if iso else ""


def number(value: int) -> str:
    """``12345`` with the language's thousands mark: ``12.345``, in English ``12,345``."""
    return f"{value:,}" if current() == "en" else f"{value:,}".replace(",", ".")


def step(value: Step) -> str:
    """One step with its heading: ``Chương II. Tổ chức thực hiện``."""
    name = step_name(value) if value.level != "quote" else tr("Đoạn trích")
    name = name[:1].upper() + name[1:]
    return f"{name}. {sentence_case(value.heading)}" if value.heading else name


def piece(clause: Clause) -> str:
    """What a piece is called: its address, or what kind of piece it is where it has none."""
    name = label(clause.path) or tr(KINDS[clause.kind])
    if clause.part > 1:
        name = tr("%(name)s (đoạn %(part)s)", name=name, part=clause.part)
    return name[:1].upper() + name[1:]


def identity(metadata: Metadata) -> str:
    """A document in a few words: ``Chỉ thị 34-CT/TW``, else its title, else its file."""
    if metadata.number:
        kind = metadata.type or tr("Văn bản")
        return f"{kind} {metadata.number}"
    return metadata.title or metadata.type or metadata.source


def named(metadata: Metadata) -> str:
    """A document as people speak of it: laws by their name and year (``Luật Doanh nghiệp 2020``),
    what has a number by that, else its title."""
    if metadata.type in LAWS and metadata.title:
        name = sentence_case(metadata.title, metadata.type)
        if not unaccented(name).startswith(unaccented(metadata.type)):
            name = f"{metadata.type} {name}"
        year = (metadata.date or _year_of(metadata.number))[:4]
        return f"{name} {year}" if year and year not in name else name
    return identity(metadata)


def _year_of(number: str | None) -> str:
    """The year that a law's number says: ``59/2020/QH14``."""
    found = _YEAR.search(number or "")
    return found[1] if found else ""


def titled(metadata: Metadata) -> str:
    """A document's title as a sentence would write it; empty where it has none."""
    return sentence_case(metadata.title, metadata.type) if metadata.title else ""


def headings(clause: Clause) -> list[str]:
    """The headings that a clause stands under, the nearest two, the innermost last; its own where
    its text does not begin with it."""
    above = [step for step in clause.path if step.heading]
    if above and above[-1] is clause.path[-1]:
        above.pop()
    return [sentence_case(step.heading) for step in above[-2:]]


def cell_of(hit: Result) -> str:
    """The cell of a sheet in which a hit's first mark stands: ``C12``; empty where it is none, or
    its row is one value over several columns."""
    clause = hit.clause
    row = clause.path[-1] if clause.path else None
    if row is None or row.level != "dong" or not hit.marks or clause.part > 1:
        return ""
    column = clause.text.count(" |", 0, hit.marks[0].start)
    return f"{_column(column)}{row.number}" if " | " in clause.text else ""


def _column(number: int) -> str:
    """The letters of a column, from 0: A, B ... Z, AA, AB ..."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def issuer(metadata: Metadata) -> str:
    """The issuing office as a sentence would write it; empty where the document does not say."""
    return office_name(metadata.issuer) if metadata.issuer else ""


def anchor_of(clause_id: str) -> str:
    """The part of a clause's id that stands after ``#`` in a link."""
    return clause_id.partition("#")[2]
