"""Which of the lines in capitals at a document's head name the office that issues it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from indexer.identity.office_names import office_name

_STARTS: Final = (
    "ỦY BAN", "UỶ BAN", "UBND", "HỘI ĐỒNG", "HĐND", "SỞ", r"BỘ(?! ĐỘI)", "PHÒNG", "BAN", "CỤC",
    "CHI CỤC", "TỔNG CỤC", "TRUNG TÂM", "VĂN PHÒNG", "TỈNH ỦY", "THÀNH ỦY", "HUYỆN ỦY", "QUẬN ỦY",
    "THỊ ỦY", "ĐẢNG ỦY", "TỈNH UỶ", "THÀNH UỶ", "HUYỆN UỶ", "ĐẢNG BỘ", "CHI BỘ", "QUỐC HỘI",
    "CHÍNH PHỦ", "THỦ TƯỚNG", "CHỦ TỊCH NƯỚC", "CHỦ TỊCH CHÍNH PHỦ", "CÔNG AN", "VIỆN", "TRƯỜNG",
    "THANH TRA", "TÒA ÁN", "TOÀ ÁN", "KIỂM TOÁN", "NGÂN HÀNG", "LIÊN ĐOÀN", "TỔNG LIÊN ĐOÀN",
    "HỘI", "MẶT TRẬN", "ĐOÀN", "TỔNG CÔNG TY", "CÔNG TY", "TẬP ĐOÀN", "KHO BẠC", "BỆNH VIỆN",
    "ĐẠI HỌC", "HỌC VIỆN", "HIỆP HỘI", "LIÊN MINH", "BẢO HIỂM XÃ HỘI", "ĐÀI", "NHÀ XUẤT BẢN",
    "CHI NHÁNH", "VỤ", "THÔNG TẤN XÃ", "CÔNG ĐOÀN", "TRUNG ƯƠNG",
)  # fmt: skip
STARTS_OFFICE: Final = re.compile(rf"^(?:{'|'.join(_STARTS)})(?!\w)")
_UNFINISHED: Final = re.compile(
    r"^(?:VĂN PHÒNG|THANH TRA|THƯỜNG TRỰC|BAN THƯỜNG VỤ|ỦY BAN THƯỜNG VỤ|UỶ BAN THƯỜNG VỤ"
    r"|BAN CHẤP HÀNH|ĐOÀN ĐẠI BIỂU|VIỆN KIỂM SÁT|CÔNG AN|TÒA ÁN|TOÀ ÁN|BAN CHỈ ĐẠO|HỘI ĐỒNG"
    r"|TRUNG TÂM|ỦY BAN|UỶ BAN|VỤ|CỤC|SỞ|BỘ|BAN|ĐẢNG BỘ|ĐẢNG ỦY|CÔNG ĐOÀN)$"
    r"|[-–,]$|\b(?:VÀ|CỦA|THUỘC|VỀ)$"
)
"""A line after which a name must go on, even if the next one looks like an office."""


def last_office(lines: Sequence[str], *, joint: bool = False) -> tuple[str | None, int]:
    """The office that issues, as a sentence writes its name, and which line its name begins at.

    It is the lowest, for an office stands below the one it belongs to, and whole, for a name may
    go on on the next line. ``joint``: several issue together, and all are named.

    >>> last_office(["ỦY BAN NHÂN DÂN", "TỈNH LĨNH ĐÔNG", "SỞ NỘI VỤ"])
    ('Sở Nội vụ', 2)
    """
    office: list[str] = []
    first = 0
    for place, line in enumerate(lines):
        unfinished = bool(office) and _UNFINISHED.search(office[-1])
        if STARTS_OFFICE.match(line) and not unfinished:
            if joint and office:
                office[-1] += " -"
            else:
                office, first = [], place
        office.append(line)
    name = " ".join(" ".join(office).split()).strip(" -–,")
    return (office_name(name) if name else None), first
