"""A clause's address in its three spellings: as said, as linked, as one step of either."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from analyzers.normalize import decompose
from indexer.core.document import REGIONS, Level, Path, Step
from indexer.identity.document_types import type_at_start

NAMES: Final[dict[Level, str]] = {
    "phan": "Phần",
    "chuong": "Chương",
    "muc": "mục",
    "tieu-muc": "tiểu mục",
    "dieu": "Điều",
    "khoan": "khoản",
    "diem": "điểm",
    "gach": "gạch đầu dòng",
    "phu-luc": "Phụ lục",
    "kem-theo": "văn bản kèm theo",
    "van-ban": "văn bản",
    "mau": "Mẫu số",
    "thu-tuc": "Thủ tục",
    "buoc": "Bước",
    "quote": "trích tại",
    "note": "chú thích",
    "bang": "Bảng",
}
"""The word before the number (Luật Ban hành văn bản quy phạm pháp luật, bố cục văn bản)."""

_NUMBERED_THROUGH: Final[frozenset[Level]] = frozenset({"dieu"})
"""Levels whose numbers run through a whole text, so that what stands above in it is not needed."""


def label(path: Path) -> str:
    """The address as a person writes it, innermost first: ``điểm b khoản 2 Điều 5``.

    What stands above an Điều is left out, as lawyers leave it out, but not in whose text it
    stands: ``Điều 1 Quy chế kèm theo``, ``Điều 248 (trích tại khoản 18 Điều 1)``. Empty for an
    empty path.
    """
    said = ""
    for step in _needed(path):
        if step.level == "quote":
            said = f"({NAMES['quote']} {said})" if said else f"({NAMES['quote']} văn bản này)"
        else:
            said = f"{step_name(step)} {said}".rstrip()
    return said


def step_name(step: Step) -> str:
    """One step as a person writes it: ``khoản 2``, ``Mẫu số 01``, ``Quy chế kèm theo``."""
    if step.level == "kem-theo":
        issued = type_at_start(step.heading)
        return f"{issued} kèm theo" if issued else NAMES["kem-theo"]
    if step.level == "mau" and not step.number:
        return "Mẫu"
    return f"{NAMES[step.level]} {step.number}".strip()


def anchor(path: Path) -> str:
    """The address as part of a link: ``dieu-5.khoan-2.diem-dd``. Empty for an empty path."""
    return ".".join(_slug(step.level, step.number) for step in _needed(path))


def slug(text: str) -> str:
    """Letters, digits and single hyphens; ``đ`` is ``dd`` only where it stands alone.

    >>> slug("167/KH-UBND"), slug("đ")
    ('167-kh-ubnd', 'dd')
    """
    if text.lower() in {"đ", "ð"}:
        return "dd"
    plain = decompose(text.lower()).replace("đ", "d").replace("ð", "d")
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


@lru_cache(maxsize=8192)
def _slug(level: Level, number: str) -> str:
    return f"{level}-{slug(number)}" if number else level


def _needed(path: Path) -> Iterator[Step]:
    """The steps without those that stand above an Điều in its own text."""
    needed: list[Step] = []
    region = 0
    for step in path:
        if step.level in REGIONS:
            region = len(needed) + 1
        elif step.level in _NUMBERED_THROUGH:
            del needed[region:]
        needed.append(step)
    return iter(needed)
