"""Ways out of an empty page. Each is tried first, and offered only if it finds something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from analyzers.keys import unaccented
from indexer.core.errors import QueryError
from indexer.querying.language import language
from search_ui.facets import TITLES, count
from search_ui.i18n import current, tr
from search_ui.ports import SearchIndex
from search_ui.state import State

MAX_TRIED = 12


@dataclass(frozen=True, slots=True)
class Way:
    """A search that does find something, and what was changed to get it."""

    text: str
    state: State
    total: int


def ways_out(index: SearchIndex, state: State) -> tuple[Way, ...]:
    """What could be changed about a search that found nothing."""
    found = []
    for text, other in list(_candidates(state))[:MAX_TRIED]:
        try:
            total = count(index, other).total
        except QueryError:
            continue
        if total:
            found.append(Way(text, other, total))
    return tuple(found)


def _candidates(state: State) -> Iterator[tuple[str, State]]:
    start = replace(state, offset=0)
    for name, value in state.filters:
        text = tr("Bỏ điều kiện %(name)s: %(value)s", name=tr(TITLES[name]), value=value)
        yield text, start.removing(name, value)
    if state.first or state.last:
        yield tr("Bỏ khoảng ngày"), replace(start, first=None, last=None)
    if len(state.filters) > 1 or (state.filters and (state.first or state.last)):
        yield tr("Bỏ hết điều kiện"), State(query=state.query)
    if '"' in state.query:
        text = tr("Bỏ dấu ngoặc kép, để các từ không cần đứng liền nhau")
        yield text, replace(start, query=state.query.replace('"', " ").strip())
    plain = unaccented(state.query)
    if plain != state.query.lower():
        yield tr("Tìm không dấu"), replace(start, query=plain)
    words = state.query.replace('"', " ").split()
    if len(words) > 2:
        yield tr("Bớt từ cuối"), replace(start, query=" ".join(words[:-1]))
        yield tr("Bớt từ đầu"), replace(start, query=" ".join(words[1:]))


def asking() -> tuple[tuple[str, str, str], ...]:
    """The query language: what is written, an example to try, and what it finds."""
    english = current() == "en"
    return tuple(
        (row.written, row.example, row.english if english else row.about) for row in language()
    )
