"""What the spellings of one cited document share."""

from __future__ import annotations

import re
from typing import Final

from analyzers.known import known
from indexer.identity.document_id import number_key

_YEAR: Final = re.compile(r"[,\s]+(?:năm\s+)?((?:19|20)\d\d)$", re.IGNORECASE)
_DECORATED: Final = re.compile(
    r"\bcủa quốc hội(?: nước cộng h(?:òa|oà) xã hội chủ nghĩa việt nam)?"
    r"|\bsố \d+[-/]\S+|\bngày \d{1,2} tháng \d{1,2} năm \d{4}|\bngày \d{1,2}[/-]\d{1,2}[/-]\d{4}"
    r"|(?<=^luật )\s*về\b|\bnước cộng h(?:òa|oà) xã hội chủ nghĩa việt nam"
)


@known(2_000, 200)
def key(name: str) -> str:
    """The key of a number, of a law's name or of a document's id.

    >>> key("34-CT/TW") == key("34 ct tw"), key("Luật Thi đua, khen thưởng")
    (True, 'luat-thi-dua-khen-thuong')
    """
    return number_key(name)


def year_of(title: str) -> str | None:
    """The year that a law is named with: 2015 for *Bộ luật Dân sự năm 2015*."""
    match = _YEAR.search(title)
    return match[1] if match else None


@known(2_000, 300)
def name_key(title: str) -> str:
    """The key of a law's name, without its year and what old heads add to it."""
    plain = " ".join(_YEAR.sub("", title).lower().split())
    for _ in range(3):  # "LUẬT CỦA QUỐC HỘI SỐ ... NGÀY ... VỀ CÔNG TY"
        plain = " ".join(_DECORATED.sub(" ", plain).split())
    return number_key(re.sub(r"^(bộ luật|luật|pháp lệnh) về ", r"\1 ", plain))
