"""Kinds of documents, by the names they carry at their head."""

from __future__ import annotations

from typing import Final

from indexer.core.filters import key

TYPES: Final[tuple[str, ...]] = (
    # Luật Ban hành văn bản quy phạm pháp luật
    "Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Lệnh", "Sắc lệnh", "Sắc luật", "Nghị quyết",
    "Nghị quyết liên tịch", "Nghị định", "Thông tư", "Thông tư liên tịch", "Quyết định",
    "Văn bản hợp nhất",
    # Nghị định 30/2020/NĐ-CP, điều 7
    "Chỉ thị", "Quy chế", "Quy định", "Thông cáo", "Thông báo", "Hướng dẫn", "Chương trình",
    "Kế hoạch", "Phương án", "Đề án", "Dự án", "Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng",
    "Công văn", "Công điện", "Bản ghi nhớ", "Bản thỏa thuận", "Giấy ủy quyền", "Giấy mời",
    "Giấy giới thiệu", "Giấy nghỉ phép", "Phiếu gửi", "Phiếu chuyển", "Phiếu báo", "Thư công",
    # Hướng dẫn 36-HD/VPTW của Văn phòng Trung ương Đảng
    "Kết luận", "Thông tri", "Điều lệ", "Cương lĩnh", "Quy trình", "Lời kêu gọi", "Tuyên bố",
    "Nội quy", "Quy chuẩn", "Danh mục",
)  # fmt: skip

FORMS: Final[tuple[str, ...]] = (
    "Tờ khai", "Đơn đề nghị", "Đơn đăng ký", "Đơn xin", "Đơn khiếu nại", "Đơn tố cáo",
    "Đơn yêu cầu", "Đơn khởi kiện", "Đơn kiến nghị", "Bản án", "Bản cam kết", "Bản kê khai",
    "Bản thuyết minh", "Giấy phép", "Giấy chứng nhận", "Giấy xác nhận", "Giấy đề nghị",
    "Giấy đăng ký", "Giấy biên nhận", "Giấy thông báo", "Phiếu", "Thư mời", "Thỏa thuận",
    "Lý lịch", "Sơ yếu lý lịch", "Bảng kê", "Bảng tổng hợp", "Lịch", "Đề cương",
)  # fmt: skip
"""Other things that people file. They are known at the head of a document only: *lịch* or *phiếu*
in a sentence names no document."""

BY_KEY: Final[dict[str, str]] = {key(name): name for name in TYPES}
"""Folded name -> name, so that ``CHÌ THỊ`` of a scan is still a Chỉ thị."""

LAWS: Final = frozenset({"Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Sắc lệnh", "Sắc luật"})
"""Kinds whose name includes the kind: *Luật Đất đai*."""

CODES: Final[dict[str, str]] = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QYĐ": "Quy định",
    "TC": "Thông cáo", "TB": "Thông báo", "HD": "Hướng dẫn", "CTR": "Chương trình",
    "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án", "DA": "Dự án", "BC": "Báo cáo",
    "BB": "Biên bản", "TTR": "Tờ trình", "HĐ": "Hợp đồng", "CĐ": "Công điện", "NĐ": "Nghị định",
    "TT": "Thông tư", "TTLT": "Thông tư liên tịch", "KL": "Kết luận", "PL": "Pháp lệnh",
    "NQLT": "Nghị quyết liên tịch", "VBHN": "Văn bản hợp nhất", "NQI": "Nghị quyết",
}  # fmt: skip
"""Ký hiệu -> kind (Nghị định 30/2020/NĐ-CP, Phụ lục III), in upper case."""


def type_at_start(line: str) -> str | None:
    """The kind whose name a line begins with: the longest that fits, whole words only."""
    words = key(line[:60]).replace(":", " ").split()
    for count in range(min(4, len(words)), 0, -1):
        name = BY_KEY.get(" ".join(words[:count]))
        if name:
            return name
    return None
