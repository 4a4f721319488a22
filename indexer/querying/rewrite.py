"""The query as typed -> the query of an engine.

Every syllable must be there, in the clause or above it, accents or not; standing together, and
having the accents that were typed, makes a clause better, never eligible. Numbers, dates and
abbreviations are looked for in all their spellings (``analyzers``), quotation marks require the
accents that were typed, and fields become filters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from typing_extensions import assert_never

from analyzers.analysis import Analysis, analyze
from analyzers.fold import fold
from analyzers.syllables import surfaces
from indexer.citations.asked import citing_query
from indexer.core import query as q
from indexer.core.engine import DateRange, Filter, Reader
from indexer.core.filter_fields import FILTER_FIELDS
from indexer.identity.address import slug
from indexer.identity.address_terms import number_term
from indexer.querying import syntax_tree as tree
from indexer.querying.conditions import condition_query, misplaced, step_query
from indexer.querying.date_ranges import date_range
from indexer.querying.expansion import Expanded, alternatives, as_typed, canonical, covered, expand
from indexer.querying.notices import Notice
from indexer.querying.parser import parse
from indexer.querying.ranking import LONGEST_COMPOUND, LONGEST_OWN, LONGEST_PHRASE, WEIGHTS, Weights
from indexer.querying.resolve import resolve
from indexer.querying.resolved_query import marked_rows, marked_terms, resolved_query
from indexer.querying.synonyms import NO_SYNONYMS, Synonyms, shipped


@dataclass(frozen=True, slots=True)
class Unit:
    """One required thing: a syllable, or a number in any of its spellings."""

    query: q.Query
    """Matches clauses that have it, themselves or above them."""
    own: q.Query
    """Matches clauses whose own text has it."""
    term: str
    """What it is looked up as in ``context``; its rarity is the unit's weight when relaxing."""
    terms: tuple[str, ...] = ()
    """Where it is several syllables, those: their rarities add up."""

    @property
    def looked_up(self) -> tuple[str, ...]:
        """All that it is looked up as."""
        return self.terms or (self.term,)


@dataclass(slots=True)
class Rewritten:
    text: str = ""
    """The query that this is."""
    units: list[Unit] = field(default_factory=list)
    """What may be given up when nothing has it all. Empty where the query has operators."""
    required: list[q.Query] = field(default_factory=list)
    """What may not: phrases, exclusions, prefixes, operators."""
    preferred: list[q.Query] = field(default_factory=list)
    filters: list[Filter | DateRange] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    """Values of ``so:``, which name documents."""
    words: str = ""
    """The plain words of the query."""
    marks: list[Analysis] = field(default_factory=list)
    """What to mark, word by word."""
    phrases: list[Analysis] = field(default_factory=list)
    """What to mark only as a whole."""
    prefixes: list[str] = field(default_factory=list)
    """Folded beginnings to mark."""
    terms: list[str] = field(default_factory=list)
    """Folded words to mark, besides those of ``marks``."""
    rows: list[tuple[str, ...]] = field(default_factory=list)
    """Rows of folded syllables to mark only as a whole."""
    notices: list[Notice] = field(default_factory=list)
    """What was done with the query besides finding its words."""
    literal: bool = False
    """Whether the query is taken as it stands (``SearchRequest.literal``)."""
    typed: Analysis | None = None
    """The plain words as they were typed, where ``marks`` have them as they were understood."""
    understood: str = ""
    """What the first of ``marks`` is of: the plain words, with what is written out for them."""
    synonyms: Synonyms = NO_SYNONYMS
    written: frozenset[str] = frozenset()
    """Folded syllables that only a table of synonyms says."""

    def query(self, minimum: float | None = None, weights: Sequence[float] = ()) -> q.Query:
        """The engine's query: all units, or units worth at least ``minimum`` of ``weights``."""
        units = tuple(unit.query for unit in self.units)
        parts = list(self.required)
        if minimum is None:
            parts = [*units, *parts]
        elif units:
            parts.insert(0, q.Any(units, minimum, tuple(weights)))
        if not any(not isinstance(part, q.Not) for part in parts):
            parts.insert(
                0, q.Everything() if parts or self.filters or self.numbers else q.Nothing()
            )
        whole = parts[0] if len(parts) == 1 else q.All(tuple(parts))
        if not self.preferred:
            return whole
        return q.Prefer(whole, q.Any(tuple(self.preferred), 0.0))


def rewrite(
    text: str,
    weights: Weights = WEIGHTS,
    *,
    literal: bool = False,
    synonyms: Synonyms | None = None,
    reader: Reader | None = None,
) -> Rewritten:
    """Analyse a query.

    Args:
        literal: whether it is taken as it stands: nothing is read as another word.
        synonyms: what to write out; None: what comes with the program.
        reader: where wildcards and values that are typed in part are looked up; without one they
            stand for nothing.

    Raises:
        QueryError: bad syntax, with what is wrong and where.
    """
    table = NO_SYNONYMS if literal else shipped() if synonyms is None else synonyms
    node, said = parse(text)
    parts, notices = resolve(node, reader)
    result = Rewritten(text, literal=literal, synonyms=table, notices=[*said, *notices])
    for part in parts:
        if isinstance(part, tree.Words):
            result.words = part.text
            _add_words(result, part.text, weights)
        elif isinstance(part, tree.Restriction):
            _restrict(result, part)
        elif isinstance(part, tree.Having):
            result.filters.append(Filter(part.field, part.values))
        else:
            compiled = _compile(part, result, weights)
            result.required += [compiled] if compiled else []
    return result


# Plain words


def _add_words(result: Rewritten, text: str, weights: Weights) -> None:
    read = expand(text, result.synonyms)
    _note(read, result)
    result.units += _units(read, weights)
    result.preferred += _preferred(read, result.units, weights)
    result.typed, result.understood = read.typed, read.text


def _note(read: Expanded, result: Rewritten) -> None:
    """What to mark of some words, and what to say of them."""
    result.marks.append(read.understood)
    if read.expansions:
        result.phrases += [analyze(found.typed, words=False) for found in read.expansions]
        result.notices.append(read.notice(result.text))
        result.written |= frozenset(read.understood.folded.texts) - {*read.typed.folded.texts}


def _units(read: Expanded, weights: Weights) -> list[Unit]:
    """What must be there: each number in its canonical spelling or as written, each syllable; and
    what a table of synonyms has other words for, in either way."""
    analysis = read.typed
    units: dict[str, Unit] = {}
    syllables = canonical(analysis)
    inside: set[int] = set()
    for expansion in read.expansions:
        inside.update(range(expansion.first, expansion.last))
        term = " ".join(expansion.form.folded)
        units[term] = Unit(
            *alternatives(expansion, weights),
            term,
            tuple(dict.fromkeys(expansion.written[0].folded)),
        )
    for reference in analysis.references:
        places = covered(analysis, reference.first, reference.last)
        inside.update(places)
        written = _once([syllables[position][0] for position in places])
        term = reference.terms[0]
        units[term] = Unit(
            _spelled("context", term, written, weights.identifier, weights.context),
            _spelled("ref", term, written, weights.identifier, weights.own, "folded"),
            term,
        )
    for position, (folded, _) in enumerate(syllables):
        if position not in inside and folded not in units:
            units[folded] = Unit(
                q.Term("context", folded, weights.context),
                q.Term("folded", folded, weights.own),
                folded,
            )
    return list(units.values())


def _spelled(
    name: str, term: str, written: Sequence[str], weight: float, each: float, plain: str = ""
) -> q.Query:
    """A number in any spelling, or its parts as they were typed."""
    parts = q.All(tuple(q.Term(plain or name, part, each) for part in written))
    return q.Best((q.Term(name, term, weight), parts))


def _preferred(read: Expanded, units: Sequence[Unit], weights: Weights) -> list[q.Query]:
    analysis = read.understood
    syllables = canonical(analysis)
    folded = [plain for plain, _ in syllables]
    exact = [accented for _, accented in syllables]
    pairs = _once(analysis.pair.texts)
    evidence: list[q.Query] = [q.Term("pair", pair, weights.pair) for pair in pairs]
    evidence += [
        q.Term("exact", accented, weights.exact)
        for plain, accented in dict.fromkeys(syllables)
        if plain != accented
    ]
    evidence += [q.Term("word", run, weights.word) for run in _runs(folded, exact)]
    if 1 < len(folded) <= LONGEST_PHRASE:
        evidence.append(_in_a_row(folded, weights))
    evidence += [as_typed(expansion, weights) for expansion in read.expansions]
    own = q.Prefer(q.All(tuple(unit.own for unit in units)), q.Any(tuple(evidence), 0.0))
    evidence = [q.Term("context", pair, weights.context_pair) for pair in pairs]
    if pairs and weights.heading:
        evidence.append(q.Share("heading", tuple(pairs), weights.heading))
    return evidence if len(units) > LONGEST_OWN else [*evidence, own]


def _in_a_row(folded: Sequence[str], weights: Weights) -> q.Query:
    return q.Phrase("folded", tuple(folded), tuple(range(len(folded))), weights.phrase)


def _runs(folded: Sequence[str], exact: Sequence[str]) -> list[str]:
    """Runs of syllables that may be compounds. Those without any accent say nothing of words:
    the accents may have been left out."""
    runs = [
        "_".join(exact[start : start + length])
        for length in range(2, LONGEST_COMPOUND + 1)
        for start in range(len(exact) - length + 1)
        if folded[start : start + length] != exact[start : start + length]
    ]
    return _once(runs)


def _once(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(texts))


# Syntax


def _compile(node: tree.Node, result: Rewritten, weights: Weights) -> q.Query | None:
    """One part of the query with operators. ``None`` where it says nothing."""
    match node:
        case tree.Words(text):
            return _all_of(text, result, weights)
        case tree.Quoted(text):
            result.phrases.append(analyze(text, words=False))
            return phrase(result.phrases[-1], weights)
        case tree.Loosely(text, between):
            return _loosely(text, between, result, weights)
        case tree.Starts(text):
            return _prefix(text, result, weights)
        case tree.Without(part):
            excluded = _compile(part, Rewritten(), weights)  # just the words that were typed
            return q.Not(excluded) if excluded else None
        case tree.And(parts) | tree.Or(parts):
            compiled = [made for part in parts if (made := _compile(part, result, weights))]
            if not compiled:
                return None
            return q.All(tuple(compiled)) if isinstance(node, tree.And) else q.Any(tuple(compiled))
        case tree.Restriction():
            return condition_query(node)
        case tree.OneOf() | tree.Rows() | tree.Gathered() | tree.Inside() | tree.Titled():
            result.terms += marked_terms(node)
            result.rows += marked_rows(node)
            return resolved_query(node, weights)
        case tree.Pattern() | tree.Similar() | tree.Close() | tree.Having():
            return None  # resolved before
        case other:
            assert_never(other)


def _all_of(text: str, result: Rewritten, weights: Weights) -> q.Query | None:
    read = expand(text, result.synonyms)
    units = _units(read, weights)
    if not units:
        return None
    _note(read, result)
    return q.Prefer(
        q.All(tuple(unit.query for unit in units)),
        q.Any(tuple(_preferred(read, units, weights)), 0.0),
    )


def phrase(analysis: Analysis, weights: Weights = WEIGHTS) -> q.Query | None:
    """The syllables in a row; those that were typed with accents must have them."""
    syllables = canonical(analysis)
    if not syllables:
        return None
    in_a_row = _in_a_row([plain for plain, _ in syllables], weights)
    accented = [(at, exact) for at, (plain, exact) in enumerate(syllables) if plain != exact]
    if not accented:
        return in_a_row
    first = accented[0][0]
    with_accents = q.Phrase(
        "exact",
        tuple(exact for _, exact in accented),
        tuple(at - first for at, _ in accented),
        weights.phrase,
    )
    return q.All((in_a_row, with_accents))


def _loosely(text: str, between: int, result: Rewritten, weights: Weights) -> q.Query | None:
    """The words in any order, with at most so many syllables among them; typed accents count."""
    analysis = analyze(text, words=False)
    result.marks.append(analysis)
    forms = list(dict.fromkeys(canonical(analysis)))
    distance = between + len(forms) - 1
    plain = tuple(plain for plain, _ in forms)
    accented = tuple(exact for plain, exact in forms if plain != exact)
    near = q.Near("folded", plain, distance, weights.phrase)
    if not accented:
        return near if plain else None
    return q.All((near, q.Near("exact", accented, distance, weights.phrase)))


def _prefix(text: str, result: Rewritten, weights: Weights) -> q.Query | None:
    syllables = surfaces(text)
    if not syllables:
        return None
    stem = fold(syllables[-1])
    result.prefixes.append(stem)
    begins: q.Query = q.Prefix("folded", stem, weights.own)
    if syllables[0][0].isdigit():
        number = q.Prefix("address", number_term(slug(text).lstrip("0")), weights.identifier)
        begins = q.Any((begins, number))
    before = _all_of(" ".join(syllables[:-1]), result, weights)
    return q.All((before, begins)) if before else begins


# Fields


def _restrict(result: Rewritten, node: tree.Restriction) -> None:
    match FILTER_FIELDS[node.field].form:
        case "step":
            result.required.append(step_query(node))
        case "citation":
            result.required.append(citing_query(node.value))
        case "date":
            result.filters.append(date_range(node.value, node.position))
        case "value" if node.field == "number":  # names documents, in any spelling
            result.numbers.append(node.value)
        case "value":
            result.filters.append(Filter(node.field, (node.value,)))
        case "folder" | "title":
            raise misplaced(node)  # resolved before, where there is an index
        case other:
            assert_never(other)
