"""Documents by what is being typed: their titles, numbers, and places in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from analyzers.fold import fold
from analyzers.keys import text_key, unaccented
from indexer.core.document import Level, Metadata, Step
from indexer.core.engine import EngineRequest, Filter, Reader
from indexer.core.ids import anchor
from indexer.core.query import All, Any, Prefix, Query, Term, Unscored
from indexer.identity.address import label
from indexer.identity.document_id import number_key
from indexer.identity.document_types import BY_KEY, LAWS
from indexer.identity.title_case import sentence_case
from indexer.suggesting.phrases import Completion
from indexer.suggesting.typed import Typed

_COPIES: Final = 3
"""Documents that are looked at for each title that is wanted: some are copies of one work."""
_NUMBER: Final = re.compile(r"\d{1,6}[a-zA-Z]?(?:\s?[/\-–]\s?[\w.]*)*\Z")
_JOINTS: Final = frozenset("/-–")
_LEVELS: Final[dict[str, Level]] = {
    "phan": "phan", "chuong": "chuong", "muc": "muc", "dieu": "dieu", "khoan": "khoan",
    "diem": "diem",
}  # fmt: skip
_STEP_NUMBER: Final = re.compile(r"\d{1,4}[a-zđ]?|[ivxlc]{1,6}|[a-zđ]{1,2}")
_OF: Final = frozenset({"cua", "trong", "tai"})


def titles(engine: Reader, typed: Typed, limit: int) -> list[Completion]:
    """Titles that have every finished syllable, and one that begins as the last does. Those that
    begin with what was typed come first, then short ones."""
    found = [_completion(document) for document in _titled(engine, typed, limit * _COPIES)]
    return sorted(found, key=lambda one: not one.key.startswith(typed.key))[:limit]


def _titled(
    engine: Reader, typed: Typed, limit: int, filters: tuple[Filter, ...] = ()
) -> Iterator[Metadata]:
    """Documents by title, one a work."""
    last = Any(tuple(Prefix("name", last) for last in typed.last))
    words: list[Query] = [Term("name", word) for word in dict.fromkeys(typed.folded[:-1])]
    request = EngineRequest(All((*words, last)), filters=filters, limit=limit)
    seen: set[str] = set()
    for hit in engine.search(request).hits:
        key = text_key(hit.document.title or "")
        if key not in seen:
            seen.add(key)
            yield hit.document


def _completion(document: Metadata) -> Completion:
    title = document.title or ""
    return Completion(text_key(title), sentence_case(title, document.type))


def numbers(engine: Reader, typed: Typed, limit: int) -> list[Completion]:
    """Numbers of documents that begin with the one being typed, of the newest documents first:
    *91/20* is *91/2015/QH13*, *nghị định 59/20* is *Nghị định 59/2020/NĐ-CP*."""
    match = _NUMBER.search(typed.text.rstrip())
    if not match:
        return []
    before, written = typed.text[: match.start()], match[0]
    kind = _kind(before)
    if not kind and not (_JOINTS & set(written)) and before.strip():
        return []  # a number among words
    key = number_key(written) + ("-" if written.rstrip()[-1] in _JOINTS else "")
    filters = (Filter("type", (kind,)),) if kind else ()
    query = Unscored(Prefix("cites", f"={key}"))
    request = EngineRequest(query, filters=filters, sort="date", limit=limit * _COPIES)
    opening = f"{kind} " if kind else before
    found: dict[str, Completion] = {}
    for hit in engine.search(request).hits:
        number = hit.document.number
        if number and number_key(number).startswith(key) and number_key(number) != key:
            found.setdefault(number, Completion(text_key(opening + number), opening + number))
    return list(found.values())[:limit]


def _kind(before: str) -> str | None:
    """The kind of document that the words before a number name."""
    words = unaccented(before).split()
    if words and words[-1] in {"so", "so:"}:
        words.pop()
    return BY_KEY.get(" ".join(words))


def places(engine: Reader, typed: Typed, limit: int) -> list[Completion]:
    """Places in laws whose names begin with what follows: *dieu 5 luat dat* is *Điều 5 Luật Đất
    đai*. Laws that have no such place are left out."""
    steps, rest = _address(typed)
    if not steps or rest is None:
        return []
    laws = Filter("type", tuple(sorted(LAWS)))
    where = label(tuple(steps))
    place = anchor(tuple(steps))
    found = []
    for document in _titled(engine, rest, limit, (laws,)):
        if engine.get(f"{document.id}#{place}"):
            name = sentence_case(document.title or "", document.type)
            text = f"{where[:1].upper()}{where[1:]} {name}"
            found.append(Completion(text_key(text), text))
    return found


def _address(typed: Typed) -> tuple[Sequence[Step], Typed | None]:
    """The steps at the beginning of what was typed, outermost first, and what follows them."""
    steps: list[Step] = []
    at = 0
    words = typed.folded
    while at + 1 < len(words) and words[at] in _LEVELS:
        number = typed.tokens[at + 1].text
        if not _STEP_NUMBER.fullmatch(number.lower()):
            break
        steps.append(Step(_LEVELS[words[at]], number))
        at += 2
    while at < len(words) - 1 and words[at] in _OF:
        at += 1
    steps.sort(key=lambda step: list(_LEVELS).index(fold(step.level)))
    return steps, typed.after(at) if steps and at < len(words) else None
