"""A query to results. The whole way out: analyse, ask the engine, mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from typing import NamedTuple

from indexer.citations.asked import citing_query
from indexer.core.deadline import check, spend, within
from indexer.core.document import SEARCHED, Metadata
from indexer.core.engine import DateRange, EngineRequest, Filter, Hit, Hits, Reader
from indexer.core.errors import QueryError
from indexer.core.filter_fields import BOUNDS, VALUE_FIELDS
from indexer.core.filters import value_key
from indexer.core.query import Any as AnyOf
from indexer.core.query import Everything, Query
from indexer.identity.address import label
from indexer.querying.accent_notices import accent_notices, has_others
from indexer.querying.asked_day import asked_day, seen
from indexer.querying.loosen import beginning, longer_numbers, loosened, phrases
from indexer.querying.parser import once
from indexer.querying.reading import read
from indexer.querying.references import by_number
from indexer.querying.relax import Answer, ask
from indexer.querying.request import MAX_GROUPED, MAX_QUERY, SearchRequest
from indexer.querying.results import Reason, Result, Results, Snippet
from indexer.querying.rewrite import Rewritten
from indexer.querying.snippets import Wanted, marks, snippet, wanted, work_of
from indexer.querying.synonyms import Synonyms
from indexer.suggesting.spelling import suggest
from indexer.suggesting.term_counts import counts_of
from indexer.validity.codes import today
from indexer.validity.collection import standings
from indexer.validity.status import Standing

MAX_NAMED = 5


def search(engine: Reader, request: SearchRequest, synonyms: Synonyms | None = None) -> Results:
    """Find clauses.

    Args:
        synonyms: what to write out unless the request is literal; None: what comes with the
            program.

    Raises:
        QueryError: the query is too long or takes too long, or a filter is unknown or malformed.
    """
    started = perf_counter()
    check_length(request.query)
    with within(request.seconds):
        day = asked_day(request)
        request = replace(request, at=day)
        engine = seen(engine, request, day)
        found = _search(engine, request, synonyms, started)
        return found if request.literal else _or_else(engine, request, found, synonyms, started)


def scan(
    engine: Reader, request: SearchRequest, synonyms: Synonyms | None = None
) -> Iterator[Result]:
    """All clauses that ``search`` finds from ``offset`` on, ``limit`` at most, ranked once and each
    marked on demand. One generation: give a snapshot's reader.

    Raises:
        QueryError: as ``search``, also between two results.
    """
    check_length(request.query)
    day = asked_day(request)
    request, engine = replace(request, at=day), seen(engine, request, day)
    rewritten, rules, narrowing = _compiled(engine, request, synonyms)
    answer = ask(engine, rewritten, replace(request, limit=0, facets=()), rules, narrowing)
    half = None if answer.hits.total or request.literal else beginning(request.query)
    if half:
        return scan(engine, replace(request, query=half.query), synonyms)
    every = EngineRequest(
        answer.query, (*rules, *narrowing), request.sort, request.offset, request.limit
    )
    to_mark = to_be_marked(rewritten) if request.passages else None
    standing = standings(engine, day)
    return (
        _result(hit, to_mark, request.mark, standing(hit.document.id)) for hit in engine.scan(every)
    )


def to_be_marked(rewritten: Rewritten) -> Wanted:
    """What a query wants marked."""
    r = rewritten
    return wanted(r.marks, r.phrases, r.prefixes, r.terms, r.rows)


def check_length(text: str) -> None:
    """Refuse a query that is too long.

    Raises:
        QueryError: it is.
    """
    if len(text) > MAX_QUERY:
        raise QueryError(
            "Câu tìm dài quá %(limit)d ký tự.", MAX_QUERY, "Rút ngắn câu tìm.", limit=MAX_QUERY
        )


def _compiled(
    engine: Reader, request: SearchRequest, synonyms: Synonyms | None
) -> tuple[Rewritten, list[Filter | DateRange], list[Filter | DateRange]]:
    """The query, what it asks for besides words, and what narrows it."""
    text = request.query
    rewritten = (
        read(
            engine,
            text,
            literal=request.literal,
            synonyms=synonyms,
            exact_accents=request.accents == "typed",
        )
        if text.strip()
        else Rewritten(required=[Everything()])
    )
    rules = [*rewritten.filters, *(by_number(engine, value) for value in rewritten.numbers)]
    r = rewritten
    if not (r.marks or r.phrases or r.prefixes or r.terms or r.rows):
        rules += _without_heads(engine, rules)
    given = dict(request.filters)
    rewritten.required += [_cites(given.pop("cites"))] if "cites" in given else []
    return rewritten, rules, compile_filters(given)


def _without_heads(engine: Reader, rules: Sequence[Filter | DateRange]) -> list[Filter]:
    """What keeps a list to clauses, unless it has none: a letter may be a head and nothing else."""
    clauses = Filter("kind", tuple(sorted(SEARCHED)))
    found = engine.search(EngineRequest(Everything(), (*rules, clauses), limit=0)).total
    return [clauses] if found or not rules else []


def _search(
    engine: Reader, request: SearchRequest, synonyms: Synonyms | None, started: float
) -> Results:
    text, limit = request.query, request.limit
    rewritten, rules, narrowing = _compiled(engine, request, synonyms)
    first = _for_documents(request) if request.by_document else request
    answer = ask(engine, rewritten, first, rules, narrowing)
    page = _documents(answer.hits, request) if request.by_document else Page(answer.hits.hits)
    plain = rewritten.words and rewritten.words == " ".join(rewritten.text.split())
    suggestion = (
        suggest(rewritten.words, counts_of(engine), rewritten.typed) if plain and limit else None
    )
    reasons: Mapping[str, tuple[Reason, ...]] = {}
    if request.explain:
        from indexer.querying.explain import explain  # few ask for it

        reasons = explain(engine, answer.query, page.hits, rewritten.written)
    check()
    if request.passages:
        spend(work_of(hit.clause.text for hit in page.hits))
    to_mark = to_be_marked(rewritten) if request.passages else None
    judged = rewritten.accents
    standing = standings(engine, request.at or today())
    hits = tuple(
        _result(
            hit,
            to_mark,
            request.mark,
            standing(hit.document.id),
            reasons.get(hit.clause.id, ()),
            judged.apart and has_others(hit.clause.text, judged),
        )
        for hit in page.hits
    )
    apart = any(hit.other_accents for hit in hits)
    accents = accent_notices(judged, request, apart=apart)
    return Results(
        query=text,
        total=answer.hits.total,
        hits=hits,
        offset=request.offset,
        limit=limit,
        took_ms=(perf_counter() - started) * 1000,
        relaxed=answer.relaxed,
        suggestion=suggestion,
        notices=once((*rewritten.notices, *answer.notices, *accents)),
        facets={name: answer.hits.facets.get(name, ()) for name in request.facets},
        named=_named(engine, answer) if limit else (),
        place=answer.target.steps if answer.target else (),
        others=page.others,
        at=request.at or "",
        more=page.more,
    )


def _or_else(
    engine: Reader,
    request: SearchRequest,
    found: Results,
    synonyms: Synonyms | None,
    started: float,
) -> Results:
    """What was found, or what to show where that is nothing (``indexer.querying.loosen``)."""
    text = request.query
    if found.total:
        notice = longer_numbers(engine, text)
        return replace(found, notices=once((*found.notices, notice))) if notice else found
    if half := beginning(text):
        longer = _search(engine, replace(request, query=half.query), synonyms, started)
        if longer.total:
            return replace(longer, query=text, notices=(*found.notices, half.notice))
    for query, notice in loosened(text, _missing(engine, request)) if phrases(text) else ():
        instead = _search(engine, replace(request, query=query), synonyms, started)
        if instead.total:
            return replace(found, notices=once((*found.notices, notice)), instead=instead)
    return found


def _missing(engine: Reader, request: SearchRequest) -> str:
    """The phrase to blame: the first that nothing holds by itself, else all of them."""
    every = phrases(request.query)
    for phrase in every:
        alone = read(engine, f'"{phrase}"', literal=True).query()
        if not engine.search(EngineRequest(alone, limit=0)).total:
            return phrase
    return "» «".join(every)


class Page(NamedTuple):
    """The hits of a page; see ``Results``."""

    hits: Sequence[Hit]
    others: tuple[int, ...] = ()
    more: bool = False


def _for_documents(request: SearchRequest) -> SearchRequest:
    """What to ask for, to gather hits by document: one pass over the index."""
    facets = (*request.facets, *{"document"} - {*request.facets})
    return replace(request, offset=0, limit=MAX_GROUPED, facets=facets)


def _documents(hits: Hits, request: SearchRequest) -> Page:
    """The best hit of each document, in their order."""
    best: dict[str, Hit] = {}
    for hit in hits.hits:
        best.setdefault(hit.document.id, hit)
    counts = {value_key("document", row.value): row.count for row in hits.facets["document"]}
    end = request.offset + request.limit
    page = list(best.values())[request.offset : end]
    others = (counts.get(value_key("document", hit.document.id), 1) - 1 for hit in page)
    return Page(page, tuple(others), len(best) > end)


def _named(engine: Reader, answer: Answer) -> tuple[Metadata, ...]:
    """The documents that the query names, ``MAX_NAMED`` at most."""
    ids = answer.target.documents[:MAX_NAMED] if answer.target else ()
    known = {hit.document.id: hit.document for hit in answer.hits.hits}
    for id_ in ids:
        if id_ not in known:
            inside = EngineRequest(Everything(), (Filter("document", (id_,)),), limit=1)
            known.update((id_, hit.document) for hit in engine.search(inside).hits)
    return tuple(known[id_] for id_ in ids if id_ in known)


def _cites(given: str | Sequence[str]) -> Query:
    """Clauses that cite any of some numbers, names of laws or ids."""
    values = (given,) if isinstance(given, str) else given
    return AnyOf(tuple(citing_query(value) for value in values))


def compile_filters(filters: Mapping[str, str | Sequence[str]]) -> list[Filter | DateRange]:
    """Named values as an engine's filters.

    Raises:
        QueryError: a name or a date that is not known.
    """
    rules: list[Filter | DateRange] = []
    for name, given in filters.items():
        values = (given,) if isinstance(given, str) else tuple(given)
        if name in BOUNDS:
            rules += [_bound(name, value) for value in values]
        elif name in VALUE_FIELDS:
            rules.append(Filter(name, values))
        else:
            known = ", ".join((*VALUE_FIELDS, "cites", *BOUNDS))
            raise QueryError(
                "Không có điều kiện lọc «%(name)s».",
                advice="Các điều kiện: %(known)s.",
                name=name,
                known=known,
            )
    return rules


def _bound(name: str, value: str) -> DateRange:
    from datetime import date

    try:
        day = date.fromisoformat(value).isoformat()
    except ValueError:
        raise QueryError(
            "%(name)s: «%(value)s» không phải ngày.",
            advice="Viết ngày như 2024-03-28.",
            name=name,
            value=value,
        ) from None
    return DateRange(first=day) if name == "from" else DateRange(last=day)


def _result(
    hit: Hit,
    query: Wanted | None,
    mark: bool,
    standing: Standing,
    reasons: tuple[Reason, ...] = (),
    other_accents: bool = False,
) -> Result:
    check()
    if query and hit.document.recognised:
        query = replace(query, recognised=True)
    spans = marks(hit.clause.text, query) if query else ()
    passage = snippet(hit.clause.text, spans) if query else Snippet("", ())
    return Result(
        clause=hit.clause,
        document=hit.document,
        score=hit.score,
        label=label(hit.clause.path),
        marks=spans if mark else (),
        snippet=passage if mark else Snippet(passage.text, ()),
        other_accents=other_accents,
        standing=standing,
        reasons=reasons,
    )
