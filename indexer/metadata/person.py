"""Names of persons, and the offices in which they sign."""

from __future__ import annotations

import re
from typing import Final

from analyzers.keys import unaccented as key
from analyzers.letters import LOWER, UPPER
from indexer.identity.document_types import BY_KEY

_OFFICES: Final = (
    "CHỦ TỊCH", "THỦ TƯỚNG", "BỘ TRƯỞNG", "THỨ TRƯỞNG", "GIÁM ĐỐC", "TỔNG GIÁM ĐỐC", "BÍ THƯ",
    "TỔNG BÍ THƯ", "CHÁNH VĂN PHÒNG", "CHÁNH THANH TRA", "CHÁNH ÁN", "VIỆN TRƯỞNG", "CỤC TRƯỞNG",
    "TỔNG CỤC TRƯỞNG", "CHI CỤC TRƯỞNG", "VỤ TRƯỞNG", "TRƯỞNG BAN", "TRƯỞNG PHÒNG", "HIỆU TRƯỞNG",
    "CHỦ NHIỆM", "TỔNG THANH TRA", "THỐNG ĐỐC", "TRƯỞNG CÔNG AN", "TƯ LỆNH", "CHỈ HUY TRƯỞNG",
    "TỔNG KIỂM TOÁN", "TRƯỞNG ĐOÀN", "CHÍNH ỦY", "TỔNG THƯ KÝ", "PHÓ BÍ THƯ", "THƯỜNG TRỰC",
    "TỔNG BIÊN TẬP", "THỦ TRƯỞNG", "THẨM PHÁN", "TRƯỞNG KHOA", "TRƯỞNG TRẠM", "ĐỘI TRƯỞNG",
    "ĐẠI DIỆN",
)  # fmt: skip
ROLES: Final = (
    rf"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)(?:\. ?|[ ])[{UPPER}]"
    rf"|(?:PHÓ |QUYỀN )?(?:{'|'.join(_OFFICES)})\b"
)
_ROLE: Final = re.compile(rf"^(?:{ROLES})")
_ROLE_ONLY: Final = re.compile(rf"^[{UPPER} ,./\-–&()]{{3,120}}$")
_FOR: Final = re.compile(r"^(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)(?:\. ?| )")
_ON_BEHALF: Final = re.compile(r"^(?:TM|T/M)(?:\. ?| )")
_DEPUTY: Final = re.compile(
    rf"^.*?\S (?P<own>(?:PHÓ|QUYỀN) (?:{'|'.join(_OFFICES)})\b.*|THỨ TRƯỞNG.*)$"
)
_HEAD: Final = re.compile(rf"^.*?\S (?P<own>(?:{'|'.join(_OFFICES)})\b.*)$")

_WORD: Final = rf"(?:[{UPPER}][{LOWER}'’]{{0,6}}|[{UPPER}]{{1,7}})"
NAME: Final = rf"{_WORD}(?: {{1,2}}{_WORD}){{1,5}}"
_TITLE: Final = (
    r"(?:(?:Thiếu|Trung|Thượng|Đại) (?:úy|uý|tá|tướng|Tướng|Tá)|(?:Chuẩn |Phó )?[ĐĐ]ô đốc"
    r"|PGS|GS|TSKH|TS|Ths|ThS|BS|BSCK ?I{0,2}|DS|KS|CN|LS|NGƯT|NGND|TTND|TTƯT|CKI{1,2}|CK ?I{0,2}"
    r"|Luật sư|Bác sĩ|Kỹ sư|Tiến sĩ|Thạc sĩ|Giáo sư|Phó Giáo sư|Ông|Bà|Đồng chí)"
)
_TITLES: Final = rf"(?:{_TITLE}(?:[.,:]|(?= )) ?[-–]? ?){{0,4}}"
_SIGNED_MARK: Final = r"[\[(]? ?(?:đã ký|Đã ký|ĐÃ KÝ|[Kk]ý tên|Ký bởi|đã kí|Đã kí|KÝ BỞI)\b"
SIGNED: Final = re.compile(rf"^{_SIGNED_MARK}.{{0,40}}$")
"""*(Đã ký)*, in place of a signature, perhaps with the name behind it."""
_PERSON: Final = re.compile(
    rf"^(?:{_SIGNED_MARK}(?: và đóng dấu)? ?[\])]? ?[:.]? ?|[\[(]?[^\W\d]{{0,8}}[\])] ?)?{_TITLES}"
    rf"(?P<name>{NAME})(?: ?[.])?$"
)
_ROLE_AND_NAME: Final = re.compile(
    rf"^(?P<role>[{UPPER}][{UPPER} ,./\-–]{{3,100}}?) (?:{_SIGNED_MARK} ?[\])]? ?[:.]? ?)?{_TITLES}"
    rf"(?P<name>[{UPPER}][{LOWER}'’]{{0,6}}(?: [{UPPER}][{LOWER}'’]{{0,6}}){{1,5}})$"
)
_SURNAMES: Final = frozenset(
    """
    an âu bá bạch bàn bành bế bùi ca cà cầm cao cát châu chế chu chử chung cù cung đàm đan đặng
    đào đái đậu điền điểu đinh đỗ đoàn đồng đổng đới đường dương giang giàng giáp hà hàn hầu hồ
    hoa hoàng hứa hùng huỳnh kha khổng khúc khuất kiều kim kpă ksor la lã lạc lai lâm lăng lê
    lều liễu lò lộc lỗ lô lữ lục lương lưu luyện lý mã ma mạc mai mầu mẫn nghiêm ngô ngọc ngụy
    ngân nguyễn nguyên nhâm nhan nhữ ninh nông ô ông phạm phan phí phó phong phù phùng phương
    quách quản quan quàng quang rơ sầm sùng siu sơn sử tạ tăng tào tẩn thạch thái thân thang
    thành thào thi thiều thôi tiền tiêu tô tôn tống tòng trà trần trang trịnh trình trương triệu
    triều từ tưởng vàng vạn văn vi viên võ vòng vũ vương xa xồng y yên
    """.split()  # noqa: SIM905  # a list of words reads better so
)


def is_role(line: str) -> bool:
    """Whether a line of capitals says in what office somebody signs."""
    return bool(_ROLE.match(line) and _ROLE_ONLY.match(line))


def own_role(line: str) -> str | None:
    """The signer's own office: *PHÓ CHỦ TỊCH* of *KT. CHỦ TỊCH PHÓ CHỦ TỊCH*; None where the line
    says only for whom somebody signs."""
    for pattern in (_DEPUTY, _HEAD if _ON_BEHALF.match(line) else None):
        if pattern and (match := pattern.match(line)):
            return match["own"]
    if _ON_BEHALF.match(line):
        return None
    return _FOR.sub("", line)


def person(line: str) -> tuple[int, int] | None:
    """Where in a line, that says nothing else, a person's name stands, without rank or degree.

    >>> line = "Đại tướng Nguyễn Văn A"
    >>> line[slice(*person(line))]
    'Nguyễn Văn A'
    """
    match = _PERSON.match(line)
    if match is None or key(line) in BY_KEY:
        return None
    name = match["name"]
    if name.isupper() and not has_surname(name):
        return None
    return match.span("name")


def has_surname(name: str) -> bool:
    """Whether a name begins with a family name of Vietnam: capitals may say anything else."""
    return name.split(maxsplit=1)[0].lower() in _SURNAMES


def role_and_name(line: str) -> tuple[str, tuple[int, int]] | None:
    """*BỘ TRƯỞNG (Đã ký) Nguyễn Văn A* on one line: the role, and where the name stands."""
    match = _ROLE_AND_NAME.match(line)
    if match and is_role(match["role"].strip()):
        return match["role"].strip(), match.span("name")
    return None
