"""Syllables, their keys with and without accents."""

import unicodedata

import pytest

from analyzers.fold import fold
from analyzers.syllables import syllables
from analyzers.tones import tone_key

SYLLABLES: list[tuple[str, str, list[str]]] = [
    ("plain words", "thi đua, yêu nước.", ["thi", "đua", "yêu", "nước"]),
    ("identifier", "34-CT/TW", ["34", "CT", "TW"]),
    ("number stuck to a heading", "3.Tiếp tục", ["3", "Tiếp", "tục"]),
    ("underscore separates", "thi_đua", ["thi", "đua"]),
    ("one letter words stay", "ý ở y", ["ý", "ở", "y"]),
    ("soft hyphen inside", "kinh\u00adtế", ["kinh\u00adtế"]),
    ("zero-width space separates", "thi\u200bđua", ["thi", "đua"]),
    ("zero-width joiners do not", "th\u200ci\u200dđ\u2060ua", ["th\u200ci\u200dđ\u2060ua"]),
    ("zero width at the end is left out", "kinh\u200b tế", ["kinh", "tế"]),
    ("no-break space separates", "năm\u00a02024", ["năm", "2024"]),
    ("decomposed", unicodedata.normalize("NFD", "nước"), [unicodedata.normalize("NFD", "nước")]),
    ("markdown", "**167**/KH-UBND", ["167", "KH", "UBND"]),
    ("letters with digits", "Điều 5a COVID19", ["Điều", "5a", "COVID19"]),
    ("nothing", " -- ", []),
]


@pytest.mark.parametrize(
    ("text", "expected"), [c[1:] for c in SYLLABLES], ids=[c[0] for c in SYLLABLES]
)
def test_syllables(text: str, expected: list[str]) -> None:
    assert [token.text for token in syllables(text)] == expected


SAME_ACCENTED: list[tuple[str, str, str]] = [
    ("tone placement", "hoà", "hòa"),
    ("tone on the wrong letter", "hòan", "hoàn"),
    ("tone before the circumflex", "thúê", "thuế"),
    ("i and y after a consonant", "kỹ", "kĩ"),
    ("i and y after qu", "quý", "quí"),
    ("capitals", "LÝ", "lí"),
    ("decomposed", unicodedata.normalize("NFD", "Điều"), "điều"),
    ("half composed", "e\u0302\u0301", "ế"),
    ("marks in another order", "ê\u0323", "e\u0323\u0302"),
    ("eth for đ", "QÐ", "QĐ"),
    ("african d", "Ɖường", "đường"),
    ("soft hyphen", "kinh\u00adtế", "kinhtế"),
    ("cyrillic look-alikes", "СТ", "CT"),
]


@pytest.mark.parametrize(
    ("one", "other"), [c[1:] for c in SAME_ACCENTED], ids=[c[0] for c in SAME_ACCENTED]
)
def test_same_accented_key(one: str, other: str) -> None:
    assert tone_key(one) == tone_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("tay", "tai"), ("thuý", "thúi"), ("duong", "đuong"), ("ma", "má"), ("người", "ngươi")],
)
def test_other_accented_key(one: str, other: str) -> None:
    assert tone_key(one) != tone_key(other)


FOLDED: list[tuple[str, str]] = [
    ("ĐƯỜNG", "duong"),
    ("Nguyễn", "nguyen"),
    ("quyết", "quyet"),
    ("kỹ", "ki"),
    ("Ủy", "uy"),
    ("QÐ", "qd"),
    ("½", "½"),
    ("Москва", "moskva"),
    ("ＣＴ", "ct"),
    ("straße", "straße"),
]


@pytest.mark.parametrize(("syllable", "expected"), FOLDED)
def test_fold(syllable: str, expected: str) -> None:
    assert fold(syllable) == expected


def test_every_vietnamese_letter_folds_to_its_base() -> None:
    bases = {"a": "aăâ", "e": "eê", "i": "i", "o": "oôơ", "u": "uư", "y": "y"}
    marks = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    for base, letters in bases.items():
        for letter in letters:
            for mark in marks:
                for form in ("NFC", "NFD"):
                    syllable = unicodedata.normalize(form, letter + mark)
                    assert fold(syllable) == fold(syllable.upper()) == base
