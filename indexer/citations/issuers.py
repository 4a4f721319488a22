"""Who issued a document that is cited: *của Ban Thường vụ Tỉnh ủy*, *của UBND huyện*."""

from __future__ import annotations

import re
from typing import Final

from analyzers.letters import LOWER, UPPER

_NAME: Final = (
    rf"[{UPPER}][{LOWER}']{{0,7}}(?:\s[{UPPER}][{LOWER}']{{0,7}}){{0,3}}"
    rf"(?:\s-\s[{UPPER}][{LOWER}']{{0,7}}(?:\s[{UPPER}][{LOWER}']{{0,7}}){{0,2}})?"
)
"""A place: Quảng Trị, Thừa Thiên Huế, Bà Rịa - Vũng Tàu, Đakrông."""
_UNIT: Final = r"(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|[Xx]ã|[Pp]hường|[Đđ]ặc khu)"  # noqa: E501
_AREA: Final = rf"{_UNIT}(?:\s{_NAME})?"

_CENTRAL: Final = (
    "Ban Chấp hành Trung ương Đảng", "Ban Chấp hành Trung ương", "Bộ Chính trị",
    "Ban Bí thư Trung ương Đảng", "Ban Bí thư Trung ương", "Ban Bí thư", "Trung ương Đảng",
    "Quốc hội", "Chủ tịch nước", "Thủ tướng Chính phủ", "Thủ tướng", "Chính phủ",
    "Hội đồng Chính phủ", "Hội đồng Bộ trưởng", "Hội đồng Nhà nước", "Tòa án nhân dân tối cao",
    "Toà án nhân dân tối cao", "Viện kiểm sát nhân dân tối cao",
    "Hội đồng Thẩm phán Tòa án nhân dân tối cao", "Kiểm toán Nhà nước", "Kiểm toán nhà nước",
    "Ngân hàng Nhà nước Việt Nam", "Ngân hàng Nhà nước", "Thanh tra Chính phủ",
    "Văn phòng Chính phủ", "Văn phòng Quốc hội", "Văn phòng Trung ương Đảng", "Ủy ban Dân tộc",
    "Tổng Liên đoàn Lao động Việt Nam", "Trung ương Đoàn TNCS Hồ Chí Minh",
    "Ban Thi đua - Khen thưởng Trung ương", "Hội đồng Thi đua - Khen thưởng Trung ương",
    "Ban Tổ chức Trung ương", "Ban Tuyên giáo Trung ương", "Ban Dân vận Trung ương",
    "Ủy ban Kiểm tra Trung ương",
)  # fmt: skip
_FIELDS: Final = (
    "Nông nghiệp và Phát triển nông thôn", "Nông nghiệp và Môi trường",
    "Tài nguyên và Môi trường", "Lao động - Thương binh và Xã hội",
    "Lao động, Thương binh và Xã hội", "Giáo dục và Đào tạo", "Thông tin và Truyền thông",
    "Khoa học và Công nghệ", "Văn hóa, Thể thao và Du lịch", "Văn hoá, Thể thao và Du lịch",
    "Văn hóa và Thể thao", "Kế hoạch và Đầu tư", "Giao thông vận tải", "Công Thương",
    "Công thương", "Xây dựng", "Tài chính", "Nội vụ", "Tư pháp", "Y tế", "Ngoại giao",
    "Quốc phòng", "Công an", "Ngoại vụ", "Du lịch", "Dân tộc và Tôn giáo", "Thương mại",
    "Công nghiệp", "Văn hóa - Thông tin", "Văn hoá - Thông tin", "Thủy sản",
    "Bưu chính, Viễn thông",
)  # fmt: skip


def _any(words: tuple[str, ...]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in ordered)


_PEOPLE: Final = (
    r"(?:UBND|HĐND|UBMTTQ(?:VN)?|[UỦ][yỷ] ban nhân dân|Hội đồng nhân dân|[UỦ][yỷ] ban Nhân dân"
    r"|Hội đồng Nhân dân|[UỦ][yỷ] ban (?:Mặt trận Tổ quốc|MTTQ)(?:\sViệt\sNam)?)"
).replace(" ", r"\s")
_PARTY: Final = (
    r"(?:(?:Ban (?:Thường vụ|Chấp hành)|Thường trực|Thường vụ|BTV|BCH) )?"
    r"(?:(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) [uủ][yỷ]|Đảng bộ)"
).replace(" ", r"\s")
_STOP: Final = (
    r"(?=\s{0,3}(?:[,.;:()“”\"|]|\Z|\n\n)|\s{1,3}(?:về|Về|quy|ban|hướng|phê|sửa|tổ|triển|phát|ngày"
    r"|và|thì|đã|do|cho|để|trong|tại|theo|nhằm|có|là|được|trình)\b)"
)

ISSUER: Final = re.compile(
    rf"(?:{_any(_CENTRAL)})(?!\w)"
    r"|[UỦ][yỷ]\sban\s[Tt]hường\svụ\sQuốc\shội"
    rf"|(?:(?:Phó\s)?Chủ\stịch\s|Thường\strực\s)?{_PEOPLE}(?:\s(?:{_AREA}|{_NAME}))?"
    rf"|{_PARTY}(?:\s(?:{_AREA}|{_NAME}))?"
    rf"|(?:(?:Bộ\strưởng\s)?Bộ|(?:Giám\sđốc\s)?Sở)\s(?:{_any(_FIELDS)})(?:\s{_AREA})?"
    r"|(?:Tổng\scục|Cục|Chi\scục|Ban|Bộ|Sở|Văn\sphòng|Hội\sđồng|Tòa\sán|Viện|Thanh\stra|Liên\sđoàn"
    rf"|Hội|Đoàn|Công\san|Trường|Ủy\sban)\s[{UPPER}][{LOWER}]{{0,8}}(?:\s[\w-]{{1,12}}){{0,8}}?{_STOP}"
)
"""An office, by the rules its name is made of; what follows the name is not part of it."""
