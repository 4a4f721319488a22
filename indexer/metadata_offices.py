"""Names of offices, from the capitals of a document's head to how they are written in a sentence.

``ỦY BAN NHÂN DÂN / TỈNH LĨNH ĐÔNG`` and ``UBND tỉnh Lĩnh Đông`` are one office, and filters and
facets should show it once: *Ủy ban nhân dân tỉnh Lĩnh Đông*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_STARTS: Final = (
    "ỦY BAN", "UỶ BAN", "UBND", "HỘI ĐỒNG", "HĐND", "SỞ", "BỘ", "PHÒNG", "BAN", "CỤC", "CHI CỤC",
    "TỔNG CỤC", "TRUNG TÂM", "VĂN PHÒNG", "TỈNH ỦY", "THÀNH ỦY", "HUYỆN ỦY", "QUẬN ỦY", "THỊ ỦY",
    "ĐẢNG ỦY", "TỈNH UỶ", "THÀNH UỶ", "HUYỆN UỶ", "ĐẢNG BỘ", "QUỐC HỘI", "CHÍNH PHỦ", "THỦ TƯỚNG",
    "CHỦ TỊCH NƯỚC", "CÔNG AN", "VIỆN", "TRƯỜNG", "THANH TRA", "TÒA ÁN", "KIỂM TOÁN", "NGÂN HÀNG",
    "LIÊN ĐOÀN", "TỔNG LIÊN ĐOÀN", "HỘI", "BỘ CHỈ HUY", "MẶT TRẬN", "ĐOÀN", "TỔNG CÔNG TY",
    "BAN CHẤP HÀNH TRUNG ƯƠNG", "BỘ CHÍNH TRỊ", "KHO BẠC", "BỆNH VIỆN", "BAN QUẢN LÝ",
)  # fmt: skip
_STARTS_OFFICE: Final = re.compile(rf"^(?:{'|'.join(_STARTS)})(?!\w)")

_AREA: Final = re.compile(
    r"(?<!\w)(?:(?:tỉnh|thành|huyện|quận|thị|đảng) (?:ủy|uỷ)|tỉnh|thành phố|huyện|quận|thị xã"
    r"|thị trấn|xã|phường|đặc khu)(?: |$)"
)
_PROPER: Final = {
    "việt nam": "Việt Nam", "hồ chí minh": "Hồ Chí Minh", "mặt trận tổ quốc": "Mặt trận Tổ quốc",
    "tổ quốc": "Tổ quốc", "quốc hội": "Quốc hội", "chính phủ": "Chính phủ", "đảng": "Đảng",
    "tnchs": "TNCHS", "tncs": "TNCS",
}  # fmt: skip
_FIELDS: Final = {
    name.lower(): name
    for name in (
        "Nội vụ", "Tài chính", "Y tế", "Tư pháp", "Xây dựng", "Công Thương", "Giáo dục và Đào tạo",
        "Thông tin và Truyền thông", "Khoa học và Công nghệ", "Tài nguyên và Môi trường",
        "Nông nghiệp và Phát triển nông thôn", "Nông nghiệp và Môi trường", "Ngoại giao",
        "Kế hoạch và Đầu tư", "Văn hóa, Thể thao và Du lịch", "Văn hoá, Thể thao và Du lịch",
        "Lao động - Thương binh và Xã hội", "Giao thông vận tải", "Ngoại vụ", "Quốc phòng",
        "Công an", "Chính trị", "Văn hóa và Thông tin", "Dân tộc và Tôn giáo", "Du lịch",
        "Tài chính - Kế hoạch", "Văn hóa và Thể thao", "Tổ chức", "Tuyên giáo", "Dân vận",
    )
}  # fmt: skip
_BODY: Final = re.compile(r"^(bộ|sở|phòng|ban) (.+)$")
_SHORT: Final = (
    (re.compile(r"(?<!\w)UBND(?!\w)"), "Ủy ban nhân dân"),
    (re.compile(r"(?<!\w)HĐND(?!\w)"), "Hội đồng nhân dân"),
)


def last_office(lines: Sequence[str]) -> str | None:
    """The office that issues, of the lines of capitals at a head: the lowest one, whole.

    An office stands below the one it belongs to, and a name may go on on the next line.
    """
    office: list[str] = []
    for line in lines:
        if _STARTS_OFFICE.match(line):
            office = []
        office.append(line)
    name = " ".join(" ".join(office).split())
    return written(name) if name else None


def written(name: str) -> str:
    """An office's name as a sentence has it; a name that is not all capitals keeps its letters.

    >>> written("ỦY BAN NHÂN DÂN TỈNH LĨNH ĐÔNG"), written("SỞ NỘI VỤ")
    ('Ủy ban nhân dân tỉnh Lĩnh Đông', 'Sở Nội vụ')
    """
    for pattern, full in _SHORT:
        name = pattern.sub(full.upper() if name.isupper() else full, name)
    if not name.isupper():
        return name
    lower = name.lower()
    area = _AREA.search(lower)
    body, place = (lower[: area.end()], lower[area.end() :]) if area else (lower, "")
    body = _office(body.strip())
    place = " ".join(part[:1].upper() + part[1:] for part in place.split())
    whole = f"{body} {place}".strip()
    for small, proper in _PROPER.items():
        whole = re.sub(rf"(?<!\w){small}(?!\w)", proper, whole)
    return whole[:1].upper() + whole[1:]


def _office(body: str) -> str:
    """``sở nội vụ tỉnh`` -> ``Sở Nội vụ tỉnh``."""
    match = _BODY.match(body)
    if match:
        for field in sorted(_FIELDS, key=len, reverse=True):
            if match[2].startswith(field):
                return f"{match[1]} {_FIELDS[field]}{match[2][len(field) :]}"
        return f"{match[1]} {match[2][:1].upper()}{match[2][1:]}"
    return body
