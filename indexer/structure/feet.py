"""Which of a text's feet is the document's own: its annexes and forms have signatures too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from indexer.core.document import REGIONS
from indexer.metadata.consolidated import Certificate
from indexer.metadata.foot import Foot, FootReader
from indexer.metadata.lines import lines_of
from indexer.structure.cuts import Cut

_OTHERS: Final = REGIONS - {"quote", "note"}
"""Levels below which other texts stand than the document itself."""
_LINES: Final = 300
_BELOW: Final = 900
"""Code points below the words of a certificate."""


def foot(text: str, cuts: Sequence[Cut], certified: Certificate | None) -> Foot:
    """The first foot of the body that bears a name, or else the first that names recipients.

    A consolidated text is signed where it is certified.
    """
    if certified:
        reader = FootReader()
        for line in lines_of(text, certified.end, min(len(text), certified.end + _BELOW), 14):
            reader.signature(line)
        if reader.signed:
            return reader.foot
    feet = list(_feet(text, cuts))
    signed = next((found for found in feet if found.signer), None)
    first = next((found for found in feet if found.recipients), Foot())
    return signed or first


def _feet(text: str, cuts: Sequence[Cut]) -> Iterator[Foot]:
    """Those outside of annexes and other texts; behind these the document's own articles may go
    on."""
    reader: FootReader | None = None
    elsewhere = False
    ends = [*(piece.start for piece in cuts[1:]), len(text)]
    for piece, end in zip(cuts, ends, strict=True):
        kind = piece.kind
        if kind == "appendix" or any(step.level in _OTHERS for step in piece.path):
            elsewhere = True
        elif kind == "clause" and piece.path:
            elsewhere = False
        if elsewhere:
            if reader:
                yield reader.foot
            reader = None
            continue
        if kind not in {"recipients", "signature"}:
            if reader:
                yield reader.foot
            reader = None
            continue
        reader = reader or FootReader()
        for line in lines_of(text, piece.start, end, _LINES):
            (reader.recipients if kind == "recipients" else reader.signature)(line)
    if reader:
        yield reader.foot
