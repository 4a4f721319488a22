"""A text as the index fields see it."""

import pytest

from analyzers.analysis import analyze, context_terms, field_terms, fingerprint, pairs

TEXT = "Phong trào thi đua"


def test_folded_syllables() -> None:
    assert list(analyze(TEXT).folded.texts) == ["phong", "trao", "thi", "dua"]


def test_accented_syllables() -> None:
    assert list(analyze(TEXT).exact.texts) == ["phong", "trao2", "thi", "đua"]


def test_pairs() -> None:
    assert list(analyze(TEXT).pair.texts) == ["phong_trao", "trao_thi", "thi_dua"]


@pytest.mark.parametrize(
    "text",
    [TEXT, "UBND tỉnh và Ủy ban nhân dân xã", "34-CT/TW ngày 07/4/2014", "một", ""],
    ids=["words", "abbreviation and its long form", "number and date", "one syllable", "nothing"],
)
def test_pairs_alone_are_the_same(text: str) -> None:
    assert pairs(text) == list(analyze(text).pair.texts)


def test_compounds_with_positions() -> None:
    terms = analyze(TEXT).word
    assert list(zip(terms.texts, terms.positions, strict=True)) == [
        ("phong_trao2", 0),
        ("thi_đua", 2),
    ]


def test_no_compounds_where_not_asked_for() -> None:
    assert list(analyze(TEXT, words=False).word.texts) == []


def test_syllables_keep_their_spans() -> None:
    assert [TEXT[t.span.start : t.span.end] for t in analyze(TEXT).syllables] == TEXT.split()


def test_field_terms_are_those_of_the_analysis() -> None:
    analysis = analyze(TEXT)
    for field, terms in field_terms(TEXT).items():
        expected = getattr(analysis, field)
        assert (list(terms.texts), list(terms.positions)) == (
            list(expected.texts),
            list(expected.positions),
        )


def test_context_has_syllables_and_pairs_but_no_pair_across_texts() -> None:
    terms = context_terms(["Chỉ thị", "34"])
    assert list(zip(terms.texts, terms.positions, strict=True)) == [
        ("chi", 0),
        ("chi_thi", 0),
        ("thi", 1),
        ("34", 3),
    ]


def test_fingerprint_is_stable() -> None:
    assert fingerprint() == fingerprint()
