"""Which of the lines in capitals at a document's head name the office that issues it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from indexer.identity.office_names import office_name

_STARTS: Final = (
    "ỦY BAN", "UỶ BAN", "UBND", "HỘI ĐỒNG", "HĐND", "SỞ", "BỘ", "PHÒNG", "BAN", "CỤC", "CHI CỤC",
    "TỔNG CỤC", "TRUNG TÂM", "VĂN PHÒNG", "TỈNH ỦY", "THÀNH ỦY", "HUYỆN ỦY", "QUẬN ỦY", "THỊ ỦY",
    "ĐẢNG ỦY", "TỈNH UỶ", "THÀNH UỶ", "HUYỆN UỶ", "ĐẢNG BỘ", "QUỐC HỘI", "CHÍNH PHỦ", "THỦ TƯỚNG",
    "CHỦ TỊCH NƯỚC", "CÔNG AN", "VIỆN", "TRƯỜNG", "THANH TRA", "TÒA ÁN", "KIỂM TOÁN", "NGÂN HÀNG",
    "LIÊN ĐOÀN", "TỔNG LIÊN ĐOÀN", "HỘI", "MẶT TRẬN", "ĐOÀN", "TỔNG CÔNG TY", "KHO BẠC",
    "BỆNH VIỆN",
)  # fmt: skip
_STARTS_OFFICE: Final = re.compile(rf"^(?:{'|'.join(_STARTS)})(?!\w)")


def last_office(lines: Sequence[str]) -> str | None:
    """The office that issues: the lowest one, whole, as a sentence writes its name.

    An office stands below the one it belongs to, and a name may go on on the next line.

    >>> last_office(["ỦY BAN NHÂN DÂN", "TỈNH LĨNH ĐÔNG", "SỞ NỘI VỤ"])
    'Sở Nội vụ'
    """
    office: list[str] = []
    for line in lines:
        if _STARTS_OFFICE.match(line):
            office = []
        office.append(line)
    name = " ".join(" ".join(office).split())
    return office_name(name) if name else None
