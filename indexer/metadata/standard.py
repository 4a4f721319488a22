"""What is filed without a head of its own: a standard, an annex alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from analyzers.token import Span
from indexer.metadata.facts import Fact, Read, known
from indexer.metadata.lines import Line
from indexer.metadata.marks import ENCLOSED, stands_apart

_STANDARD: Final = re.compile(
    r"^(?P<number>(?P<kind>TCVN|QCVN|TCXDVN|TCXD|TCCS|TCN|QCĐP|TCĐP)(?: ?(?:ISO|IEC|ISO/IEC))?"
    r" ?\d[\d.-]{0,8}(?:[ ]?[:/-][ ]?[A-ZĐ\d]{2,8}){0,3})$"
)
_KINDS: Final = {
    "TCVN": "Tiêu chuẩn quốc gia", "TCXDVN": "Tiêu chuẩn quốc gia", "TCXD": "Tiêu chuẩn quốc gia",
    "QCVN": "Quy chuẩn kỹ thuật quốc gia", "TCCS": "Tiêu chuẩn cơ sở", "TCN": "Tiêu chuẩn ngành",
    "QCĐP": "Quy chuẩn kỹ thuật địa phương", "TCĐP": "Tiêu chuẩn địa phương",
}  # fmt: skip
_CAPTION: Final = re.compile(
    r"^(?:TIÊU CHUẨN QUỐC GIA|QUY CHUẨN KỸ THUẬT (?:QUỐC GIA|ĐỊA PHƯƠNG)|TIÊU CHUẨN VIỆT NAM"
    r"|TIÊU CHUẨN CƠ SỞ|TIÊU CHUẨN NGÀNH)$"
)
_ANNEX: Final = re.compile(r"^(?:PHỤ LỤC|Phụ lục)(?: (?:số )?[IVXLC\d]{1,6}[a-zđ]?)?[.:]?$")
_FIRST: Final = 4
_LINES: Final = 16


def standard(lines: Sequence[Line]) -> Read | None:
    """A standard: its sign above or below its name, which is in capitals."""
    for place, line in enumerate(lines[:_FIRST]):
        match = _STANDARD.match(line.text)
        if match is None:
            continue
        taken = _capitals(lines[place + 1 : place + 1 + _LINES])
        taken = [line for line in taken if not _CAPTION.match(line.text)]
        number = re.sub(r" ?([:/-]) ?", r"\1", match["number"])
        facts = known(
            type=Fact(_KINDS[match["kind"]], line.span),
            number=Fact(number, line.span),
            title=_joined(taken),
        )
        last = taken[-1].start if taken else line.start
        return Read(facts, next(n for n, other in enumerate(lines) if other.start == last) + 1)
    return None


def annex(lines: Sequence[Line]) -> Fact | None:
    """The title of an annex that is a file of its own."""
    if not lines or not _ANNEX.match(lines[0].text):
        return None
    taken = _capitals(lines[1:_LINES])
    return _joined(taken if taken and taken[0] is lines[1] else [])


def _capitals(lines: Sequence[Line]) -> list[Line]:
    """The first run of lines in capitals."""
    taken: list[Line] = []
    for line in lines:
        if line.text.isupper() and not stands_apart(line.text) and not ENCLOSED.match(line.text):
            taken.append(line)
        elif taken and not _CAPTION.match(taken[-1].text):
            break
    return taken


def _joined(lines: Sequence[Line]) -> Fact | None:
    if not lines:
        return None
    title = " ".join(" ".join(line.text for line in lines).split())
    return Fact(title, Span(lines[0].span.start, lines[-1].span.end))
