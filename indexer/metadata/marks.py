"""Lines of a head that are recognised by how they begin."""

from __future__ import annotations

import re
from typing import Final

from indexer.metadata.cells import RULE, is_motto

STAMP: Final = re.compile(
    r"^(?:ĐẾN|ĐEN|CÔNG VĂN ĐẾN|Đến|Chuyển|Chuyên|Lưu hồ sơ(?: số)?|Số đến|Ngày đến|HỎA TỐC|KHẨN"
    r"|THƯỢNG KHẨN|MẬT|TỐI MẬT|TUYỆT MẬT|DỰ THẢO)\b ?(?:[:.]|$|Ngày|Số|Giờ)"
)
WEB_LINE: Final = re.compile(
    r"^(?:Thứ (?:hai|ba|tư|năm|sáu|bảy)|Chủ nhật),? |(?:Ảnh|Nguồn ảnh|Ảnh minh h[oọ]a) ?[:/]"
    r"|^\d{1,2}/\d{1,2}/\d{4}\b.{0,20}$|^(?:Trang chủ|Cỡ chữ|In trang|Chia sẻ)\b",
    re.IGNORECASE,
)
GAZETTE: Final = re.compile(
    r"^(?:\d{1,4} )?CÔNG BÁO ?/|^VĂN BẢN (?:QUY PHẠM )?PHÁP LUẬT(?: KHÁC)?$"
    r"|^CHỦ TỊCH NƯỚC - QUỐC HỘI$|^\(?Tiếp theo Công báo"
)
"""Running heads and sections of the gazette."""
_SIGNERS: Final = (
    r"CHỦ TỊCH|PHÓ CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH ÁN|VIỆN TRƯỞNG"
    r"|TỔNG CỤC TRƯỞNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|TỔNG KIỂM TOÁN|THỐNG ĐỐC|TỔNG THANH TRA"
    r"|HIỆU TRƯỞNG|CHỦ NHIỆM|TRƯỞNG BAN|TRƯỞNG PHÒNG"
)
_BODIES: Final = (
    r"ỦY BAN|UỶ BAN|HỘI ĐỒNG|CHÍNH PHỦ|QUỐC HỘI|BAN CHẤP HÀNH|BAN THƯỜNG VỤ|HỘI NGHỊ|ĐẠI HỘI"
)
ISSUES: Final = re.compile(rf"^(?:(?:{_SIGNERS}|{_BODIES})\b|THƯỜNG TRỰC )")
"""The office or person that issues, in capitals between title and text."""
BASIS: Final = re.compile(r"^(?:-|–|\+)? ?Căn cứ\b")
OPENER: Final = re.compile(
    r"^(?:Căn cứ|Thực hiện |Thi hành |Theo (?:đề nghị|Tờ trình|quy định)|Xét |Nhằm |Để |Trong |Sau "
    r"|Ngày \d|Năm \d{4}|Trên cơ sở|Tiếp tục |Trước |Vừa qua|Thời gian qua|Những năm|Hiện nay"
    r"|Phát huy|(?:[A-ZĐ][^\n]{0,80} )?(?:nêu rõ|ban hành Luật|ban hành Bộ luật)"
    r"|Hôm nay|Kính gửi|KÍNH GỬI|gửi:|Kính mời|Chúng tôi|Tôi tên|Họ và tên|Tên "
    rf"|(?:{_SIGNERS}|{_BODIES}|LỜI NÓI ĐẦU)\b)"
)
"""How the text after a title begins."""
ENCLOSED: Final = re.compile(
    r"^\((?:Ban hành )?(?:[Kk]èm theo|[Tt]heo |Ban hành theo|Tiếp theo|Đính kèm|Được )"
)
"""*(Kèm theo Quyết định số ...)*."""


def stands_apart(line: str) -> bool:
    """Whether a line belongs to the frame of a head, not to its words."""
    if RULE.match(line) or STAMP.match(line) or GAZETTE.match(line) or line == "NHÂN DANH":
        return True
    return is_motto(line)
