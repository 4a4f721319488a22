"""Keystrokes read back, and accented keys spelled out."""

import pytest

from analyzers.keystrokes import decoded, marked, plausible
from analyzers.tones import spelled, tone_key

TYPED: list[tuple[str, str]] = [
    ("ddua", "đua"), ("yeeu", "yêu"), ("nuwowcs", "nước"), ("nuowcs", "nước"), ("nuocws", "nước"),
    ("tieengs", "tiếng"), ("tiengse", "tiếng"), ("vieejt", "việt"), ("ddieeuf", "điều"),
    ("khoanr", "khoản"), ("huwowngs", "hướng"), ("quyeets", "quyết"),
    ("ddaats", "đất"), ("datds", "đát"), ("cuar", "của"), ("thuees", "thuế"), ("giaf", "già"),
    ("uyr", "ủy"), ("toaf", "tòa"), ("ngoaif", "ngoài"), ("tuw", "tư"), ("w", "ư"),
    ("coong", "công"),
    ("quaanj", "quận"), ("quow", "quơ"), ("xoas", "xóa"), ("trawcs", "trắc"), ("suwar", "sửa"),
    ("d9ua", "đua"), ("ye6u", "yêu"), ("nu7o7c1", "nước"), ("d9ie62u", "điều"), ("vie65t", "việt"),
    ("nuo7c1", "nước"), ("a8n", "ăn"), ("DDUA", "đua"),
]  # fmt: skip


NO_KEYSTROKES = "thi nước covid internet ubnd 34 5a qh13 pass part data www"
PLAUSIBLE = "nghieng quyet uy khoan thuo ngoeo giua yeu huynh"
USUAL = (
    "hòa thúy kỹ lý quý mỹ tỷ đường nước quyết giữa già giếng ngoài khuỷu thuế của ủy tòa hoàn "
    "nguyễn muốn thuở hy bác sĩ thi chỉ thị"
)


@pytest.mark.parametrize(("typed", "intended"), TYPED)
def test_decoded(typed: str, intended: str) -> None:
    assert decoded(typed) == intended


@pytest.mark.parametrize("word", NO_KEYSTROKES.split())
def test_what_is_no_keystrokes(word: str) -> None:
    assert decoded(word) is None


@pytest.mark.parametrize(
    ("word", "expected"), [("đua", True), ("nước", True), ("bán", False), ("thi", False)]
)
def test_marked(word: str, expected: bool) -> None:
    assert marked(word) is expected


@pytest.mark.parametrize("syllable", PLAUSIBLE.split())
def test_plausible(syllable: str) -> None:
    assert plausible(syllable)


@pytest.mark.parametrize("word", ["nuwowcs", "ddua", "coong", "trans", "ubnd", "xz", "tieengs"])
def test_implausible(word: str) -> None:
    assert not plausible(word)


@pytest.mark.parametrize("syllable", [*USUAL.split(), "yêu", "an", "34", "kĩ"])
def test_a_key_is_spelled_so_that_it_has_the_same_key(syllable: str) -> None:
    assert tone_key(spelled(tone_key(syllable))) == tone_key(syllable)


@pytest.mark.parametrize("syllable", USUAL.split())
def test_the_usual_spelling(syllable: str) -> None:
    assert spelled(tone_key(syllable)) == syllable
