"""Documents cited by number: *Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from indexer.citations.issuers import ISSUER
from indexer.identity.document_id import NUMBER, canonical
from indexer.identity.document_types import LAWS, TYPES
from indexer.metadata.dates import DAY_MONTH_YEAR, WORDED_DATE, iso


class Reference(NamedTuple):
    """A document that a text names, in view positions."""

    start: int
    end: int
    type: str | None = None
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    title: str | None = None


_NUMBER: Final = re.compile(rf"(?<![\w/.,-]){NUMBER}(?!\w)")
_SEPARATOR: Final = re.compile(r"[-–/][ ]?(?:(?:19|20)\d\d[ ]?[-–/][ ]?)?[A-ZĐ]")
"""What stands behind the digits of a number: rare, and so quick to look for."""
_DIGITS: Final = re.compile(r"(?<![\d.])\d{1,6}(?:\.\d{1,3})?[a-zA-Z]?[ ]?\Z")
_HAS_CODE: Final = re.compile(r"[-/](?:19|20)\d\d[-/]|[-/](?:QH|UBTVQH)\d|[-/][^-/]+[-/.]")
"""A number with a year, or with more than one part behind it, needs no *số* before it."""
_CODE: Final = re.compile(r"[A-ZĐ]{2}")
_BEFORE: Final = 110
_TYPE: Final = re.compile(
    rf"(?<!\w)(?<![Pp]háp )(?P<type>{'|'.join(sorted(TYPES, key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)
_SO: Final = re.compile(r"(?<!\w)(?:[Ss]ố|SỐ)\s{0,2}:?\s{0,2}\Z")
_DATE: Final = re.compile(
    rf"\s{{0,2}},?\s{{0,3}}\(?(?:ban\shành\s)?(?:ngày|NGÀY)\s{{0,3}}({DAY_MONTH_YEAR}|{WORDED_DATE})"
)
_OF: Final = re.compile(r"\s{0,2},?\s{1,3}của\s{1,3}")
_BY_KEY: Final = {name.lower(): name for name in TYPES}


def numbered(text: str) -> Iterator[Reference]:
    """Every document that a view cites by its number, in order."""
    reached = 0
    for separator in _SEPARATOR.finditer(text):
        digits = _DIGITS.search(text, max(reached, separator.start() - 13), separator.start())
        match = _NUMBER.match(text, digits.start()) if digits else None
        if not match:
            continue
        reached = match.end()
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        so = _SO.search(before)
        number = canonical(match[0])
        if not _HAS_CODE.search(number) and not (so and _CODE.search(number)):
            continue
        kind, title, start = _named(before, so.start() if so else len(before))
        end = match.end()
        dated = _DATE.match(text, end)
        if dated:
            end = dated.end()
        of = _OF.match(text, end)
        issuer = ISSUER.match(text, of.end()) if of else None
        if issuer:
            end = issuer.end()
        named = issuer[0] if issuer else _proposer(before, start)
        yield Reference(
            match.start() - (len(before) - start),
            end,
            kind,
            number,
            iso(dated[1]) if dated else None,
            " ".join(named.split()) if named else None,
            title,
        )


_ENDS_NAME: Final = re.compile(r"[.;:()“”\"\n]|\d")
_LONGEST_NAME: Final = 90
_AT: Final = re.compile(r"\s{1,3}tại\s{1,3}\Z")


def _proposer(before: str, stop: int) -> str | None:
    """*của Giám đốc Sở Nội vụ tại Tờ trình số ...*: who issued it stands before it."""
    at = _AT.search(before, 0, stop)
    if not at:
        return None
    of = before.rfind("của ", 0, at.start())
    match = ISSUER.match(before, of + 4) if of >= 0 else None
    return match[0] if match and match.end() == at.start() else None


def _named(before: str, stop: int) -> tuple[str | None, str | None, int]:
    """The kind written before a number, the name between them, and where the citation starts."""
    kinds = list(_TYPE.finditer(before, 0, stop))
    if not kinds:
        return None, None, stop
    for match in reversed(kinds):
        kind = _BY_KEY[match["type"].lower()]
        between = before[match.end() : stop]
        if not between.strip():
            return kind, None, match.start()
        if kind in LAWS and match["type"][0].isupper():
            if _ENDS_NAME.search(between) or len(between) > _LONGEST_NAME:
                break
            return kind, " ".join(before[match.start() : stop].split()), match.start()
        if match["type"][0].isupper():
            break  # a word of a law's name is in lower case: Luật Quy hoạch, pháp lệnh
    return None, None, stop
