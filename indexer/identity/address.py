"""A clause's address in its three spellings: as said, as linked, as one step of either."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from analyzers.normalize import decompose
from indexer.core.document import Level, Path

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
}
"""The word before the number (Luật Ban hành văn bản quy phạm pháp luật, bố cục văn bản)."""

_GLOBAL: Final[frozenset[Level]] = frozenset({"dieu"})
"""Levels whose numbers run through the whole document, so that what stands above is not needed."""


def label(path: Path) -> str:
    """The address as a person writes it, innermost first: ``điểm b khoản 2 Điều 5``.

    What stands above an Điều is left out, as lawyers leave it out. Empty for an empty path.
    """
    return " ".join(
        f"{NAMES[step.level]} {step.number}".strip() for step in reversed(_from_global(path))
    )


def anchor(path: Path) -> str:
    """The address as part of a link: ``dieu-5.khoan-2.diem-dd``. Empty for an empty path."""
    return ".".join(_slug(step.level, step.number) for step in _from_global(path))


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


def _from_global(path: Path) -> Path:
    for index in range(len(path) - 1, -1, -1):
        if path[index].level in _GLOBAL:
            return path[index:]
    return path
