"""The passages of a quoted text, with the addresses that they have in the text they go into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Protocol

from analyzers.token import Span
from indexer.consolidation.model import Passage, Slice, State
from indexer.core.document import Clause, Path, Step
from indexer.core.ids import slug
from indexer.validity.acts import Act

_MARKER: Final = re.compile(
    r"\W{0,4}(?:(?P<dieu>[Đđ]iều\s{1,3}\w{1,6})|(?P<khoan>\d{1,3}[a-zđ]{0,2})\s?[.)]"
    r"|(?P<diem>[a-zđ]\d?)\s?[.)])"
)
"""What a quoted article, khoản or điểm begins with."""


class Texts(Protocol):
    """The documents whose texts are shown."""

    def clauses(self, document_id: str) -> Sequence[Clause]:
        """The pieces of a document, in order."""

    def text(self, document_id: str, span: Span) -> str:
        """A part of a document's text; white space between two pieces may be one line end."""


def new_passages(act: Act, above: Path, texts: Texts, state: State) -> list[Passage]:
    """What an act puts at its place; empty where what it quotes is not that place.

    Args:
        above: the steps above the place, as the base text has them.
    """
    quoted, place = act.effect.quoted, act.effect.target.place
    if quoted is None or not place:
        return []
    made: list[Passage] = []
    for clause in texts.clauses(act.document):
        span = Span(max(clause.span.start, quoted.start), min(clause.span.end, quoted.end))
        if span.start >= span.end or not texts.text(act.document, span).strip(" \n“”\"'«»"):
            continue
        below = _below(clause.path, place[-1])
        if below is None:
            if _below(clause.path, None) is not None:
                return []  # a quoted piece of another place
            below = (place[-1],)  # the quotation is not cut into pieces
        if not made and len(below) != 1:
            return []
        slices = (Slice(act.document, span),)
        made.append(Passage((*above, *below), "clause", slices, clause.part, state, (act,)))
    if made and not _begins(texts.text(act.document, made[0].slices[0].span), place[-1]):
        return []
    return made


def _below(path: Path, wanted: Step | None) -> Path | None:
    """The steps of a quoted address from the wanted one on; None: it is not among them.

    Args:
        wanted: None: from the first on.
    """
    last = max((n for n, step in enumerate(path) if step.level == "quote"), default=-1)
    if last < 0:
        return None
    inside = path[last + 1 :]
    if wanted is None:
        return inside
    for number, step in enumerate(inside):
        if step.level == wanted.level and slug(step.number) == slug(wanted.number):
            return inside[number:]
    return None


def _begins(text: str, wanted: Step) -> bool:
    """Whether a text can be that of a place: where it begins with a number, with the place's."""
    match = _MARKER.match(text)
    if match is None or wanted.level not in match.groupdict() or match.lastgroup is None:
        return True
    number = match[match.lastgroup].split()[-1]
    return match.lastgroup == wanted.level and slug(number) == slug(wanted.number)
