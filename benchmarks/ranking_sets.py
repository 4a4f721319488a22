"""Queries with known answers, and what they are made of."""

from __future__ import annotations

import json
import random
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analyzers.analysis import analyze
from analyzers.syllables import PATTERN, syllables
from analyzers.words import words
from indexer.core.document import Step
from indexer.index import Index

_TELEX = {
    "\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j",
}  # fmt: skip
_LETTERS = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}


KEYWORDS = Path(__file__).with_name("keyword_queries.tsv")


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    law: str
    text: str
    answers: frozenset[str]
    """Units, any of which is right."""
    unit: Callable[[str], str]
    """What a clause counts as: its article, or itself."""


def questions(folder: Path) -> list[Question]:
    """ALQAC 2022. A clause counts as its article: ``91-2015-qh13#dieu-5``."""
    found = json.loads((folder / "question.json").read_text(encoding="utf-8"))
    return [
        Question(
            one["id"],
            one["relevant_articles"][0]["law_id"],
            one["text"],
            frozenset(
                f"{_slug(article['law_id'])}#dieu-{article['article_id'].lower()}"
                for article in one["relevant_articles"]
            ),
            _article,
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class Keywords:
    """A short query, with the places that answer it."""

    kind: str
    text: str
    answers: frozenset[str]
    """``file#article``."""


def keyword_queries() -> list[Keywords]:
    """The queries of keyword_queries.tsv."""
    lines = KEYWORDS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [Keywords(kind, text, frozenset(places.split())) for kind, text, places in rows]


def place(source: str, path: Sequence[Step]) -> str:
    """A clause's file and article, as keyword_queries.tsv names them."""
    number = next((step.number for step in path if step.level == "dieu"), "")
    return f"{Path(source).stem}#{number}"


def _article(clause_id: str) -> str:
    document, _, anchor = clause_id.partition("#")
    return f"{document.partition('.')[0]}#{anchor.partition('.')[0].partition('~')[0]}"


def _slug(number: str) -> str:
    return number.lower().replace("/", "-")


def known_items(index: Index, count: int) -> list[Question]:
    """Clauses to be found again by 2 to 5 of their compounds, in their order.

    Compounds that more than one clause in fifty has, or only one has, are not used. Clauses
    that say the same are all right.
    """
    chosen = random.Random(7)
    clauses = [
        clause
        for document in index.documents()
        for clause in index.clauses(document.id)
        if clause.kind == "clause"
    ]
    same: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for clause in clauses:
        same[_syllables(clause.text)].add(clause.id)
    most = index.statistics().clauses // 50
    items: list[Question] = []
    while len(items) < count:
        clause = chosen.choice(clauses)
        syllables = _syllables(clause.text)
        found = {word.text: word for word in words(clause.text)}
        known = index.engine.frequencies("word", list(found))
        rare = [w for w, df in zip(found.values(), known, strict=True) if 2 <= df <= most]
        wanted = chosen.randint(2, 5)
        if not 15 <= len(syllables) <= 150 or len(rare) < wanted:
            continue
        picked = sorted(chosen.sample(rare, wanted), key=lambda word: word.position)
        text = " ".join(clause.text[w.span.start : w.span.end] for w in picked)
        text = unicodedata.normalize("NFC", text).lower()
        items.append(Question(clause.id, clause.document_id, text, frozenset(same[syllables]), str))
    return items


def _syllables(text: str) -> tuple[str, ...]:
    return tuple(token.text.lower() for token in syllables(text))


def without_accents(text: str) -> str:
    """As somebody types who leaves them out."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(character for character in apart if not unicodedata.combining(character))


def telex(text: str) -> str:
    """The keys that type the text in Telex: ``đua`` is ddua, ``nước`` is nuwowcs."""
    return PATTERN.sub(lambda match: _keys(match.group()), unicodedata.normalize("NFC", text))


def _keys(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    tone = "".join(_TELEX[mark] for mark in apart if mark in _TELEX)
    plain = unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TELEX))
    keys = (_LETTERS.get(c) or _LETTERS.get(c.lower(), "").capitalize() or c for c in plain)
    return "".join(keys) + tone


def lines(texts: Sequence[str], count: int, seed: int) -> Iterator[tuple[list[str], list[str]]]:
    """Paragraphs chosen by chance: their syllables of letters, without and with accents."""
    paragraphs = [part for text in texts for part in text.split("\n") if len(part) > 40]
    for part in random.Random(seed).sample(paragraphs, min(count, len(paragraphs))):
        analysed = analyze(part, words=False)
        columns = zip(analysed.folded.texts, analysed.exact.texts, strict=True)
        both = [(plain, exact) for plain, exact in columns if plain.isalpha()]
        yield [plain for plain, _ in both], [exact for _, exact in both]
