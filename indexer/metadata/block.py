"""The head that older printings set as one block of capitals:

NGHỊ ĐỊNH / CỦA CHÍNH PHỦ SỐ 01/2030/NĐ-CP NGÀY 04 THÁNG 01 NĂM 2030 / VỀ VIỆC ...
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from analyzers.token import Span
from indexer.identity.document_id import NUMBER, canonical
from indexer.identity.office_names import office_name
from indexer.metadata.dates import iso
from indexer.metadata.facts import NOTHING, Fact, Facts, known
from indexer.metadata.lines import Line

_LINES: Final = 4
_BLOCK: Final = re.compile(
    r"^(?:CỦA (?P<issuer>[^\d\n]{3,90}?)"
    r"(?:,? (?:NƯỚC )?CỘNG H[OÒ][AÀ] XÃ HỘI CHỦ NGHĨA VIỆT NAM)?"
    r"(?:,? KH[OÓ][AÁ] [^\n]{1,40}?)?,? )?"
    rf"SỐ:? ?(?P<number>{NUMBER}|\d{{1,4}}(?= NGÀY))"
    r",?(?: NGÀY (?P<date>\d{1,2} ?(?:THÁNG|[-/.]) ?\d{1,2} ?(?:NĂM|[-/.]) ?\d{4}))?(?: |$)"
)


class Block(NamedTuple):
    facts: Facts
    lines: int
    """How many lines it takes."""


def block(lines: Sequence[Line]) -> Block:
    """The block that the first of the lines begins, if it is one."""
    texts: list[str] = []
    starts: list[int] = []
    for line in lines[:_LINES]:
        if not line.text.isupper():
            break
        starts.append(sum(map(len, texts)) + len(texts))
        texts.append(line.text)
    joined = " ".join(texts)
    match = _BLOCK.match(joined)
    if match is None or match.end() not in {*starts, len(joined)}:
        return Block(NOTHING, 0)

    def fact(group: str, value: str | None) -> Fact | None:
        if not value:
            return None
        return Fact(value, Span(*(_place(lines, starts, at) for at in match.span(group))))

    issuer = office_name(match["issuer"].strip(" ,")) if match["issuer"] else None
    facts = known(
        issuer=fact("issuer", issuer),
        number=fact("number", canonical(match["number"])),
        date=fact("date", iso((match["date"] or "").lower())),
    )
    return Block(facts, sum(start < match.end() for start in starts))


def _place(lines: Sequence[Line], starts: Sequence[int], at: int) -> int:
    """A position in the joined lines as one in the view."""
    line = max(place for place, start in enumerate(starts) if start <= at)
    return lines[line].span.start + min(at - starts[line], len(lines[line].text))
