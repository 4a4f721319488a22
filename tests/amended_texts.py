"""A made-up decree, and decrees that amend it."""

from __future__ import annotations

HEAD = """{issuer}
Số: {number}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày {day} tháng {month} năm {year}

NGHỊ ĐỊNH
{title}

Chính phủ ban hành Nghị định {about}.
"""
BASE = """Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi
Nghị định này quy định về chợ phiên.
Điều 2. Nguyên tắc
1. Công khai.
2. Bảo đảm:
a) Trật tự;
b) Vệ sinh.
3. Ban quản lý chợ lập sổ. Ban quản lý chợ giữ sổ.
Chương II
ĐIỀU KHOẢN THI HÀNH
Điều 3. Trách nhiệm
Ủy ban nhân dân xã thi hành Nghị định này.
Điều 4. Hiệu lực
Nghị định này có hiệu lực từ ngày 01 tháng 3 năm 2020.
"""


def text_of(number: str, date: str, title: str, body: str) -> str:
    year, month, day = date.split("-")
    head = HEAD.format(
        issuer="CHÍNH PHỦ", number=number, day=day, month=month, year=year, title=title,
        about=title[0].lower() + title[1:],
    )  # fmt: skip
    return head + body


OLD = "10/2020/NĐ-CP"
AMENDS = (
    f"Sửa đổi, bổ sung một số điều của Nghị định số {OLD} ngày 10 tháng 01 năm 2020 về chợ phiên"
)


def amending(*items: str, number: str = "20/2022/NĐ-CP", start: str = "01 tháng 7 năm 2022") -> str:
    body = f"Điều 1. {AMENDS}\n" + "".join(f"{at}. {item}\n" for at, item in enumerate(items, 1))
    body += f"Điều 2. Hiệu lực thi hành\nNghị định này có hiệu lực từ ngày {start}.\n"
    return text_of(number, "2022-05-05", AMENDS, body)


DECREE = text_of(OLD, "2020-01-10", "Về chợ phiên", BASE)
