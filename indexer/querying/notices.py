"""What was done with a query beyond finding its words, in words for the person who typed it.

A notice never changes what is found. Whoever reads a query otherwise than it stands (keystrokes
decoded, an abbreviation written out, a wildcard that was not understood) says so by one, and
gives the query to ask instead where there is one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

NoticeKind = Literal["syntax", "accents", "keystrokes", "expanded", "quoted", "spelling", "order"]
KINDS: Final[tuple[NoticeKind, ...]] = (
    "syntax", "accents", "keystrokes", "expanded", "quoted", "spelling", "order",
)  # fmt: skip
"""``syntax``: a sign was not understood, or was mended. ``accents``: about the accents typed.
``keystrokes``: Telex or VNI was decoded. ``expanded``: abbreviations or everyday words stand for
others. ``quoted``: nothing holds what stands in quotation marks. ``spelling``: another spelling was
searched for. ``order``: the ranking is not the usual one."""

AS_TYPED: Final = "Tìm đúng như đã gõ"
ONLY_THESE_ACCENTS: Final = "Chỉ tìm đúng dấu như gõ"
ANY_ACCENTS: Final = "Tìm cả với dấu khác"
ACTIONS: Final = (
    AS_TYPED,
    ONLY_THESE_ACCENTS,
    ANY_ACCENTS,
)
"""Texts of links, for ``Notice.action``; the page translates them."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that was done, and the way to what was not."""

    kind: NoticeKind
    template: str
    """A sentence in Vietnamese, with ``%(name)s`` where a value goes; the page translates it."""
    values: dict[str, str] = field(default_factory=dict)
    query: str | None = None
    """A query to ask instead; None where there is none."""
    literal: bool = False
    """Whether ``query`` is to be asked as it stands (``SearchRequest.literal``)."""
    accents: Literal["any", "typed"] = "any"
    """With which accents (``SearchRequest.accents``)."""
    action: str = ""
    """What asking it does: one of ``ACTIONS``; empty: the query itself is the link's text."""

    @property
    def text(self) -> str:
        """The sentence in Vietnamese."""
        return self.template % self.values if self.values else self.template
