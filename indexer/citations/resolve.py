"""Which document a citation means: one in the index, one that is not, or one of several.

A number alone names no document: every province has its 09/CT-UBND. Date and issuer decide, and
where they are missing the citation stays ambiguous, with its candidates. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple, Protocol

from analyzers.keys import unaccented as folded
from indexer.core.document import Citation, Metadata
from indexer.identity.address import anchor, slug
from indexer.identity.citation_keys import key, name_key, year_of
from indexer.identity.document_types import LAWS
from indexer.identity.office_names import office_name
from indexer.identity.works import NATIONAL, Named, same_work, without_copies

Status = Literal["held", "stub", "ambiguous", "internal"]
"""``held``: the index has it. ``stub``: cited but not in the index. ``ambiguous``: it may be any of
``candidates``, or none of them. ``internal``: a place in the citing document itself."""


class Target(NamedTuple):
    """What a citation means."""

    status: Status
    id: str | None
    """Of the document. A stub has the id that the document will have once it is indexed, as far
    as the citation says; None where ambiguous."""
    clause: str | None = None
    """The id of the target clause, where the citation names a place."""
    candidates: tuple[str, ...] = ()


class Documents(Protocol):
    """The documents that citations may mean."""

    def numbered(self, number: str) -> Sequence[Named]:
        """Documents with a number, however it is spelled, in the order of indexing."""

    def named(self, title: str) -> Sequence[Named]:
        """Laws with a name, whatever their year, in the order of indexing."""


class Registry:
    """``Documents`` of a list. Immutable once made."""

    def __init__(self, documents: Iterable[Metadata]) -> None:
        self._by_number: dict[str, list[Metadata]] = defaultdict(list)
        self._by_name: dict[str, list[Metadata]] = defaultdict(list)
        for document in documents:
            if document.number:
                self._by_number[key(document.number)].append(document)
            if document.title and document.type in LAWS:
                self._by_name[name_key(document.title)].append(document)

    def numbered(self, number: str) -> Sequence[Metadata]:
        """Documents with a number, however it is spelled."""
        return self._by_number.get(key(number), ())

    def named(self, title: str) -> Sequence[Metadata]:
        """Laws with a name, whatever their year."""
        return self._by_name.get(name_key(title), ())


def resolve(
    citing: Named,
    citations: Sequence[Citation],
    registry: Documents,
    wanted: Iterable[Citation] | None = None,
) -> tuple[Target, ...]:
    """The target of each citation of one document, in order; or of those that are ``wanted``.

    A bare number means what the same number meant where the document gave its date or issuer:
    *Chỉ thị số 09/CT-UBND ngày 26/8/2021 ... (sau đây gọi là Chỉ thị số 09/CT-UBND)*.
    """
    in_full: dict[str, list[Citation]] = defaultdict(list)
    for citation in citations:
        if citation.number and (citation.date or citation.issuer):
            same = in_full[key(citation.number)]
            if not any((c.date, c.issuer) == (citation.date, citation.issuer) for c in same):
                same.append(citation)
    chosen = citations if wanted is None else wanted
    return tuple(_target(citing, citation, in_full, registry) for citation in chosen)


def unknown(citation: Citation, registry: Documents) -> Target | None:
    """The target of a citation that no document answers to, so that it does not matter who cites;
    None where who cites has to be looked at.

    Args:
        registry: knows the citing document as well: one that names itself answers to the name.
    """
    if citation.internal or not (citation.number or citation.title):
        return None
    known = (
        registry.numbered(citation.number)
        if citation.number
        else registry.named(citation.title or "")
    )
    return None if known else _no_document(citation)


def _target(
    citing: Named, citation: Citation, in_full: dict[str, list[Citation]], registry: Documents
) -> Target:
    place = anchor(citation.place)
    itself = Target("internal", citing.id, f"{citing.id}#{place}" if place else None)
    if citation.internal:
        return itself
    if citation.number:
        full = citation
        if not (citation.date or citation.issuer):
            full = _one_of(in_full.get(key(citation.number), [])) or citation
        if _is_itself(citing, full):
            return itself
        found = _of(citing, full, registry.numbered(citation.number))
    elif citation.title:
        full = citation
        called = registry.named(citation.title)
        found = _lawful(citing, citation, called)
        if not found and _names_itself(citing, citation, called):
            return itself
    else:
        return Target("stub", None)
    found = without_copies(found)
    if len(found) == 1 and _is_sure(full):
        return Target("held", found[0].id, f"{found[0].id}#{place}" if place else None)
    if found:
        return Target("ambiguous", None, None, tuple(document.id for document in found))
    return _no_document(full)


def _no_document(citation: Citation) -> Target:
    stub, place = _stub(citation), anchor(citation.place)
    return Target("stub", stub, f"{stub}#{place}" if place else None)


def _one_of(full: Sequence[Citation]) -> Citation | None:
    """The fullest of some citations of one number, where they can all mean one document."""
    days = {citation.date for citation in full if citation.date}
    offices = {citation.issuer for citation in full if citation.issuer}
    if len(days) > 1 or (not days and len(offices) > 1):
        return None
    return max(full, key=lambda c: (c.date is not None, len(c.issuer or "")), default=None)


def _is_sure(citation: Citation) -> bool:
    if citation.number is None:
        return True
    return bool(citation.date or citation.issuer or NATIONAL.search(citation.number))


def _is_itself(citing: Named, citation: Citation) -> bool:
    """Whether a document cites itself by its own number."""
    if not (citing.number and citation.number and key(citing.number) == key(citation.number)):
        return False
    if citation.date and citing.date:
        return citation.date == citing.date
    return _same_office(citing.issuer, citation.issuer, citing.issuer)


_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
"""In the number of a law: 59/2020/QH14."""


def _names_itself(citing: Named, citation: Citation, called: Sequence[Named]) -> bool:
    """Whether a law says its own name, without the year or the day of another one.

    Args:
        called: the laws of that name, this one among them where the registry knows it.
    """
    year = year_of(citation.title or "")
    if year and year not in {(citing.date or "")[:4], *_YEAR.findall(citing.number or "")}:
        return False
    if citation.date and citing.date and citation.date != citing.date:
        return False
    if called:  # then it need not be read for what it is called
        return any(one.id == citing.id for one in called)
    if not (citing.title and citing.type in LAWS and citation.title):
        return False
    return name_key(citing.title) == name_key(citation.title)


def _of(citing: Named, citation: Citation, candidates: Sequence[Named]) -> list[Named]:
    """The candidates that nothing in the citation speaks against."""
    return [
        candidate
        for candidate in candidates
        if candidate.id != citing.id
        and not same_work(candidate, citing)
        and (not citation.date or candidate.date in {None, citation.date})
        and _same_office(citing.issuer, citation.issuer, candidate.issuer)
    ]


_HEADS: Final = re.compile(
    r"^(?:pho )?(?:chu tich|ban thuong vu|ban chap hanh|thuong truc|giam doc|bo truong|thuong vu) "
)
_AREA: Final = re.compile(r"\b(tinh|thanh pho|huyen|quan|thi xa|thi tran|xa|phuong)( uy)?\b")
_ONE_SERIES: Final = {"thu tuong": "chinh phu", "thu tuong chinh phu": "chinh phu"}


def _same_office(citing: str | None, cited: str | None, issuer: str | None) -> bool:
    """Whether an office as it is cited may be the one that issued a document.

    *UBND tỉnh* in a document of a province means that province's; *của Ban Thường vụ Tỉnh ủy* and
    *của Chủ tịch UBND* stand for what Tỉnh ủy and UBND issue.
    """
    if not cited or not issuer:
        return True
    one, other = _office(cited), _office(issuer)
    if one == other:
        return True
    if other.startswith(f"{one} "):  # the citation leaves out whose it is
        area = _area(office_name(citing)) if citing else None
        mine = _area(other)
        return not (area and mine and area[0] == mine[0]) or area == mine
    return one.startswith(f"{other} ") and _area(other) is None


def _office(name: str) -> str:
    plain = _HEADS.sub("", folded(office_name(name)))
    return _ONE_SERIES.get(plain, plain)


def _area(name: str) -> tuple[str, str] | None:
    """(``tinh``, ``quang tri``) of *Ủy ban nhân dân tỉnh Quảng Trị*."""
    plain = folded(name)
    match = _AREA.search(plain)
    rest = plain[match.end() :].strip() if match else ""
    return (match[1], rest) if match and rest else None


def _lawful(citing: Named, citation: Citation, candidates: Sequence[Named]) -> list[Named]:
    """Laws of that name that the citing document can mean: of the year or day it says, and not
    younger than itself."""
    year = year_of(citation.title or "")
    return [
        candidate
        for candidate in candidates
        if candidate.id != citing.id
        and not same_work(candidate, citing)
        and (not year or not candidate.date or candidate.date.startswith(year))
        and (not citation.date or candidate.date in {None, citation.date})
        and (not citing.date or not candidate.date or candidate.date <= citing.date)
    ]


def _stub(citation: Citation) -> str:
    """The id that the cited document would have, as far as the citation says."""
    if citation.number:
        return ".".join(part for part in (slug(citation.number), citation.date) if part)
    year = year_of(citation.title or "")
    name = name_key(citation.title or "")
    return ".".join(part for part in (name, citation.date or year) if part)
