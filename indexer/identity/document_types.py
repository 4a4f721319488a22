"""Kinds of documents, by the names at their head. The table is in ``analyzers``."""

from __future__ import annotations

from typing import Final

from analyzers.keys import unaccented
from analyzers.type_table import document_types

TYPES: Final = tuple(kind.name for kind in document_types())

FORMS: Final[tuple[str, ...]] = (
    "Tờ khai", "Đơn đề nghị", "Đơn đăng ký", "Đơn xin", "Đơn khiếu nại", "Đơn tố cáo",
    "Đơn yêu cầu", "Đơn khởi kiện", "Đơn kiến nghị", "Bản án", "Bản cam kết", "Bản kê khai",
    "Bản thuyết minh", "Giấy phép", "Giấy chứng nhận", "Giấy xác nhận", "Giấy đề nghị",
    "Giấy đăng ký", "Giấy biên nhận", "Giấy thông báo", "Phiếu", "Thư mời", "Thỏa thuận",
    "Lý lịch", "Sơ yếu lý lịch", "Bảng kê", "Bảng tổng hợp", "Lịch", "Đề cương",
)  # fmt: skip
"""Other things that people file. They are known at the head of a document only: *lịch* or *phiếu*
in a sentence names no document."""

BY_KEY: Final[dict[str, str]] = {unaccented(name): name for name in TYPES}
"""Name without accents -> name, so that ``CHÌ THỊ`` of a scan is still a Chỉ thị."""

CODES: Final = frozenset(kind.code.upper() for kind in document_types() if kind.code)
"""Codes of kinds in document numbers, in capitals."""

LAWS: Final = frozenset(kind.name for kind in document_types() if kind.law)
"""Kinds whose name includes the kind: *Luật Đất đai*."""


def type_at_start(line: str) -> str | None:
    """The kind whose name a line begins with: the longest that fits, whole words only."""
    words = unaccented(line[:60]).replace(":", " ").split()
    for count in range(min(4, len(words)), 0, -1):
        name = BY_KEY.get(" ".join(words[:count]))
        if name:
            return name
    return None
