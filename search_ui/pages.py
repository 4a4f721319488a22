"""The pages people read, rendered on the server. Each view is a plain function of the request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from typing import Any, Final
from urllib.parse import urlencode

from flask import g, render_template, request, url_for
from markupsafe import Markup

from analyzers.keys import unaccented
from analyzers.token import Span
from indexer.core.deadline import spend
from indexer.core.document import Clause, Metadata, Path
from indexer.core.errors import QueryError
from indexer.identity.address import anchor, label
from indexer.querying.duplicates import LONGEST, fold
from indexer.querying.reason_names import REASONS
from indexer.querying.results import Result, Results, Snippet
from search_ui.browsing import browse
from search_ui.facets import TITLES, chips, facets
from search_ui.grouping import grouped
from search_ui.help import asking, ways_out
from search_ui.highlight import marked, overlaid
from search_ui.i18n import tr
from search_ui.nesting import nests
from search_ui.parameters import InputError, read
from search_ui.problems import explained
from search_ui.reading.inside import RANK
from search_ui.reading.links import place_url
from search_ui.site import site
from search_ui.state import State, state_of
from search_ui.wording import anchor_of, cell_of, headings, identity, named, piece
from search_ui.years import bars

_SAFE: Final = "!$'()*,/:;?@"
"""What Werkzeug leaves as it is in the query of a URL."""
MAX_REASONS = 5
NEWEST = 5
"""Documents that the home page lists."""
_DRAWN: Final = 12_000
"""Units of work (``indexer.core.deadline``) that writing a hit as HTML is, and in addition
comparing one code point of it with the other hits."""
_COMPARED: Final = 30
PageResponse = str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Paging:
    """Where one page of results stands among the others. Numbers count from 1."""

    first: int
    page: int
    pages: int | None
    """None where they are not counted."""
    previous: State | None
    following: State | None


def search_page() -> PageResponse:
    """``/``: the search box, and what was found where there is a query."""
    here = site()
    try:
        state = state_of(read(here.page_query, request.args))
    except InputError as error:
        return _wrong(State(query=request.args.get("q", "")[:200]), str(error))
    if not state.active():
        return _home(state)
    try:
        return _grouped_page(state) if state.group else _hits_page(state)
    except QueryError as error:
        message, advice = explained(error)
        return _wrong(state, message, error.position, advice)


def _home(state: State) -> str:
    here = site()
    listed = browse(here.index, State(limit=NEWEST), ("type",))
    return render_template(
        "khoan/home.html", state=state, statistics=here.index.statistics(), listed=listed
    )


def _hits_page(state: State) -> str:
    results = site().index.answer(state.request())
    spend(work_of_drawing(results.hits))
    return render_template(
        "khoan/search.html",
        groups=None,
        nests=nests(fold(results.hits)),
        ranks={hit.clause.id: state.offset + n for n, hit in enumerate(results.hits, 1)},
        paging=paging(state, results.total),
        **_around(state, results),
    )


def work_of_drawing(hits: Sequence[Result]) -> int:
    """Units of work that comparing hits and writing them as HTML is."""
    return sum(_DRAWN + _COMPARED * min(len(hit.clause.text), LONGEST) for hit in hits)


def _grouped_page(state: State) -> str:
    found = grouped(site().index, state)
    spend(work_of_drawing(found.results.hits))
    later = changed(state, offset=state.offset + state.limit)
    within = later.offset <= site().settings.max_offset
    return render_template(
        "khoan/search.html",
        groups=found.groups,
        paging=changed(
            paging(state, 0), pages=None, following=later if found.more and within else None
        ),
        **_around(state, found.results),
    )


def _around(state: State, results: Results) -> dict[str, Any]:
    """What stands around the hits: facets, chips, bars, and help where there are none."""
    index = site().index
    shown = facets(index, state, results)
    return {
        "state": state,
        "results": results,
        "facets": [facet for facet in shown if facet.name != "year"],
        "bars": bars(next((facet for facet in shown if facet.name == "year"), None)),
        "years": next((facet for facet in shown if facet.name == "year"), None),
        "chips": chips(state, _names(state)),
        "ways": ways_out(index, state) if not results.total else (),
    }


def _names(state: State) -> dict[str, str]:
    """What to call the documents that the search is within."""
    ids = [value for name, value in state.filters if name == "document"]
    known = {value: site().index.metadata(value) for value in ids}
    return {value: identity(document) for value, document in known.items() if document}


def browse_page() -> PageResponse:
    """``/duyet``: all documents by type, issuer and year."""
    here = site()
    try:
        state = state_of(read(here.browse_query, request.args))
    except InputError as error:
        return _wrong(State(), str(error))
    listed = browse(here.index, state)
    return render_template(
        "khoan/browse.html",
        state=state,
        listed=listed,
        titles=TITLES,
        paging=paging(state, listed.total),
    )


def help_page() -> str:
    """``/tro-giup``: how to ask."""
    return render_template("khoan/help.html", state=State(), asking=asking())


def paging(state: State, total: int) -> Paging:
    """The neighbours of a page of results."""
    limit, most = state.limit, site().settings.max_offset
    later = state.offset + limit
    return Paging(
        first=state.offset + 1,
        page=state.offset // limit + 1,
        pages=max(1, -(-total // limit)),
        previous=changed(state, offset=max(0, state.offset - limit)) if state.offset else None,
        following=changed(state, offset=later) if later < min(total, most + 1) else None,
    )


def hidden(state: State, *without: str) -> list[tuple[str, str]]:
    """A search's parameters as hidden fields of a form, except those that it sets itself."""
    pairs = []
    for name, value in state.arguments(site().settings.limit).items():
        if name not in without and name != "offset":
            pairs += [(name, one) for one in ([value] if isinstance(value, str) else value)]
    return pairs


def search_url(state: State, endpoint: str = ".search_page") -> str:
    """The link to a search."""
    # As ``url_for`` with the arguments does, which takes three times as long: a page has 60 links.
    bases: dict[str, str] = g.setdefault("khoan_bases", {})
    if endpoint not in bases:
        bases[endpoint] = url_for(endpoint)
    asked = urlencode(state.arguments(site().settings.limit), doseq=True, safe=_SAFE)
    return f"{bases[endpoint]}?{asked}" if asked else bases[endpoint]


def document_url(metadata: Metadata, query: str = "") -> str:
    """The link to a document, with the words to mark in it."""
    return url_for(".document_page", document_id=metadata.id, q=query or None)


def in_document_url(metadata: Metadata, place: Path, query: str = "") -> str:
    """The link to a place in a document."""
    return place_url(metadata.id, anchor(place), q=query or None)


def clause_url(clause: Clause, query: str = "") -> str:
    """The link to a clause: its address in its document, with the words to mark."""
    return place_url(clause.document_id, anchor_of(clause.id), q=query or None)


def hit_url(clause: Clause, state: State, rank: int) -> str:
    """The link to a clause that was found, which knows the way back.

    Args:
        rank: of the result, counted from 1.
    """
    passed = state.arguments(site().settings.limit)
    return place_url(clause.document_id, anchor_of(clause.id), **passed, **{RANK: str(rank)})


def at_offset(offset: int) -> str:
    """This very page, from another offset on."""
    arguments = {**request.args.to_dict(flat=False), "offset": [str(offset)] if offset else []}
    endpoint, values = f".{(request.endpoint or '').rsplit('.', 1)[-1]}", request.view_args or {}
    return url_for(endpoint, **values, **arguments)  # type: ignore[arg-type]  # lists are repeated parameters


def in_language(code: str) -> str:
    """This very page in another language."""
    arguments = {**request.args.to_dict(flat=False), "lang": [code]}
    endpoint, values = f".{(request.endpoint or '').rsplit('.', 1)[-1]}", request.view_args or {}
    return url_for(endpoint, **values, **arguments)  # type: ignore[arg-type]  # lists are repeated parameters


def _wrong(
    state: State, message: str, position: int | None = None, advice: str = ""
) -> tuple[str, int]:
    """The page with what is wrong with the request, and the request still in the box."""
    where = None
    if position is not None and 0 <= position <= len(state.query):
        query = state.query
        where = (query[:position], query[position : position + 1], query[position + 1 :])
    page = render_template(
        "khoan/wrong.html", state=state, message=message, advice=advice, where=where
    )
    return page, 400


def excerpt(text: str, snippet: Snippet) -> Markup:
    """A snippet with its marks, and an ellipsis where the clause continues."""
    shown = marked(snippet.text, snippet.marks)
    before = "" if text.startswith(snippet.text) else "… "
    after = "" if text.endswith(snippet.text) else " …"
    return Markup("{}{}{}").format(before, shown, after)


def whole_clause(hit: Result) -> Markup:
    """All of a hit's clause with its marks, a paragraph a line."""
    shown, start = [], 0
    for line in hit.clause.text.splitlines(keepends=True):
        span = Span(start, start + len(line.rstrip()))
        start += len(line)
        if span.start < span.end:
            html = overlaid(hit.clause.text, span, hit.marks, ())
            shown.append(Markup("<p>{}</p>").format(html))
    return Markup("\n").join(shown)


def table_url(state: State, kind: str) -> str:
    """The link to what a search finds, as a file."""
    arguments = changed(state, offset=0, group=False, explain=False).arguments(
        site().settings.limit
    )
    return url_for(".table_page", kind=kind, **arguments)  # type: ignore[arg-type]  # lists are repeated parameters


def reasons(hit: Result) -> list[tuple[str, str, int]]:
    """Why a hit was found: (how it matched, what matched, its share of the score in percent)."""
    whole = sum(reason.score for reason in hit.reasons) or 1.0
    return [
        (tr(REASONS.get(reason.kind, reason.kind)), reason.text, round(100 * reason.score / whole))
        for reason in hit.reasons[:MAX_REASONS]
    ]


HELPERS = {
    "changed": changed,
    "hidden": hidden,
    "at_offset": at_offset,
    "excerpt": excerpt,
    "in_language": in_language,
    "label": label,
    "place_url": in_document_url,
    "hit_url": hit_url,
    "said": lambda notice: tr(notice.template, **notice.values),
    "same_but_accents": lambda one, other: unaccented(one) == unaccented(other),
    "search_url": search_url,
    "document_url": document_url,
    "cell_of": cell_of,
    "clause_url": clause_url,
    "identity": identity,
    "named": named,
    "piece": piece,
    "headings": headings,
    "lines": whole_clause,
    "table_url": table_url,
    "accented": lambda text: unaccented(text) != text.lower(),
    "reasons": reasons,
    "anchor_of": anchor_of,
}
"""What templates may call."""
