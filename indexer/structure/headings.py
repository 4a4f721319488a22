"""The title of a step: on the marker's line, or on the lines below it."""

from __future__ import annotations

import re
from typing import Final

from indexer.structure.enumerators import Mark

_MAX: Final = 400
_MAX_ITEM: Final = 150
_MAX_WORDS: Final = 14
"""A heading that ends in a colon, or of I. in a full stop, is no longer; else it is a sentence."""
_MAX_STOPPED: Final = 4
"""The same for an item that ends in a full stop: *1. Mục đích.*"""
_DIVISIONS: Final = frozenset(
    {"phan", "chuong", "muc", "tieu-muc", "phu-luc", "kem-theo", "mau", "thu-tuc"}
)
_ISSUED: Final = re.compile(r"\W{0,3}(?:được |ban hành )*kèm theo", re.IGNORECASE)
_STATE: Final = re.compile(r"CỘNG H[OÒ][AÀ] XÃ HỘI|ĐẢNG CỘNG SẢN|(?:ỦY|UỶ|ỦY) BAN NHÂN")
"""First lines of a form's own head, which are no title."""
_MOST_SMALL: Final = 3
"""Lines of a title in small letters, below its kind in capitals."""
_PLANS: Final = frozenset({"upper", "roman"})


def heading(text: str, mark: Mark, end: int, *, parent: bool) -> str:
    """The step's own title, without its number; empty where the text goes straight on.

    ``end`` is where the piece ends in the view; ``parent`` says that items of its own follow.
    """
    stop = text.find("\n", mark.after, end)
    line = text[mark.after : stop if stop >= 0 else end]
    first = line.strip() if len(line) <= _MAX else ""
    if mark.kind in _DIVISIONS:
        return _division(text, first, stop, end)
    if not first or first[-1] in ";,!?" or not first[0].isalnum():
        return ""
    if not _is_short(first, mark):
        return ""
    if mark.kind in _PLANS or _stands_alone(first, text, mark, stop, end, parent=parent):
        return first.rstrip(" .:")
    return ""


def _is_short(first: str, mark: Mark) -> bool:
    if mark.kind == "dieu":
        return first[-1] not in ".:"
    if mark.kind not in _PLANS and len(first) > _MAX_ITEM:
        return False
    stopped = first[-1] == "." and mark.kind not in _PLANS
    return first[-1] not in ".:" or len(first.split()) <= (_MAX_STOPPED if stopped else _MAX_WORDS)


def _stands_alone(first: str, text: str, mark: Mark, stop: int, end: int, *, parent: bool) -> bool:
    """A line of its own above the text of the item, or above the items it holds."""
    below = text[stop : min(end, stop + 1000)].lstrip() if stop >= 0 else ""
    if not below:
        return parent or mark.kind == "dieu"
    blank = text[stop + 1 : stop + 2] == "\n"
    return (blank or len(first) < 60) and not below[0].islower()


def _division(text: str, first: str, stop: int, end: int) -> str:
    """A line, or several in capitals, beside or below the number; with the lines in small letters
    between them and the one that says with what the text is issued."""
    parts = [first] if first else []
    small: list[str] = []
    if stop >= 0 and (not first or first.isupper()):
        for line in map(str.strip, text[stop : min(end, stop + 2 * _MAX)].split("\n")):
            if not line:
                continue
            if parts and _ISSUED.match(line):
                parts += small
                break
            if len(line) > _MAX or len(small) >= _MOST_SMALL or _STATE.match(line):
                break
            if small or (parts and not (line.isupper() and parts[-1].isupper())):
                small.append(line)
                continue
            parts.append(line)
    return " ".join(" ".join(parts).split()).rstrip(" .:")
