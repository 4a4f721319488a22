"""Abbreviations and Roman numerals: every spelling holds the same terms at the same places."""

import re

import pytest

from analyzers.analysis import Analysis, analyze
from analyzers.fold import fold
from analyzers.lexicon import rows
from analyzers.syllables import surfaces


def read(text: str) -> Analysis:
    return analyze(text, words=False)


def folded(text: str) -> set[tuple[str, int]]:
    terms = read(text).folded
    return set(zip(terms.texts, terms.positions, strict=True))


SAME: list[tuple[str, str]] = [
    ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
    ("ubnd tinh", "uỷ ban nhân dân tỉnh"),
    ("phát triển KT-XH năm", "phát triển kinh tế - xã hội năm"),
    ("phát triển KTXH năm", "phát triển KT - XH năm"),
    ("QP-AN", "quốc phòng, an ninh"),
    ("Sở GD&ĐT tỉnh", "Sở Giáo dục và Đào tạo tỉnh"),
    ("UBMTTQ xã", "Ủy ban Mặt trận Tổ quốc xã"),
    ("CBCCVC", "cán bộ, công chức, viên chức"),
    ("HĐND, UBND", "Hội đồng nhân dân, Ủy ban nhân dân"),
]


@pytest.mark.parametrize(("short", "full"), SAME, ids=[c[0] for c in SAME])
def test_abbreviation_and_full_form_hold_the_same_terms(short: str, full: str) -> None:
    assert folded(short) == folded(full)


@pytest.mark.parametrize(("short", "full"), SAME, ids=[c[0] for c in SAME])
def test_abbreviation_and_full_form_hold_the_same_pairs(short: str, full: str) -> None:
    assert read(short).pair == read(full).pair


@pytest.mark.parametrize("code", ["CT", "TT", "KT", "HĐ", "CĐ", "TC", "TU"])
def test_ambiguous_abbreviations_are_left_alone(code: str) -> None:
    assert list(read(code).folded.texts) == [fold(code)]


NUMERALS: list[tuple[str, str]] = [
    ("lần thứ XIII", "lần thứ 13"),
    ("đại hội XIII", "Đại hội 13"),
    ("đô thị loại IV", "đô thị loại 4"),
    ("quý I", "quí 1"),
    ("Chương VI", "chương 6"),
    ("dai hoi xiii", "dai hoi 13"),
    ("khóa XV", "khoá 15"),
]


@pytest.mark.parametrize(("latin", "arabic"), NUMERALS)
def test_roman_numeral_holds_the_terms_of_the_arabic_one(latin: str, arabic: str) -> None:
    assert folded(latin) >= folded(arabic)


@pytest.mark.parametrize(("latin", "arabic"), NUMERALS)
def test_roman_numeral_makes_the_pairs_of_the_arabic_one(latin: str, arabic: str) -> None:
    assert read(latin).pair == read(arabic).pair


@pytest.mark.parametrize(
    "text", ["VI PHẠM QUY CHẾ", "PHẠM VI ĐIỀU CHỈNH", "phần xi măng", "điểm i", "vitamin C"]
)
def test_syllables_that_look_like_numerals_are_left_alone(text: str) -> None:
    assert list(read(text).folded.texts) == [fold(syllable) for syllable in surfaces(text)]


GLUED: list[tuple[str, str]] = [
    ("dài 10km", "dài 10 km"),
    ("05km", "5 km"),
    ("20m2 đất", "20 m² đất"),
    ("phạt 1500000đ", "phạt 1500000 đồng"),
    ("covid19", "Covid-19"),
    ("COVID19", "covid 19"),
    ("Mẫu01", "Mẫu 01"),
    ("ISO9001", "ISO 9001"),
    ("５km", "5 km"),
]


@pytest.mark.parametrize(("glued", "apart"), GLUED, ids=[glued for glued, _ in GLUED])
def test_a_number_glued_to_a_word_holds_the_terms_of_both(glued: str, apart: str) -> None:
    assert folded(glued) >= folded(apart)


@pytest.mark.parametrize(("glued", "apart"), GLUED, ids=[glued for glued, _ in GLUED])
def test_a_number_glued_to_a_word_makes_the_same_pairs(glued: str, apart: str) -> None:
    assert read(glued).pair == read(apart).pair


@pytest.mark.parametrize(
    "text", ["QH13", "Điều 34đ", "Điều 5g", "h1n1", "217a", "a4", "x" * 99, "abƧ", "ab\u01bd1"]
)
def test_what_is_not_a_number_glued_to_a_word_is_left_alone(text: str) -> None:
    assert list(read(text).folded.texts) == [fold(syllable) for syllable in surfaces(text)]


SAME_SIGNS: list[tuple[str, str]] = [
    ("quý Ⅱ", "quý 2"), ("ﬁle", "file"), ("ＵＢＮＤ", "UBND"), ("m²", "m2"),
]  # fmt: skip


@pytest.mark.parametrize(("sign", "plain"), SAME_SIGNS)
def test_another_form_of_a_letter_or_a_digit_is_the_same(sign: str, plain: str) -> None:
    assert folded(sign) >= folded(plain)


def test_the_numero_sign_stands_between_words() -> None:
    assert read("Quyết định № 34").ref == read("Quyết định 34").ref


def test_the_whole_abbreviation_is_the_place_of_each_of_its_syllables() -> None:
    text = "của UBND tỉnh"
    analysis = read(text)
    places = {
        term: text[span.start : span.end]
        for term, span in zip(analysis.folded.texts, analysis.spans, strict=True)
    }
    assert places == {"cua": "của", "tinh": "tỉnh"} | dict.fromkeys(
        ["uy", "ban", "nhan", "dan", "ubnd"], "UBND"
    )


def test_the_whole_full_form_is_the_place_of_its_abbreviation() -> None:
    text = "kinh tế - xã hội"
    analysis = read(text)
    places = {
        text[span.start : span.end]
        for term, span in zip(analysis.folded.texts, analysis.spans, strict=True)
        if term in {"kt", "xh", "ktxh"}
    }
    assert places == {text}


def test_positions_go_on_as_if_written_out() -> None:
    assert [token.position for token in read("của UBND tỉnh").syllables] == [0, 1, 5]


def test_no_short_form_is_a_syllable_of_the_language() -> None:
    onset = "(?:b|ch|c|d|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?"
    syllable = re.compile(f"{onset}[aeiouy]{{1,3}}(?:ch|c|m|ng|nh|n|p|t)?")
    shorts = [surfaces(short) for short, _ in rows("abbreviations")]
    assert [s for s in shorts if len(s) == 1 and syllable.fullmatch(fold(s[0]))] == []


def test_no_short_form_is_longer_than_what_it_stands_for() -> None:
    for short, full in rows("abbreviations"):
        assert all(len(surfaces(short)) <= len(surfaces(f)) for f in full.split("|"))
