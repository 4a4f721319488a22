"""An effect of a text, as a value: what it does, to what, from when to when, and who says so."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from analyzers.token import Span
from indexer.core.document import Citation, Path
from indexer.effects.kinds import EffectKind

Rule = Literal[
    "date", "start", "signing", "after_signing", "after_gazette", "document", "condition"
]
"""How a text says a day: the ``date`` itself; the day on which the text that says it takes effect
(``start``); its day of ``signing``; some ``days`` after that, or after it was printed in the
gazette (``after_gazette``, a day that no text has); the day on which another ``document``
takes effect; a ``condition`` that no date can be read from."""
Part = Literal["", "title", "opening", "words", "note"]
"""What of a place is meant: all of it; its title (*tên Điều 9*); what stands above its parts (*đoạn
mở đầu Điều 21*); something in it that the text describes (``words``: *nội dung ... tại Điều 5*); a
note to it."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an effect is on. ``None``: not stated, never a guess."""

    type: str | None = None
    number: str | None = None
    """Canonical spelling, as in ``Citation``."""
    name: str | None = None
    """Of a law: ``Luật Đất đai``."""
    date: str | None = None
    """ISO 8601."""
    issuer: str | None = None
    place: Path = ()
    """Down to điểm, with the values of citations' places; empty: the whole document."""
    part: Part = ""
    itself: bool = False
    """The document that says it: *Luật này*."""

    @property
    def is_named(self) -> bool:
        """Whether it says which document it is."""
        return self.itself or bool(self.number or self.name)

    def at(self, place: Path, part: Part = "") -> Target:
        """A place in the same document."""
        return replace(self, place=place, part=part)

    @property
    def citation(self) -> Citation:
        """For ``indexer.citations``, which finds the document in an index."""
        return Citation(
            Span(0, 0),
            self.type,
            self.number,
            self.date,
            self.issuer,
            self.name,
            self.place,
            self.itself,
        )


@dataclass(frozen=True, slots=True)
class When:
    """A day, or the rule that gives it once more is known."""

    rule: Rule
    date: str | None = None
    """ISO 8601; with ``date`` only."""
    days: int = 0
    """With ``after_signing`` and ``after_gazette``."""
    document: Target | None = None
    """With ``document``."""
    span: Span | None = None
    """The words that say it, in ``Document.text``. None: nothing says it, the rule of law holds."""
    months: int = 0
    """With ``after_signing``, where the text counts in months."""

    def day(self, signed: str | None, start: str | None = None) -> str | None:
        """The ISO date, or None where it does not follow from these two.

        Args:
            signed: when the text that says it was signed.
            start: when that text takes effect.
        """
        if self.rule == "date":
            return self.date
        if self.rule == "start":
            return start
        if self.rule == "signing":
            return signed
        if self.rule == "after_signing" and signed:
            day = date.fromisoformat(signed)
            return (_months_later(day, self.months) + timedelta(self.days)).isoformat()
        return None


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Exempt:
    """What an effect leaves out: *trừ khoản 1 Điều 5 của Luật này*; or the words that narrow it to
    some content of its place: *quy định về hóa đơn điện tử tại khoản 2 Điều 9*."""

    span: Span
    """All of the words, from *trừ* on."""
    itself: bool = False
    """The places lie in the document that says it, not in the target."""
    places: tuple[Path, ...] = ()
    """Empty: only words say what is left out."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a place that are changed, each as a span of ``Document.text`` without its quotation
    marks. ``old`` alone is removed; where ``new`` is inserted, ``old`` says beside what."""

    old: Span | None = None
    new: Span | None = None
    side: Literal["", "before", "after"] = ""
    """Of what is inserted: on which side of ``old``."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect on one place of one document."""

    kind: EffectKind
    said_by: str
    """The clause that says it, as the part of its id behind ``#``; its parts share it."""
    span: Span
    """The words that say it, in ``Document.text``."""
    target: Target
    start: When | None = None
    """From when; None: it has no day (``based_on``)."""
    until: When | None = None
    """The last day of it."""
    exempt: tuple[Exempt, ...] = ()
    quoted: Span | None = None
    """The new text of exactly this place, in ``Document.text``, without the quotation marks around
    all of it; of ``amends``, ``inserts``, ``corrects``."""
    words: tuple[Words, ...] = ()
    """Of ``replaces_words``, ``inserts_words`` and ``removes_words``."""
    after: Path = ()
    """Of ``inserts``: behind what it comes, where the text says so."""
    in_new_text: bool = False
    """The amended text says it, in words that this document quotes: *Luật này có hiệu lực từ ...*
    of the new khoản 1 Điều 252 of another law. The target is then that law or what it names, and a
    day that it counts from its own start is the ``document`` rule."""
