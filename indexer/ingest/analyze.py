"""Clauses to entries: the terms and the filter values that an engine is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from analyzers.analysis import context_terms, field_terms, skim, written_out
from analyzers.token import Terms
from indexer.citations.citing import cited_keys
from indexer.core.document import SEARCHED, Clause, Document, Path
from indexer.core.engine import Entry
from indexer.effects.extract import effects
from indexer.effects.terms import effect_terms
from indexer.identity.address_terms import address_terms, name_terms
from indexer.identity.filter_values import clause_values, document_values
from indexer.ingest.phrases import phrases

MAX_BELOW: Final = 1000
"""Syllables of the clauses below an article that are indexed with the article."""
PASSAGE: Final = 2000
"""Pairs of syllables in a passage, of which the different ones are indexed once each. The
share of accents restored correctly in held-out laws is .982 with counts over passages of 200 to
2,000 pairs, .981 over clauses, .979 over documents; from one law alone .820, .821 and .817.
Passages give half as many postings as clauses."""


def entries(document: Document, clauses: Iterable[Clause]) -> Iterator[Entry]:
    """Every piece of a document, analysed.

    Everything is found, but what stands around the clauses (head, recipients, signature) gets its
    syllables only, none of the pairs and compounds that rank.

    A clause is short, so it is also found by the document's title and the headings above it, and
    an article by the text of its clauses: a question whose words are spread over an article is
    answered by the article.
    """
    pieces = list(clauses)
    own = [_own(clause, recognised=document.recognised) for clause in pieces]
    first = next((n for n, clause in enumerate(pieces) if clause.kind in SEARCHED), 0)
    values = _Values(document)
    above = _Above(document)
    headings = _Headings()
    articles = _articles(pieces, own)
    passages = _passages(own)
    names = name_terms(document)
    typed = {"name": skim(document.title or "").folded, "phrase": phrases(pieces)}
    cited = cited_keys(document, pieces)
    stated = effect_terms(document.id, effects(document, pieces), pieces)
    columns = zip(pieces, own, articles, passages, cited, stated, strict=True)
    for place, (clause, own_terms, article, passage, cites, says) in enumerate(columns):
        terms = dict(own_terms)
        if "exact_pair" in terms:
            terms["exact_pair"] = _plain(passage)
        # Only a document's first clause is found by its name, and has what completes a query.
        terms["address"] = _plain([*address_terms(clause), *(names if place == first else ())])
        if place == first:
            terms.update((name, _plain(texts)) for name, texts in typed.items() if texts)
        if clause.kind in SEARCHED and (heading := headings.syllables(clause.path)):
            terms["heading"] = _plain(heading)
        if cites or says:
            terms["cites"] = _plain([*cites, *says])
        over = above.terms(clause.path) if clause.kind in SEARCHED else ()
        if place == 0 and (name := _named(document, terms, over)):
            over = (*over, name)
        yield Entry(clause, terms, values.of(clause, first=place == 0), over, article)


_MARGIN: Final = ("folded", "exact")
"""What is indexed of pieces around the clauses: words, phrases and prefixes find them. Without
``pair`` and ``word`` they score about half of a clause with the same words."""
_SUFFIX: Final = re.compile(r"\.[^./\s]{1,9}$")
_BETWEEN: Final = re.compile(r"[\W_]+")


def _own(clause: Clause, *, recognised: bool) -> Mapping[str, Terms]:
    terms = field_terms(clause.text, recognised=recognised)
    if clause.kind in SEARCHED:
        return terms
    return {name: terms[name] for name in _MARGIN}


def _named(
    document: Document, terms: Mapping[str, Terms], headings: Sequence[Sequence[str]]
) -> list[str]:
    """The words of the names of the file and its folders that the first piece is not found by."""
    path = _BETWEEN.sub(" ", _SUFFIX.sub("", document.source))
    known = {*(terms["folded"].texts if "folded" in terms else ()), *chain(*headings)}
    return [term for term in context_terms([path]).texts if term not in known]


class _Values:
    """Filter values of a document's clauses; clauses with the same values share one mapping."""

    def __init__(self, document: Document) -> None:
        self._shared = document_values(document)
        self._known: dict[tuple[str, str, bool], Mapping[str, tuple[str, ...]]] = {}

    def of(self, clause: Clause, *, first: bool) -> Mapping[str, tuple[str, ...]]:
        key = clause.kind, clause.path[-1].level if clause.path else "", first
        if key not in self._known:
            self._known[key] = {**self._shared, **clause_values(clause, first=first)}
        return self._known[key]


class _Above:
    """The terms of the headings above a clause, made once for each heading."""

    def __init__(self, document: Document) -> None:
        title = [text for text in (document.type, document.number, document.title) if text]
        self._title = context_terms(title).texts
        self._known: dict[Path, tuple[Sequence[str], ...]] = {(): (self._title,)}

    def terms(self, path: Path) -> tuple[Sequence[str], ...]:
        """Of the title and of each step but the last that has a heading."""
        return self._to(path[:-1])

    def _to(self, path: Path) -> tuple[Sequence[str], ...]:
        if path not in self._known:
            before, heading = self._to(path[:-1]), path[-1].heading
            own = (context_terms([heading]).texts,) if heading else ()
            self._known[path] = before + own
        return self._known[path]


class _Headings:
    """The syllables of the heading that a clause stands under, made once for each heading."""

    def __init__(self) -> None:
        self._known: dict[str, list[str]] = {}

    def syllables(self, path: Path) -> list[str]:
        """Of its article's heading; of the last heading above it where there is no article."""
        heading = _heading(path)
        if heading not in self._known:
            self._known[heading] = list(dict.fromkeys(written_out(heading)))
        return self._known[heading]


def _heading(path: Path) -> str:
    articles = [step for step in path if step.level == "dieu"]
    return next((step.heading for step in reversed(articles or path) if step.heading), "")


def _articles(pieces: Sequence[Clause], own: Sequence[Mapping[str, Terms]]) -> list[int]:
    """For each piece how many pieces before it stands the article that it is part of; 0: none.

    The searched pieces under an article are part of it until they have ``MAX_BELOW`` syllables.
    """
    distances = []
    article, syllables = 0, MAX_BELOW
    path: Path = ()
    for index, piece in enumerate(pieces):
        inside = bool(path) and piece.path[: len(path)] == path
        belongs = inside and syllables < MAX_BELOW
        if _is_article(piece) and own[index] and not (belongs and piece.path == path):
            article, path, syllables, belongs = index, piece.path, 0, False
        elif not inside:
            path = ()
        if belongs and own[index]:
            syllables += len(own[index]["folded"].texts)
        distances.append(index - article if belongs and own[index] else 0)
    return distances


def _passages(own: Sequence[Mapping[str, Terms]]) -> list[list[str]]:
    """For each piece that begins a passage, the different accented pairs of it; for others none."""
    passages: list[list[str]] = [[] for _ in own]
    found: dict[str, None] = {}
    first, pair_count = 0, PASSAGE
    for index, terms in enumerate(own):
        if "exact_pair" not in terms:
            continue
        if pair_count >= PASSAGE:
            passages[first] = list(found)
            found, first, pair_count = {}, index, 0
        pairs = terms["exact_pair"].texts
        found.update(dict.fromkeys(pairs))
        pair_count += len(pairs)
    if found:
        passages[first] = list(found)
    return passages


def _is_article(piece: Clause) -> bool:
    return bool(piece.path) and piece.path[-1].level == "dieu"


def _plain(texts: Sequence[str]) -> Terms:
    """Terms without positions in the text."""
    return Terms(texts, (0,) * len(texts))
