"""A query to results. The whole way out: analyse, ask the engine, mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import perf_counter

from indexer.citations.cited import citing_query
from indexer.core.deadline import check, within
from indexer.core.document import SEARCHED, Metadata
from indexer.core.engine import DateRange, Engine, Filter, Hit, Sort
from indexer.core.errors import QueryError
from indexer.core.query import Any as AnyOf
from indexer.core.query import Everything, Query
from indexer.identity.address import label
from indexer.querying.explain import explain
from indexer.querying.references import by_number
from indexer.querying.relax import Answer, ask
from indexer.querying.results import Reason, Result, Results
from indexer.querying.rewrite import Rewritten, rewrite
from indexer.querying.snippets import Wanted, marks, snippet, wanted
from indexer.suggesting.spelling import suggest
from indexer.suggesting.term_counts import counts_of

FACETS = ("type", "issuer", "year")
MAX_NAMED = 5
MAX_SECONDS = 10.0
"""A search that takes longer is stopped; between steps, so it may end a little later."""
MAX_QUERY = 1000
"""Code points; a longer query is refused."""

FILTERS = (
    "type", "issuer", "year", "number", "place", "signer", "document", "source", "kind", "level",
)  # fmt: skip
"""Fields a filter may name, besides ``cites`` and the date bounds ``from`` and ``to``."""


def search(
    engine: Engine,
    text: str,
    *,
    limit: int = 10,
    offset: int = 0,
    sort: Sort = "relevance",
    filters: Mapping[str, str | Sequence[str]] | None = None,
    explained: bool = False,
    seconds: float = MAX_SECONDS,
) -> Results:
    """Find clauses.

    Args:
        text: what a person typed; blank for all that passes the filters.
        limit: clauses on the page, 0 or more.
        offset: clauses before the page.
        filters: field -> value or values; ``from`` and ``to`` bound the date (ISO 8601).
        explained: say for each hit what matched (``Result.reasons``).
        seconds: how long the search may take.

    Raises:
        QueryError: the query is too long or takes too long, or a filter is unknown or malformed.
    """
    started = perf_counter()
    if len(text) > MAX_QUERY:
        raise QueryError(
            "Câu tìm dài quá %(limit)d ký tự.", MAX_QUERY, "Rút ngắn câu tìm.", limit=MAX_QUERY
        )
    with within(seconds):
        return _search(engine, text, limit, offset, sort, filters or {}, explained, started)


def _search(
    engine: Engine,
    text: str,
    limit: int,
    offset: int,
    sort: Sort,
    filters: Mapping[str, str | Sequence[str]],
    explained: bool,
    started: float,
) -> Results:
    asked = rewrite(text) if text.strip() else Rewritten(required=[Everything()])
    rules = [*asked.filters, Filter("kind", tuple(sorted(SEARCHED)))]
    rules += [by_number(engine, value) for value in asked.numbers]
    given = dict(filters)
    asked.required += [_cites(given.pop("cites"))] if "cites" in given else []
    narrowing = compile_filters(given)
    answer = ask(
        engine, asked, rules, narrowing, sort=sort, offset=offset, limit=limit, facets=FACETS
    )
    plain = asked.words and asked.words == " ".join(text.split())
    suggestion = (
        suggest(asked.words, counts_of(engine), asked.marks[0]) if plain and limit else None
    )
    reasons = explain(engine, answer.asked, answer.hits.hits) if explained else {}
    check()
    to_mark = wanted(asked.marks, asked.phrases, asked.prefixes)
    return Results(
        query=text,
        total=answer.hits.total,
        hits=tuple(
            _result(hit, to_mark, reasons.get(hit.clause.id, ())) for hit in answer.hits.hits
        ),
        offset=offset,
        limit=limit,
        took_ms=(perf_counter() - started) * 1000,
        relaxed=answer.relaxed,
        suggestion=suggestion,
        facets=answer.hits.facets,
        named=_named(engine, answer) if limit else (),
        place=answer.target.steps if answer.target else (),
    )


def _named(engine: Engine, answer: Answer) -> tuple[Metadata, ...]:
    """The documents that the query names, ``MAX_NAMED`` at most."""
    ids = answer.target.documents[:MAX_NAMED] if answer.target else ()
    known = {hit.document.id: hit.document for hit in answer.hits.hits}
    for id_ in ids:
        if id_ not in known:
            inside = [Filter("document", (id_,))]
            known.update(
                (id_, hit.document)
                for hit in engine.search(Everything(), filters=inside, limit=1).hits
            )
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
        if name in {"from", "to"}:
            rules += [_bound(name, value) for value in values]
        elif name in FILTERS:
            rules.append(Filter(name, values))
        else:
            known = ", ".join((*FILTERS, "from", "to"))
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


def _result(hit: Hit, query: Wanted, reasons: tuple[Reason, ...]) -> Result:
    check()
    spans = marks(hit.clause.text, query)
    return Result(
        clause=hit.clause,
        document=hit.document,
        score=hit.score,
        label=label(hit.clause.path),
        marks=spans,
        snippet=snippet(hit.clause.text, spans),
        reasons=reasons,
    )
