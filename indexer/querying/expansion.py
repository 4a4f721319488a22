"""Words of a query that a table of synonyms has other words for, and the query with those.

What was typed stays an alternative. Once a table has another word for it, it is looked for as it
was typed: *ăn cắp* then means *trộm cắp* or *ăn cắp*, and no longer *án* and *cấp* anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from analyzers.analysis import Analysis, analyze
from analyzers.fold import fold
from analyzers.token import Span
from indexer.core import query as q
from indexer.querying.notices import AS_TYPED, Notice
from indexer.querying.ranking import Weights
from indexer.querying.synonyms import Entry, Form, Synonyms
from indexer.suggesting.term_counts import Counts

MOST: Final = 4
"""Places of one query that are written out; further ones stay as typed. Each costs about as much
as the words that are written there."""
USUAL: Final = 2
"""Clauses that say the same syllables with other accents by chance."""
WORTH: Final = 0.9
"""What the words of the table are worth, compared with the words that were typed."""


class Expansion(NamedTuple):
    """A place in a query that a table has other words for."""

    first: int
    last: int
    """The syllables of the query [first, last), in canonical positions."""
    typed: str
    """As the query has it."""
    accented: bool
    """Whether it is looked for with its accents: they were typed."""
    sure: bool
    """Whether it was typed with its accents, or is an abbreviation."""
    form: Form
    written: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Expanded:
    """A query and what it was understood as."""

    typed: Analysis
    understood: Analysis
    """The query with the first choice of each expansion in its place; ``typed`` without any."""
    text: str
    """What ``understood`` is of."""
    expansions: tuple[Expansion, ...] = ()
    possible: tuple[Expansion, ...] = ()
    """Places that a table may mean, but that are usual words of the index without accents."""

    def offers(self, query: str) -> list[Notice]:
        """What to say of ``possible``. ``query``: the whole of what was typed."""
        return [
            Notice(
                "expanded",
                "«%(typed)s» cũng có thể là «%(entry)s» (%(written)s).",
                {
                    "typed": found.typed,
                    "entry": found.form.text,
                    "written": " / ".join(form.text for form in found.written),
                },
                query.replace(found.typed, found.form.text, 1),
            )
            for found in self.possible
        ]

    def notice(self, query: str) -> Notice:
        """What to say of it. ``query``: the whole of what was typed."""
        pairs = ", ".join(
            f"«{found.typed}» → «{' / '.join(form.text for form in found.written)}»"
            for found in self.expansions
        )
        return Notice(
            "expanded",
            "Tìm cả theo từ trong văn bản: %(pairs)s.",
            {"pairs": pairs},
            query,
            literal=True,
            action=AS_TYPED,
        )


def expand(text: str, table: Synonyms, counts: Counts | None = None) -> Expanded:
    """Look the words of a query up.

    Args:
        counts: of the index, which says what words without accents usually are; None: anything.
    """
    typed = analyze(text, words=False)
    matching = _found(typed, text, table) if table.entries else []
    found = [one for one in matching if one.sure or not _usual(one.form, counts)]
    possible = tuple(one for one in matching if one not in found)
    if not found:
        return Expanded(typed, typed, text, (), possible)
    places = canonical_spans(typed)
    pieces: list[str] = []
    done = 0
    for expansion in found:
        pieces += [text[done : places[expansion.first].start], expansion.written[0].text]
        done = places[expansion.last - 1].end
    pieces.append(text[done:])
    written = "".join(pieces)
    return Expanded(typed, analyze(written, words=False), written, tuple(found), possible)


def canonical(analysis: Analysis) -> list[tuple[str, str]]:
    """The syllables, abbreviations written out, without and with accents."""
    by_position: dict[int, tuple[str, str]] = {}
    columns = zip(
        analysis.folded.positions, analysis.folded.texts, analysis.exact.texts, strict=True
    )
    for position, plain, accented in columns:
        by_position.setdefault(position, (plain, accented))
    return list(by_position.values())


def canonical_spans(analysis: Analysis) -> list[Span]:
    """For each canonical position, the piece of the text that says it."""
    places: dict[int, Span] = {}
    for position, span in zip(analysis.folded.positions, analysis.spans, strict=True):
        places.setdefault(position, span)
    return list(places.values())


def covered(analysis: Analysis, first: int, last: int) -> range:
    """The canonical positions of the syllables [first, last): all of an abbreviation's."""
    syllables = analysis.syllables
    start = syllables[first].position
    if last < len(syllables):
        return range(start, syllables[last].position)
    return range(start, max(analysis.folded.positions) + 1)


def abbreviations(analysis: Analysis) -> dict[int, tuple[str, int]]:
    """Canonical position -> the abbreviation of one syllable that was typed there, and how many
    positions it fills."""
    spans = canonical_spans(analysis)
    if len(spans) == len(analysis.syllables):
        return {}
    written = [plain for plain, _ in canonical(analysis)]
    found: dict[int, tuple[str, int]] = {}
    for at, token in enumerate(analysis.syllables):
        places = covered(analysis, at, at + 1)
        short = fold(token.text)
        if "".join(written[position] for position in places) == short:
            continue  # a word and a number in one, covid19 or 10km
        if len(places) > 1 and all(spans[position] == token.span for position in places):
            found[places.start] = (short, len(places))
    return found


def alternatives(expansion: Expansion, weights: Weights) -> tuple[q.Query, q.Query]:
    """What matches clauses that say it in either way: in their context, in their own text."""
    syllables = expansion.form.exact if expansion.accented else expansion.form.folded
    name = "exact" if expansion.accented else "folded"
    typed = q.All(tuple(q.Term(name, syllable, weights.own) for syllable in _once(syllables)))
    anywhere = (
        typed
        if expansion.accented
        else q.All(tuple(q.Term("context", one, weights.context) for one in _once(syllables)))
    )
    return (
        q.Best((anywhere, *_all("context", expansion.written, weights.context))),
        q.Best((typed, *_all("folded", expansion.written, weights.own))),
    )


def as_typed(expansion: Expansion, weights: Weights) -> q.Query:
    """Evidence: what was typed, in a row."""
    syllables = expansion.form.exact if expansion.accented else expansion.form.folded
    name = "exact" if expansion.accented else "folded"
    if len(syllables) == 1:
        return q.Term(name, syllables[0], weights.exact)
    return q.Phrase(name, tuple(syllables), tuple(range(len(syllables))), weights.phrase)


def _all(name: str, forms: Sequence[Form], weight: float) -> list[q.Query]:
    """Each form's syllables, all of them. A form that is longer than the first choice is worth no
    more than it: it has more words to score with."""
    return [
        q.All(
            tuple(
                q.Term(
                    name, syllable, weight * WORTH * min(1, len(forms[0].folded) / len(form.folded))
                )
                for syllable in _once(form.folded)
            )
        )
        for form in forms
    ]


def _once(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _found(typed: Analysis, text: str, table: Synonyms) -> list[Expansion]:
    syllables = canonical(typed)
    if table.entries.keys().isdisjoint(plain for plain, _ in syllables):
        return []
    bare = all(plain == exact for plain, exact in syllables)
    shouted = bare and text.isupper() and len(syllables) > 1
    places, numbers = canonical_spans(typed), _numbers(typed)
    found: list[Expansion] = []
    at = 0
    while at < len(syllables) and len(found) < MOST:
        for entry in table.entries.get(syllables[at][0], ()):
            last = at + len(entry.typed.folded)
            if (
                _fits(entry, syllables[at:last], bare)
                and numbers.isdisjoint(range(at, last))
                and _whole(places, at, last)
                and not _said(entry, syllables)
            ):
                shown = text[places[at].start : places[last - 1].end]
                if entry.guarded and entry.short and (shouted or not shown.isupper()):
                    continue
                accented = entry.guarded or not (bare or entry.short)
                sure = entry.short or not bare
                form, written = entry.typed, entry.written
                found.append(Expansion(at, last, shown, accented, sure, form, written))
                at = last - 1
                break
        at += 1
    return found


def _usual(form: Form, counts: Counts | None) -> bool:
    """Whether the index has these syllables side by side, and hardly with these accents: *so do* is
    *sơ đồ* there, and not *sổ đỏ*."""
    if counts is None or len(form.folded) < 2:
        return False
    plain = counts.folded_pairs(["_".join(pair) for pair in pairwise(form.folded)])
    exact = counts.pairs(["_".join(pair) for pair in pairwise(form.exact)])
    return min(plain) > 2 * min(exact) + USUAL


def _fits(entry: Entry, syllables: Sequence[tuple[str, str]], bare: bool) -> bool:
    """Whether these are its syllables: with their accents, unless no accent was typed at all and
    the entry may be known without."""
    if tuple(plain for plain, _ in syllables) != entry.typed.folded:
        return False
    bare = bare and not entry.guarded
    return bare or tuple(exact for _, exact in syllables) == entry.typed.exact


def _said(entry: Entry, syllables: Sequence[tuple[str, str]]) -> bool:
    """Whether the query says by itself what would be written: nothing is to be added then."""
    wanted = entry.written[0].folded
    folded = tuple(plain for plain, _ in syllables)
    return any(
        folded[start : start + len(wanted)] == wanted
        for start in range(len(folded) - len(wanted) + 1)
    )


def _numbers(typed: Analysis) -> set[int]:
    """Positions inside numbers and dates, where nothing is written out."""
    return {
        position
        for reference in typed.references
        for position in covered(typed, reference.first, reference.last)
    }


def _whole(places: Sequence[Span], first: int, last: int) -> bool:
    """Whether the positions [first, last) begin and end where something that was typed does, and
    not inside an abbreviation."""
    begins = first == 0 or places[first - 1] != places[first]
    return begins and (last == len(places) or places[last - 1] != places[last])
