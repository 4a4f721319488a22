"""Titles in capitals as a sentence would write them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from analyzers.lexicon import rows
from indexer.identity.document_types import LAWS
from indexer.identity.place_names import PROVINCES

_KEPT: Final = re.compile(r"\d|/|^[IVXLC]+$")
"""Numbers, signs of documents and Roman numerals stay in capitals."""
_ALSO_WORDS: Final = frozenset({"VI", "XI", "LI"})
"""Roman numerals that are syllables too: *phạm vi*, *xi măng*."""
_NUMBERED: Final = frozenset(
    {
        "CHƯƠNG", "PHẦN", "MỤC", "LỤC", "KHÓA", "KHOÁ", "HẠNG", "KỲ", "LẦN", "THỨ", "NHÓM", "LOẠI",
        "CẤP", "BẬC", "QUÝ", "KỶ", "VÙNG", "MẪU", "ĐỢT", "BẢNG", "TẬP", "QUYỂN", "HỘI",
    }
)  # fmt: skip
"""What a Roman numeral comes after."""
_PROPER: Final = {
    name.lower(): name
    for name in (
        *PROVINCES, "Cộng hòa xã hội chủ nghĩa Việt Nam", "Nhà nước", "Nhân dân", "Đảng",
        "Quốc hội", "Chính phủ", "Thủ tướng Chính phủ", "Ủy ban nhân dân", "Hội đồng nhân dân",
        "Mặt trận Tổ quốc Việt Nam", "Tòa án nhân dân", "Viện kiểm sát nhân dân",
        "Quân đội nhân dân Việt Nam", "Công an nhân dân", "Liên hợp quốc", "Tổ quốc",
    )
}  # fmt: skip
_LONGEST: Final = max(name.count(" ") for name in _PROPER) + 1


@lru_cache(maxsize=1_000)
def sentence_case(title: str, type_: str | None = None) -> str:
    """A title with single blanks, and if it is all in capitals, in lower case but for its first
    letter, proper names and abbreviations. What is mixed stays: it has the right capitals.

    Args:
        type_: the kind of document; the name of a law has a capital after it.

    >>> sentence_case("LUẬT  ĐẤT ĐAI", "Luật"), sentence_case("LUẬT QUỐC TỊCH VIỆT NAM", "Luật")
    ('Luật Đất đai', 'Luật Quốc tịch Việt Nam')
    >>> sentence_case("VỀ GIÁ NƯỚC SẠCH CỦA UBND TỈNH NĂM 2021"), sentence_case("Về giá nước")
    ('Về giá nước sạch của UBND tỉnh năm 2021', 'Về giá nước')
    """
    words = title.split()
    if not title.isupper():
        return " ".join(words)
    before = ("", *words)
    lower = [
        word if _stays(word, ahead) else word.lower()
        for ahead, word in zip(before, words, strict=False)
    ]
    made: list[str] = []
    while len(made) < len(lower):
        made += _proper(lower, len(made)) or [lower[len(made)]]
    made[0] = _capital(made[0])
    name = len(type_.split()) if type_ in LAWS else 0
    if 0 < name < len(made) and " ".join(lower[:name]) == str(type_).lower():
        made[name] = _capital(made[name])
    return " ".join(made)


def _stays(word: str, before: str) -> bool:
    if word.strip(",.;:()") in _ALSO_WORDS and before not in _NUMBERED:
        return False
    return bool(_KEPT.search(word)) or word.strip(",.;:()") in _abbreviations()


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return frozenset(row[0] for row in rows("abbreviations"))


def _proper(words: list[str], at: int) -> list[str]:
    """The longest proper name that begins at a word, with its capitals."""
    for count in range(min(_LONGEST, len(words) - at), 0, -1):
        written = " ".join(words[at : at + count])
        bare = written.rstrip(",.;:)")
        if bare in _PROPER:
            return (_PROPER[bare] + written[len(bare) :]).split()
    return []


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
