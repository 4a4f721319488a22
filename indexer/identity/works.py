"""Which files are one document: a work may be held as a .docx and as its .pdf, or twice by
mistake.

A number alone names no work, for every province has its 09/CT-UBND: date or office must agree,
unless the number is of a series of the whole country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Protocol, TypeVar

from analyzers.keys import unaccented
from indexer.identity.citation_keys import key
from indexer.identity.document_types import LAWS
from indexer.identity.office_names import office_name

NATIONAL: Final = re.compile(
    r"/(?:QH|UBTVQH)\d|[/-](?:TW|CP|TTg|CTN|CTr-TW)$|[-/]TT[-/][A-Z]|/\d{4}/(?:NĐ|TT|PL)"
)
"""Numbers of central bodies: one series for the whole country, so that a number is enough."""


class Named(Protocol):
    """What tells a document from others: ``indexer.core.document.Metadata``, or as much of it as is
    read when it is asked for."""

    @property
    def id(self) -> str: ...
    @property
    def type(self) -> str | None: ...
    @property
    def number(self) -> str | None: ...
    @property
    def title(self) -> str | None: ...
    @property
    def date(self) -> str | None: ...
    @property
    def issuer(self) -> str | None: ...
    @property
    def digest(self) -> str | None: ...


NamedT = TypeVar("NamedT", bound=Named)


def same_work(one: Named, other: Named) -> bool:
    """Whether two files hold the same document, as far as they say.

    They do where their bytes are the same, or where number, date and issuer agree, one of the last
    two perhaps missing; of what has no number, where type, title and date agree.
    """
    if one.digest is not None and one.digest == other.digest:
        return True
    if one.number is None or other.number is None:
        return one.number == other.number and _same_title(one, other)
    if key(one.number) != key(other.number):
        return False
    day = _agree(one.date, other.date)
    if day is False:
        return False
    office = _agree(_office(one), _office(other))
    if office is False:
        return False
    return bool(day or office or NATIONAL.search(one.number))


def without_copies(documents: Iterable[NamedT]) -> list[NamedT]:
    """One file of each work, in the order of the first: the one with the plainest id, which is the
    one that was indexed first."""
    works: list[NamedT] = []
    for document in documents:
        at = next((n for n, known in enumerate(works) if same_work(known, document)), None)
        if at is None:
            works.append(document)
        elif len(document.id) < len(works[at].id):
            works[at] = document
    return works


def _same_title(one: Named, other: Named) -> bool:
    if not (one.title and other.title and one.type == other.type):
        return False
    if unaccented(one.title) != unaccented(other.title):
        return False
    if one.date is None and other.date is None:
        return one.type in LAWS
    return one.date == other.date and _agree(_office(one), _office(other)) is not False


def _agree(one: str | None, other: str | None) -> bool | None:
    """None where one of them is not known."""
    return one == other if one and other else None


def _office(document: Named) -> str:
    return unaccented(office_name(document.issuer)) if document.issuer else ""
