"""Clauses to entries: the terms and the filter values that an engine is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from analyzers.analysis import context_terms, field_terms
from analyzers.token import Terms
from indexer.citations.citing import cited_keys
from indexer.coded import Joined
from indexer.document import SEARCHED, Clause, Document, Path
from indexer.engine import Entry
from indexer.metadata.office_names import office_name
from indexer.near import bands
from indexer.querying.addressing import address_terms, name_terms

MAX_BELOW: Final = 1000
"""Syllables that an article takes from the clauses below it into its ``context``."""


def entries(document: Document, clauses: Iterable[Clause]) -> Iterator[Entry]:
    """Every piece of a document, analysed. Pieces that are not searched get no words' terms.

    A clause is short, so its ``context`` holds what it says together with the document's title
    and the headings above it. An article's holds what its clauses say as well: a question whose
    words are spread over an article is answered by the article.
    """
    pieces = list(clauses)
    searched = [clause.kind in SEARCHED for clause in pieces]
    own = [
        field_terms(clause.text) if wanted else {}
        for clause, wanted in zip(pieces, searched, strict=True)
    ]
    shared = _document_values(document)
    above = _Above(document)
    called = name_terms(document)
    for index, (clause, cites) in enumerate(zip(pieces, cited_keys(document, pieces), strict=True)):
        terms: dict[str, Terms] = {}
        if searched[index]:
            said = [own[index], *(own[below] for below in _below(pieces, index, own))]
            terms = {**own[index], "context": _context(said, above.terms(clause.path))}
            terms["ref"] = _with(terms["ref"], [*address_terms(clause), *called])
            sketch = bands(own[index]["pair"].texts)
            terms["near"] = Terms(sketch, (0,) * len(sketch))
            called = ()  # only a document's first searched piece answers to its name
        if cites:
            terms["cites"] = Terms(cites, (0,) * len(cites))
        yield Entry(clause, terms, {**shared, **_clause_values(clause)})


class _Above:
    """The terms of what stands above a clause, made once for each heading."""

    def __init__(self, document: Document) -> None:
        self._title = tuple(
            text for text in (document.type, document.number, document.title) if text
        )
        self._known: dict[Path, Sequence[str]] = {}

    def terms(self, path: Path) -> Sequence[str]:
        ancestors = path[:-1]
        if ancestors not in self._known:
            headings = [step.heading for step in ancestors if step.heading]
            self._known[ancestors] = context_terms([*self._title, *headings]).texts
        return self._known[ancestors]


def _below(
    pieces: Sequence[Clause], index: int, own: Sequence[Mapping[str, Terms]]
) -> Iterator[int]:
    """The searched clauses under an article, in order, until they say ``MAX_BELOW`` syllables."""
    path = pieces[index].path
    if not path or path[-1].level != "dieu":
        return
    said = 0
    for below in range(index + 1, len(pieces)):
        if pieces[below].path[: len(path)] != path or said >= MAX_BELOW:
            return
        if own[below]:
            said += len(own[below]["folded"].texts)
            yield below


def _context(said: Iterable[Mapping[str, Terms]], above: Sequence[str]) -> Terms:
    fields = ("folded", "pair", "ref")
    texts = Joined([above, *(terms[field].texts for terms in said for field in fields)])
    return Terms(texts, range(len(texts)))


def _with(terms: Terms, more: Sequence[str]) -> Terms:
    last = terms.positions[-1] if terms.texts else 0
    return Terms([*terms.texts, *more], [*terms.positions, *[last] * len(more)])


def _document_values(document: Document) -> dict[str, tuple[str, ...]]:
    known = {
        "document": document.id,
        "type": document.type,
        "number": document.number,
        "issuer": office_name(document.issuer) if document.issuer else None,
        "place": document.place,
        "signer": document.signer,
        "year": document.date[:4] if document.date else None,
        "source": document.source,
    }
    return {name: (value,) for name, value in known.items() if value}


def _clause_values(clause: Clause) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {"kind": (clause.kind,)}
    if clause.path:
        values["level"] = (clause.path[-1].level,)
    return values
