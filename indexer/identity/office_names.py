"""One name for one office, however its documents shout or shorten it.

A letterhead says ``ỦY BAN NHÂN DÂN TỈNH LĨNH ĐÔNG``, a text says ``UBND tỉnh Lĩnh Đông``. Filters
and facets need one spelling; the document's own is kept in its metadata.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

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
)  # fmt: skip
"""After these comes a name, every syllable of it with a capital."""

_OFFICES: Final = (
    "ban chấp hành", "ban thường vụ", "bộ chính trị", "ban bí thư", "bộ", "sở", "phòng", "cục",
    "chi cục", "tổng cục", "vụ", "viện", "trung tâm", "văn phòng", "thanh tra", "công an",
)  # fmt: skip
"""After these only the first syllable of what they are about has a capital: Sở Nội vụ."""

_PROPER: Final = {
    "việt nam": "Việt Nam",
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


@lru_cache(maxsize=4096)
def office_name(written: str) -> str:
    """The office's name as a sentence would write it.

    >>> office_name("ỦY BAN NHÂN DÂN TỈNH LĨNH ĐÔNG"), office_name("UBND tỉnh Lĩnh Đông")
    ('Ủy ban nhân dân tỉnh Lĩnh Đông', 'Ủy ban nhân dân tỉnh Lĩnh Đông')
    """
    syllables = " ".join(_SHORT.get(part, part) for part in written.split()).split()
    if any(c.islower() for part in written.split() if part not in _SHORT for c in part):
        return _capital(" ".join(syllables))
    return _quiet([syllable.lower() for syllable in syllables])


def _quiet(syllables: list[str]) -> str:
    """A name that came in capitals, with the capitals that a sentence keeps."""
    out: list[str] = []
    at, in_name = 0, False
    while at < len(syllables):
        proper = _longest(syllables, at, tuple(_PROPER))
        unit = _longest(syllables, at, _UNITS)
        office = _longest(syllables, at, _OFFICES)
        if proper:
            out += _PROPER[" ".join(proper)].split()
            at, in_name = at + len(proper), proper[-1] == "ủy"  # Tỉnh ủy Lĩnh Đông
        elif unit and at + len(unit) < len(syllables):
            out += unit
            at, in_name = at + len(unit), True
        elif office and not in_name and at + len(office) < len(syllables):
            out += _capital(" ".join(office)).split()
            at += len(office)
            if not _longest(syllables, at, tuple(_PROPER)):
                out.append(_capital(syllables[at]))
                at += 1
        else:
            out.append(_capital(syllables[at]) if in_name else syllables[at])
            at += 1
    return _capital(" ".join(out))


def _longest(syllables: list[str], at: int, known: tuple[str, ...]) -> list[str]:
    matches = [
        name.split() for name in known if syllables[at : at + name.count(" ") + 1] == name.split()
    ]
    return max(matches, key=len, default=[])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
