"""A clause's address in its three spellings: for people, in links, and one step of either."""

from __future__ import annotations

from typing import Final

from indexer.core.document import Level, Path, Step
from indexer.core.ids import anchor, global_path, slug
from indexer.identity.document_types import type_at_start

__all__ = ["NAMES", "anchor", "label", "slug", "step_name"]

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
    "trang-tinh": "trang tính",
    "dong": "dòng",
    "trang-chieu": "trang chiếu",
}
"""The word before the number (Luật Ban hành văn bản quy phạm pháp luật, bố cục văn bản)."""


def label(path: Path) -> str:
    """The address as a person writes it, innermost first: ``điểm b khoản 2 Điều 5``.

    What stands above an Điều is left out, as lawyers leave it out, but not in whose text it
    stands: ``Điều 1 Quy chế kèm theo``, ``Điều 248 (trích tại khoản 18 Điều 1)``. Empty for an
    empty path.
    """
    label = ""
    for step in global_path(path):
        if step.level == "quote":
            label = f"({NAMES['quote']} {label})" if label else f"({NAMES['quote']} văn bản này)"
        elif step.level == "dong":
            label = f"{step_name(step)}, {label}" if label else step_name(step)
        else:
            label = f"{step_name(step)} {label}".rstrip()
    return label


def step_name(step: Step) -> str:
    """One step as a person writes it: ``khoản 2``, ``Mẫu số 01``, ``Quy chế kèm theo``."""
    if step.level == "kem-theo":
        issued = type_at_start(step.heading)
        return f"{issued} kèm theo" if issued else NAMES["kem-theo"]
    if step.level == "mau" and not step.number:
        return "Mẫu"
    if step.level == "trang-tinh":
        return f"{NAMES[step.level]} “{step.number}”"
    return f"{NAMES[step.level]} {step.number}".strip()
