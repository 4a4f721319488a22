"""A consolidated text as values: passages in order, each made of slices of texts that are held."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from analyzers.token import Span
from indexer.core.document import Kind, Path
from indexer.core.ids import anchor
from indexer.validity.acts import Act

State = Literal["", "amended", "inserted", "repealed", "words"]
"""What was done to a passage: nothing; its unit has a new text; its unit is new; it is no longer in
force; some of its words were exchanged."""
Reason = Literal[
    "no_place", "many_places", "there_already", "no_text", "no_match", "no_words", "part", "exempt",
    "no_day", "changed_since", "conflict",
]  # fmt: skip
"""Why a change was not applied:

``no_place``       the text has no such place, or it is no longer in force;
``many_places``    it has several with that address;
``there_already``  what is to be inserted is there;
``no_text``        the new text is not quoted;
``no_match``       what is quoted is another place, or not it alone;
``no_words``       the words that are to be changed do not stand there;
``part``           only a part of the place is meant, in words;
``exempt``         it leaves something out;
``no_day``         from when it operates is not known;
``changed_since``  the clause that says it was itself changed afterwards;
``conflict``       two texts change the place from one day on.
"""


class Slice(NamedTuple):
    """A part of a document's text that is shown."""

    document_id: str
    span: Span
    """In that document's text."""
    added: bool = False
    """Words that a change put here, inside a passage that is otherwise as it was."""
    capital: bool = False
    """The first letter is shown as a capital: the words it replaces began a sentence."""
    text: str = ""
    """What is shown: that part of the document's text."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One piece of the consolidated text."""

    path: Path
    """Its address in the base text."""
    kind: Kind
    slices: tuple[Slice, ...]
    part: int = 1
    """As in ``Clause``."""
    state: State = ""
    acts: tuple[Act, ...] = ()
    """What made it so, the first first."""
    _anchor: str = field(default="", init=False, repr=False, compare=False)

    @property
    def anchor(self) -> str:
        """Its address as part of a link."""
        if not self._anchor:  # each change looks at those of all passages
            object.__setattr__(self, "_anchor", anchor(self.path))
        return self._anchor

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(one.text for one in self.slices)

    @property
    def added(self) -> tuple[Span, ...]:
        """Where in ``text`` words stand that a change put there."""
        found: list[Span] = []
        at = 0
        for one in self.slices:
            if one.added:
                found.append(Span(at, at + len(one.text)))
            at += len(one.text)
        return tuple(found)

    @property
    def live(self) -> bool:
        """Whether it is in force: what was repealed is listed, so that nothing goes silently."""
        return self.state != "repealed"


@dataclass(frozen=True, slots=True)
class Unapplied:
    """A change that is said, and not applied."""

    act: Act
    why: Reason
    at: str
    """The anchor at which it is shown: the place, or the nearest above it that there is; empty: the
    head of the text."""


@dataclass(frozen=True, slots=True)
class Consolidated:
    """A text as it stands at a date."""

    document_id: str
    at: str
    """ISO 8601."""
    passages: tuple[Passage, ...]
    applied: tuple[Act, ...] = ()
    """In the order in which they were applied."""
    unapplied: tuple[Unapplied, ...] = ()
    later: tuple[Act, ...] = ()
    """Changes that operate after the date."""

    @property
    def changed(self) -> bool:
        """Whether anything was done to the text, or could not be done."""
        return bool(self.applied or self.unapplied)
