"""One name for one office, however its documents shout or shorten it.

A letterhead says ``ỦY BAN NHÂN DÂN TỈNH LĨNH ĐÔNG``, a text says ``UBND tỉnh Lĩnh Đông``. Filters
and facets need one spelling; the document's own is in its metadata.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from analyzers.known import known
from indexer.identity.place_names import PROVINCES

_HYPHEN: Final = re.compile(r"\s*-\s*(?=(?:BỘ|ỦY BAN|UỶ BAN|SỞ|BAN|TÒA|VIỆN|TỔNG|CỤC)\b)")
"""Between two offices: *BỘ QUỐC PHÒNG-BỘ TÀI CHÍNH*."""

_SHORT: Final = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "MTTQ": "Mặt trận Tổ quốc",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "BCH": "Ban Chấp hành",
    "BTV": "Ban Thường vụ",
}

_UNITS: Final = (
    "thành phố", "tỉnh", "thị xã", "thị trấn", "quận", "huyện", "phường", "xã", "khu phố",
    "đặc khu",
)  # fmt: skip
"""After these comes a name, every syllable of it with a capital."""

_OFFICES: Final = (
    "ban chấp hành", "ban thường vụ", "bộ chính trị", "ban bí thư", "bộ", "sở", "phòng", "cục",
    "chi cục", "tổng cục", "vụ", "viện", "trung tâm", "văn phòng", "thanh tra", "công an",
    "tập đoàn", "tổng công ty",
)  # fmt: skip
"""After these only the first syllable of what they are about has a capital: Sở Nội vụ."""

_SCHOOLS: Final = (
    "trung học phổ thông", "trung học cơ sở", "thpt", "thcs", "tiểu học", "mầm non", "mẫu giáo",
)  # fmt: skip
"""After these comes a name as well: Trường Tiểu học Kim Đồng."""

_PROPER: Final = {
    **{name.lower(): name for name in PROVINCES},
    "quốc hội": "Quốc hội",
    "ủy ban thường vụ quốc hội": "Ủy ban Thường vụ Quốc hội",
    "nhà nước": "Nhà nước",
    "chủ tịch nước": "Chủ tịch nước",
    "đại học": "Đại học",
    "cao đẳng": "Cao đẳng",
    "học viện": "Học viện",
    "quốc gia": "Quốc gia",
    "đảng bộ": "Đảng bộ",
    "xã hội": "xã hội",
    "tổ quốc": "Tổ quốc",
    "trung ương": "Trung ương",
    "chính phủ": "Chính phủ",
    "mặt trận": "Mặt trận",
    "ban chấp hành": "Ban Chấp hành",
    "ban thường vụ": "Ban Thường vụ",
    "bộ chính trị": "Bộ Chính trị",
    "ban bí thư": "Ban Bí thư",
    "tỉnh ủy": "Tỉnh ủy",
    "thành ủy": "Thành ủy",
    "huyện ủy": "Huyện ủy",
    "quận ủy": "Quận ủy",
    "đảng ủy": "Đảng ủy",
    "thông tin và truyền thông": "Thông tin và Truyền thông",
    "giáo dục và đào tạo": "Giáo dục và Đào tạo",
    "khoa học và công nghệ": "Khoa học và Công nghệ",
    "tài nguyên và môi trường": "Tài nguyên và Môi trường",
    "nông nghiệp và phát triển nông thôn": "Nông nghiệp và Phát triển nông thôn",
    "nông nghiệp và môi trường": "Nông nghiệp và Môi trường",
    "kế hoạch và đầu tư": "Kế hoạch và Đầu tư",
    "văn hóa, thể thao và du lịch": "Văn hóa, Thể thao và Du lịch",
    "văn hóa và thông tin": "Văn hóa và Thông tin",
    "lao động - thương binh và xã hội": "Lao động - Thương binh và Xã hội",
    "dân tộc và tôn giáo": "Dân tộc và Tôn giáo",
    "công thương": "Công Thương",
}


@known(2_000, 200)
def office_name(written: str) -> str:
    """The office's name as a sentence would write it.

    >>> office_name("ỦY BAN NHÂN DÂN TỈNH LĨNH ĐÔNG"), office_name("UBND tỉnh Lĩnh Đông")
    ('Ủy ban nhân dân tỉnh Lĩnh Đông', 'Ủy ban nhân dân tỉnh Lĩnh Đông')
    """
    written = _HYPHEN.sub(" - ", written.replace("–", "-"))
    syllables = " ".join(_SHORT.get(part, part) for part in written.split()).split()
    if any(c.islower() for part in written.split() if part not in _SHORT for c in part):
        return _capital(" ".join(syllables))
    return _quiet([syllable.lower() for syllable in syllables])


def _quiet(syllables: list[str]) -> str:
    """A name that came in capitals, with the capitals that a sentence keeps."""
    out: list[str] = []
    at, in_name, subject = 0, False, False
    while at < len(syllables):
        begins = at == 0 or syllables[at - 1] in {"-", "–", ","}
        in_name = in_name and not begins
        if proper := _longest(syllables, at, _PROPER):
            out.append(_PROPER[proper])
            in_name = proper.endswith("ủy")  # Tỉnh ủy Lĩnh Đông
            subject = proper in _HIGHER
            at += proper.count(" ") + 1
        elif at and (school := _longest(syllables, at, _SCHOOLS)):
            out.append(_capital(school))
            at, in_name = at + school.count(" ") + 1, True
        elif (unit := _longest(syllables, at, _UNITS)) and len(unit.split()) < len(syllables) - at:
            out.append(unit)
            at, in_name, subject = at + unit.count(" ") + 1, True, False
        elif begins and (office := _longest(syllables, at, _OFFICES)):
            out.append(_capital(office))
            at, subject = at + office.count(" ") + 1, True
        else:
            capital = in_name or begins or subject
            out.append(_capital(syllables[at]) if capital else syllables[at])
            at, subject = at + 1, False
    return _capital(" ".join(out))


_HIGHER: Final = frozenset({"đại học", "cao đẳng", "học viện"})
_MOST: Final = 8
"""Syllables of the longest name in the tables."""


def _longest(syllables: list[str], at: int, known: Container[str]) -> str:
    """The longest of the known names that begins at a syllable."""
    for count in range(min(_MOST, len(syllables) - at), 0, -1):
        name = " ".join(syllables[at : at + count])
        if name in known:
            return name
    return ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
