"""Lines that begin with *Mẫu số 1*, *Phụ lục I* or *Phần II* and only name it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from indexer.structure.enumerators import Mark

_ENTRY: Final = 400
"""Code points from one entry of a list of forms to the next, or from a form's name to its head."""
_NAMED: Final = frozenset({"mau", "phu-luc", "phan", "chuong", "muc"})


def without_lists(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """The marks without those of forms, annexes and parts that are only named.

    A clause names them in a list, each line but the last with a semicolon. An annex first lists
    its forms, then prints them: a form that is followed at once by another, and comes again
    below, is an entry of the list. Where its name and its head both say the number, the name
    opens it.
    """
    remaining = [
        mark for mark in marks if mark.kind not in _NAMED or not _is_enumerated(text, mark)
    ]
    for kind in ("phu-luc", "mau"):
        remaining = _without_entries(remaining, kind)
    return remaining


def _is_enumerated(text: str, mark: Mark) -> bool:
    stop = text.find("\n", mark.after)
    line = text[mark.after : stop if stop >= 0 else len(text)].strip()
    if not line:
        return False
    before = text[max(0, mark.start - _ENTRY) : mark.start].rstrip()
    return line[-1] in ";," or before.endswith(";")


def _without_entries(marks: Sequence[Mark], kind: str) -> list[Mark]:
    forms = [p for p, mark in enumerate(marks) if mark.kind == kind and mark.number]
    last: dict[tuple[int, str], int] = {}
    annex = _annexes(marks) if kind == "mau" else [0] * len(marks)
    for place in forms:
        last[annex[place], marks[place].number.lower()] = place
    dropped: set[int] = set()
    listed = ""
    for at, place in enumerate(forms):
        mark, number = marks[place], marks[place].number.lower()
        after = forms[at + 1] if at + 1 < len(forms) else None
        before = forms[at - 1] if at else None
        comes_again = last[annex[place], number] > place
        if before is not None and before not in dropped and _same(marks, before, place):
            dropped.add(place)
            continue
        near = after is not None and marks[after].start - mark.start < _ENTRY
        other = after is not None and marks[after].number.lower() != number
        if comes_again and ((near and other) or (listed and mark.value >= 1 and other)):
            dropped.add(place)
            listed = number
        else:
            listed = ""
    return [mark for place, mark in enumerate(marks) if place not in dropped]


def _same(marks: Sequence[Mark], before: int, place: int) -> bool:
    one, other = marks[before], marks[place]
    return one.number.lower() == other.number.lower() and other.start - one.start < _ENTRY


def _annexes(marks: Sequence[Mark]) -> list[int]:
    """For each mark, how many annexes have begun."""
    count = 0
    found = []
    for mark in marks:
        count += mark.kind in {"phu-luc", "kem-theo", "van-ban"}
        found.append(count)
    return found
