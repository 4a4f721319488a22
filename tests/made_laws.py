"""Three made-up laws: one, one that amends it, and one that ends it."""

from __future__ import annotations

from indexer.core.engine import Engine
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse

FERRIES = """QUỐC HỘI
Luật số: 11/2010/QH12

LUẬT
CẦU PHÀ

Quốc hội ban hành Luật Cầu phà.

Điều 1. Phạm vi điều chỉnh

Luật này quy định về cầu và phà.

Điều 2. Phí qua phà

1. Người đi bộ không phải trả phí qua phà.

2. Xe máy trả phí là năm nghìn đồng.

Điều 3. Hiệu lực thi hành

Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2011.

Luật này đã được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XII, kỳ họp thứ 7 thông qua ngày 17 tháng 6 năm 2010.
"""  # noqa: E501  # a line of a law is one line
AMENDING = """QUỐC HỘI
Luật số: 22/2015/QH13

LUẬT
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT CẦU PHÀ SỐ 11/2010/QH12

Quốc hội ban hành Luật sửa đổi, bổ sung một số điều của Luật Cầu phà số 11/2010/QH12.

Điều 1. Sửa đổi, bổ sung một số điều của Luật Cầu phà

1. Sửa đổi, bổ sung khoản 2 Điều 2 như sau:

“2. Xe máy trả phí là mười nghìn đồng.”.

2. Bãi bỏ Điều 1.

Điều 2. Hiệu lực thi hành

Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2016.

Luật này đã được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XIII, kỳ họp thứ 9 thông qua ngày 25 tháng 6 năm 2015.
"""  # noqa: E501  # a line of a law is one line
LANDINGS = """QUỐC HỘI
Luật số: 33/2020/QH14

LUẬT
BẾN PHÀ

Quốc hội ban hành Luật Bến phà.

Điều 1. Phí qua phà

Xe máy không phải trả phí qua phà.

Điều 2. Hiệu lực thi hành

1. Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2021.

2. Luật Cầu phà số 11/2010/QH12 đã được sửa đổi, bổ sung một số điều theo Luật số 22/2015/QH13 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành.

Luật này đã được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XIV, kỳ họp thứ 10 thông qua ngày 17 tháng 11 năm 2020.
"""  # noqa: E501  # a line of a law is one line

FILES = {"cu.txt": FERRIES, "sua.txt": AMENDING, "moi.txt": LANDINGS}
OLD = "11-2010-qh12.2010-06-17"
CHANGING = "22-2015-qh13.2015-06-25"
NEW = "33-2020-qh14.2020-11-17"
LETTER = "Số: 7/KH-UBND\n\nKẾ HOẠCH\n\nVề việc thử phà\n\n1. Xe máy đi phà.\n"


def put(engine: Engine, files: dict[str, str]) -> None:
    """Index some texts."""
    with engine.writer() as writer:
        for name, text in files.items():
            document, clauses = parse(text, name)
            writer.put(document, entries(document, clauses))
