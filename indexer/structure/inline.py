"""The first khoản of an article that stands on the line of its heading.

Printed as *Điều 22. Thu hồi giấy phép 1. Cơ sở bị thu hồi ...* it is lost, and the heading with
it. It is taken for one where the article's items otherwise begin with 2., or with a).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from analyzers.letters import UPPER
from indexer.structure.enumerators import Mark

_FIRST: Final = re.compile(rf"(?<=[^\s.;:,]) 1[.)] ?(?=[{UPPER}])")
_LONGEST: Final = 400
"""Code points of a heading."""


def with_inline(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """The marks, and those of first khoản that stand on the line of their article's heading."""
    found: list[Mark] = []
    for place, mark in enumerate(marks):
        found.append(mark)
        if mark.kind != "dieu" or not mark.firm or not _lacks_first(marks, place):
            continue
        stop = text.find("\n", mark.after, mark.after + 4 * _LONGEST)
        end = mark.after + _LONGEST if stop < 0 else min(stop, mark.after + _LONGEST)
        first = _FIRST.search(text, mark.after, end)
        if first:
            found.append(Mark("number", "1", 1, first.start() + 1, first.end()))
    return found


def _lacks_first(marks: Sequence[Mark], place: int) -> bool:
    """Whether the items below an article begin with khoản 2, or with điểm a."""
    if place + 1 >= len(marks):
        return False
    following = marks[place + 1]
    if following.kind == "number":
        return following.value == 2
    return following.kind == "letter" and following.value == 1
