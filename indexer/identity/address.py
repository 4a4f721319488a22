"""A clause's address in its three spellings: as said, as linked, as one step of either."""

from __future__ import annotations

from typing import Final

from indexer.core.document import Level, Path
from indexer.core.ids import anchor, global_path, slug

__all__ = ["NAMES", "anchor", "label", "slug"]

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


def label(path: Path) -> str:
    """The address as a person writes it, innermost first: ``điểm b khoản 2 Điều 5``.

    What stands above an Điều is left out, as lawyers leave it out. Empty for an empty path.
    """
    return " ".join(
        f"{NAMES[step.level]} {step.number}".strip() for step in reversed(global_path(path))
    )
