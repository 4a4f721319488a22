"""A clause as the rules read it: without quotations and history, with the documents it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analyzers.token import Span
from indexer.citations.numbers import Reference, numbered
from indexer.citations.titles import named
from indexer.core.document import Clause
from indexer.effects.masking import without_history, without_quotes
from indexer.effects.model import Target
from indexer.effects.standards import standards
from indexer.identity.citation_keys import name_key, year_of
from indexer.identity.document_id import canonical
from indexer.metadata.dates import DAY_MONTH_YEAR, WORDED_DATE, iso
from indexer.structure.enumerators import mark_at
from indexer.structure.normal_text import Edit, View, edited, view

Known = Mapping[str, Target]
"""Key of a law's name -> the law of that name that the document gives with its number."""
_LONGEST: Final = 40


@dataclass(frozen=True)
class Own:
    """The words of one clause."""

    clause: Clause
    seen: View
    lines: View
    """The same with the lines of a sentence joined."""
    text: str
    """What quotes and history leave, in positions of ``lines.text``."""
    quotes: tuple[Span, ...]
    documents: tuple[Reference, ...]
    after: int
    """Behind the clause's own number."""
    known: Known

    def span(self, start: int, end: int) -> Span:
        """A stretch of the text as a span of ``Document.text``."""
        found = self.seen.span(*self.lines.span(start, max(end, start + 1)))
        base = self.clause.span.start
        return Span(base + found.start, base + found.end)

    def inside(self, quote: Span) -> Span:
        """What a quotation holds, without its marks, in positions of the text."""
        end = quote.end - 1 if self.lines.text[quote.end - 1] in '”"»“' else quote.end
        return Span(quote.start + 1, max(end, quote.start + 1))

    def target(self, one: Reference) -> Target:
        """A document that is named, completed by what the text says of it elsewhere."""
        made = Target(one.type, one.number, one.title, one.date, one.issuer)
        if one.number is None and one.title:
            known = self.known.get(name_key(one.title))
            if known and not one.date and not year_of(one.title):
                return known
        return made


def own_words(clause: Clause, known: Known) -> Own:
    """The words of a clause."""
    seen = view(clause.text)
    lines = edited(seen.text, [*_wraps(seen.text)])
    quoted = any(step.level == "quote" for step in clause.path)
    hidden = without_quotes(_MARKS.sub(_blank, lines.text) if quoted else lines.text)
    documents = references(hidden.text)
    text = without_history(hidden.text, documents)
    mark = mark_at(lines.text, _first(lines.text))
    after = mark.after if mark and clause.path else 0
    kept = tuple(one for one in documents if "\ufffd" not in text[one.start : one.end])
    return Own(clause, seen, lines, text, hidden.quotes, kept, after, known)


_BREAK: Final = re.compile(r" *\n(?: *\n)* *")
_ITEM: Final = re.compile(r"(?:[-+–•*]|\d{1,3}[a-zđ]?[.)]|[a-zđ]{1,2}\d?\)|[IVX]{1,5}\.)\s")
_WIDTH: Final = 60
"""Code points of a line that a page's width may have ended."""


def _wraps(text: str) -> Iterator[Edit]:
    """Line ends inside a sentence: before a small letter, or where a long line ends in a word."""
    for match in _BREAK.finditer(text):
        start, end = match.span()
        if start == 0 or end == len(text) or _ITEM.match(text, end):
            continue
        before, after = text[start - 1], text[end]
        inside = before.isalnum() or before in ",)-"
        long = start - (text.rfind("\n", 0, start) + 1) >= _WIDTH
        if inside and (after.islower() or (long and match[0].count("\n") == 1)):
            yield start, end, " "


_MARKS: Final = re.compile(r"\A\s*[“\"«]|[”\"»](?=[\s.;,:]*\Z)")
"""The marks around a quoted piece."""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _first(text: str) -> int:
    return len(text) - len(text.lstrip())


def references(text: str) -> tuple[Reference, ...]:
    """The documents that a text names, in order; by number where it gives one."""
    found: list[Reference] = []
    taken: list[tuple[int, int]] = []
    for one in [*_amending_laws(text), *_about(text), *sorted([*numbered(text), *standards(text)])]:
        if one.type is None and _FORM.search(text, max(0, one.start - 12), one.start):
            continue
        if not any(start < one.end and one.start < end for start, end in taken):
            found.append(one)
            taken.append((one.start, one.end))
    for law in named(text):
        one = _whole_name(text, law)
        if not any(start < one.end and one.start < end for start, end in taken):
            found.append(one)
            taken.append((one.start, one.end))
    return tuple(sorted(found))


_ABOUT: Final = re.compile(
    r"(?<!\w)(?P<kind>Luật|Pháp lệnh)\svề\s(?:(?!\s(?:đã|được)\s)[^;,.\n()]){3,120}?"
    r"(?=\s(?:ngày|số|năm)\s\d)"
    rf"(?:\s{{1,3}}ngày\s{{1,3}}(?P<day>{WORDED_DATE}|{DAY_MONTH_YEAR}))?"
)


def _about(text: str) -> Iterator[Reference]:
    """Older laws by name and day: *Luật về sĩ quan Quân đội nhân dân ngày 30 tháng 12 năm 1981*."""
    for match in _ABOUT.finditer(text) if "Luật về " in text or "lệnh về " in text else ():
        if not re.match(r"\s{1,3}số\s", text[match.end() :]):
            title = " ".join(match[0].partition(" ngày ")[0].split())
            day = iso(match["day"]) if match["day"] else None
            yield Reference(match.start(), match.end(), match["kind"], None, day, None, title)


_CUT: Final = re.compile(r",\s(?!đã|được|trừ|hết|theo|bao|gồm|có|do|về|và|quy|ngoại)[a-zà-ỹđ]")
_NAME_END: Final = re.compile(
    r"[^;.\n]{0,200}?(?:\snăm\s(?:19|20)\d\d)?"
    r"(?=\s(?:ngày|số)\s\d|\s(?:hết|có) hiệu lực|[;.\n]|\Z)"
)


def _whole_name(text: str, law: Reference) -> Reference:
    """A law whose name no list has, with what follows a comma: *Pháp lệnh Phòng, chống ...*."""
    if not law.title or "," in law.title or not _CUT.match(text, law.end):
        return law
    end = _NAME_END.match(text, law.end)
    if end is None:
        return law
    return law._replace(end=end.end(), title=" ".join(text[law.start : end.end()].split()))


_FORM: Final = re.compile(r"(?:[Mm]ẫu|[Bb]iểu|[Pp]hụ lục)\s{1,2}(?:số\s{1,2})?\Z")
"""*Mẫu số 01/TKN-CNKD* is the number of a form."""
_AMENDING: Final = re.compile(
    r"(?<!\w)(?<!ban hành )(?<!BAN HÀNH )(?:Bộ luật|Luật|Pháp lệnh)\s{1,2}(?i:sửa đổi|bổ sung)"
    r"[^;.\n()“”]{0,260}?(?:\s{1,2}số\s{1,2}(?P<number>\d{1,3}/\d{4}/(?:PL-)?(?:QH|UBTVQH)\s?\d{1,2})"
    r"|(?=\s{1,2}ngày\s\d|\s{1,2}năm\s\d{4}|\s{0,2}[;.\n()]|\s{0,2}\Z"
    r"|,?\s(?:và|của)\s(?:Luật|Pháp lệnh)\s(?:sửa đổi|bổ sung)))"
)
_DATED: Final = re.compile(rf"\s{{1,3}}ngày\s{{1,3}}({WORDED_DATE}|{DAY_MONTH_YEAR})")
_YEAR: Final = re.compile(r"\s{1,2}năm\s(?:19|20)\d\d(?!\w)")


def _amending_laws(text: str) -> Iterator[Reference]:
    """*Luật sửa đổi, bổ sung một số điều của Luật A và Luật B số 57/2005/QH11*: one law, whose
    number stands behind the names of others. Where a text enacts it, it is the other law's."""
    for match in _AMENDING.finditer(text):
        end = match.end()
        dated = _DATED.match(text, end)
        if year := _YEAR.match(text, end):
            end = year.end()
        title = text[match.start() : match.start("number") if match["number"] else end]
        title = re.sub(r"\s{1,2}số\s{1,2}\Z", "", title)
        yield Reference(
            match.start(),
            dated.end() if dated else end,
            "Luật",
            canonical(match["number"]) if match["number"] else None,
            iso(dated[1]) if dated else None,
            None,
            " ".join(title.split()),
        )


def known_laws(documents: Sequence[Reference]) -> Known:
    """The laws that a text gives with name and number, where a name has one number only."""
    found: dict[str, Target] = {}
    twice: set[str] = set()
    for one in documents:
        if not (one.number and one.title):
            continue
        key = name_key(one.title)
        before = found.get(key)
        if before and before.number != one.number:
            twice.add(key)
        elif not before or (one.date and not before.date):
            found[key] = Target(one.type, one.number, one.title, one.date, one.issuer)
    return {key: law for key, law in found.items() if key not in twice}


_SENTENCE: Final = re.compile(
    r"\n+|(?<=[^\d\s][.])\s+(?=[A-ZĐÀ-Ỹ])|(?<=\d\d\d\d[.])\s+(?=[A-ZĐÀ-Ỹ])"
)


def sentences(own: Own) -> Iterator[tuple[int, int]]:
    """The sentences of a clause, in order, as half-open stretches of its text."""
    start = own.after
    for match in _SENTENCE.finditer(own.text, own.after):
        if own.text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if own.text[start:].strip():
        yield start, len(own.text)
