"""The query as typed -> the query of an engine.

Every syllable must be there, in the clause or above it, accents or not; standing together, and
having the accents that were typed, makes a clause better, never eligible. Numbers, dates and
abbreviations are looked for in all their spellings (``analyzers``), quotation marks require the
accents that were typed, and fields become filters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from analyzers.analysis import Analysis, analyze
from analyzers.fold import fold
from analyzers.syllables import surfaces
from indexer.citations.asked import citing_query
from indexer.core import query as q
from indexer.core.engine import DateRange, Filter, Reader
from indexer.core.exhaustive import assert_never
from indexer.core.filter_fields import FILTER_FIELDS
from indexer.identity.address import slug
from indexer.identity.address_terms import number_term
from indexer.querying import syntax_tree as tree
from indexer.querying.accents import NO_ACCENTS, Accents, judge
from indexer.querying.asked_day import day_of
from indexer.querying.conditions import condition_query, misplaced, step_query
from indexer.querying.date_ranges import date_range
from indexer.querying.evidence import in_a_row, preferred
from indexer.querying.expansion import (
    Expanded,
    abbreviations,
    alternatives,
    canonical,
    expand,
)
from indexer.querying.name_spellings import other_spellings
from indexer.querying.notices import Notice
from indexer.querying.parser import parse
from indexer.querying.ranking import FEW_WORDS, WEIGHTS, Weights
from indexer.querying.resolve import resolve
from indexer.querying.resolved_query import marked_rows, marked_terms, resolved_query
from indexer.querying.synonyms import NO_SYNONYMS, Synonyms, shipped
from indexer.querying.units import Unit, amounts, number_units
from indexer.suggesting.term_counts import Counts, counts_of


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
    exact_accents: bool = False
    """Whether what was typed with accents must have them (``SearchRequest.accents``)."""
    counts: Counts | None = None
    """What the index knows of its words; None: nothing is asked."""
    accents: Accents = NO_ACCENTS
    """What the accents of the plain words say."""

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
    exact_accents: bool = False,
) -> Rewritten:
    """Analyse a query.

    Args:
        literal: whether it is taken as it stands: nothing is read as another word.
        synonyms: what to write out; None: what comes with the program.
        reader: where wildcards, values that are typed in part, and what accents say are looked up;
            without one they stand for nothing.
        exact_accents: whether what was typed with accents must have them.

    Raises:
        QueryError: bad syntax, with what is wrong and where.
    """
    table = NO_SYNONYMS if literal else shipped() if synonyms is None else synonyms
    node, said = parse(text)
    parts, notices = resolve(node, reader)
    result = Rewritten(
        text,
        literal=literal,
        synonyms=table,
        notices=[*said, *notices],
        exact_accents=exact_accents,
        counts=counts_of(reader) if reader else None,
    )
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
    read = expand(text, result.synonyms, result.counts)
    _note(read, result)
    result.units += _units(read, weights, exact_accents=result.exact_accents)
    if result.counts and not result.exact_accents:
        _respell(result, [plain for plain, _ in canonical(read.typed)], result.counts, weights)
    if result.counts:
        result.accents = judge(read, text, result.counts, weights, units=len(result.units))
    result.preferred += preferred(
        read, [unit.own for unit in result.units], weights, result.accents
    )
    _require_amounts(result, read.typed)
    result.typed, result.understood = read.typed, read.text


def _require_amounts(result: Rewritten, analysis: Analysis) -> None:
    """Never give up the amounts of a short query: what has the other words is no answer to it."""
    asked = amounts(analysis)
    if asked and len(result.units) <= FEW_WORDS:
        result.required += [unit.query for unit in result.units if unit.term in asked]
        result.units = [unit for unit in result.units if unit.term not in asked]


def _note(read: Expanded, result: Rewritten) -> None:
    """What to mark of some words, and what to say of them."""
    result.marks.append(read.understood)
    result.notices += read.offers(result.text)
    if read.expansions:
        result.phrases += [analyze(found.typed, words=False) for found in read.expansions]
        result.notices.append(read.notice(result.text))
        result.written |= frozenset(read.understood.folded.texts) - {*read.typed.folded.texts}


def _units(read: Expanded, weights: Weights, *, exact_accents: bool = False) -> list[Unit]:
    """What must be there: each number in its canonical spelling or as written, each syllable; what
    a table of synonyms has other words for, in either way; and an abbreviation as it is, which the
    index has wherever it stands in full, and nowhere where its syllables only stand about."""
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
    units.update(number_units(analysis, syllables, inside, weights))
    short = abbreviations(analysis)
    for position, (folded, _) in enumerate(syllables):
        if position in short and position not in inside:
            folded, length = short[position]  # noqa: PLW2901
            inside.update(range(position, position + length))
        elif position in inside:
            continue
        if folded not in units:
            units[folded] = Unit(
                q.Term("context", folded, weights.context),
                q.Term("folded", folded, weights.own),
                folded,
            )
    if exact_accents:
        for folded, exact in dict.fromkeys(syllables):
            if folded != exact and folded in units:
                units[folded] = _with_accents(units[folded], exact)
    return list(units.values())


def _respell(result: Rewritten, syllables: Sequence[str], counts: Counts, weights: Weights) -> None:
    """Let names be found in the other ways to write them."""
    for found in other_spellings(syllables, counts):
        mine = [unit for unit in result.units if unit.term in found.syllables]
        if {unit.term for unit in mine} == {*found.syllables}:
            made = Unit(
                q.Best(
                    (
                        _all([one.query for one in mine]),
                        q.Term("context", found.term, weights.context),
                    )
                ),
                q.Best(
                    (
                        _all([one.own for one in mine]),
                        q.Term(found.field, found.term, weights.own),
                    )
                ),
                mine[0].term,
                (found.term,),
            )
            at = result.units.index(mine[0])
            result.units[at:at] = [made]
            result.units = [unit for unit in result.units if unit not in mine]
            written = analyze(found.term.replace("_", " "), words=False)
            (result.marks if found.field == "folded" else result.phrases).append(written)


def _all(parts: Sequence[q.Query]) -> q.Query:
    return parts[0] if len(parts) == 1 else q.All(tuple(parts))


def _with_accents(unit: Unit, exact: str) -> Unit:
    """The same, of clauses whose own text has these accents."""
    has = q.Unscored(q.Term("exact", exact))
    return replace(unit, query=q.All((unit.query, has)), own=q.All((unit.own, has)))


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
            without = Rewritten(exact_accents=result.exact_accents)  # just the words typed
            excluded = _compile(part, without, weights)
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
    read = expand(text, result.synonyms, result.counts)
    units = _units(read, weights, exact_accents=result.exact_accents)
    if not units:
        return None
    _note(read, result)
    return q.Prefer(
        q.All(tuple(unit.query for unit in units)),
        q.Any(tuple(preferred(read, [unit.own for unit in units], weights)), 0.0),
    )


def phrase(analysis: Analysis, weights: Weights = WEIGHTS) -> q.Query | None:
    """The syllables in a row; those that were typed with accents must have them."""
    syllables = canonical(analysis)
    if not syllables:
        return None
    together = in_a_row([plain for plain, _ in syllables], weights)
    accented = [(at, exact) for at, (plain, exact) in enumerate(syllables) if plain != exact]
    if not accented:
        return together
    first = accented[0][0]
    with_accents = q.Phrase(
        "exact",
        tuple(exact for _, exact in accented),
        tuple(at - first for at, _ in accented),
        weights.phrase,
    )
    return q.All((together, with_accents))


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
        case "day":
            day_of(node)  # an error, where it is none
            result.required.append(q.Everything())
        case "value" if node.field == "number":  # names documents, in any spelling
            result.numbers.append(node.value)
        case "value":
            result.filters.append(Filter(node.field, (node.value,)))
        case "folder" | "title":
            raise misplaced(node)  # resolved before, where there is an index
        case other:
            assert_never(other)
