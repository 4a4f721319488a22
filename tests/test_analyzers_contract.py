"""What every analyzer promises, tried on whatever text Hypothesis can think of."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analyzers.analysis import analyze, skim
from analyzers.fold import fold
from analyzers.identifiers import references
from analyzers.syllables import syllables
from analyzers.token import Terms, Token
from analyzers.tones import tone_key
from analyzers.words import words

Analyzer = Callable[[str], list[Token]]

ANALYZERS: dict[str, Analyzer] = {
    "syllables": syllables,
    "words": words,
    "analysis": lambda text: analyze(text, words=False).syllables,
}

_LETTERS = "aăâeêioôơuưyđbcghklmnpqrstvxAĐỦỆ"
_MARKS = "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"
_ODD = " \n\t-–/._,;:()&@%\u00a0\u00ad\u200b\u200d\ufeff0123456789ÐðСТ½№…"
_WORDS = (
    *("Ủy", "ban", "nhân", "dân", "UBND", "tỉnh", "thi", "đua", "KT-XH", "&", "hội"),
    *("34-CT/TW", "ngày", "07/4/2014", "lần", "thứ", "XIII", "chỉ", "thị", "số", "năm", "05"),
)
TEXTS = st.one_of(
    st.text(alphabet=_LETTERS + _MARKS + _ODD, max_size=60),
    st.text(max_size=40),
    st.lists(
        st.sampled_from(_WORDS),
        max_size=12,
    ).map(" ".join),
)


def each_analyzer(test: Callable[..., None]) -> Callable[..., None]:
    return pytest.mark.parametrize("analyzer", ANALYZERS.values(), ids=list(ANALYZERS))(test)


def columns(text: str) -> list[Terms]:
    return [column for column in analyze(text) if isinstance(column, Terms)]


def folded(tokens: list[Token]) -> list[tuple[str, int]]:
    return [
        ("_".join(fold(part) for part in token.text.split("_")), token.position) for token in tokens
    ]


@each_analyzer
@given(text=TEXTS)
@example(text="")
@example(text="\u200b")
def test_spans_are_ordered_and_inside_the_text(analyzer: Analyzer, text: str) -> None:
    end = 0
    for token in analyzer(text):
        assert end <= token.span.start < token.span.end <= len(text)
        end = token.span.end


@each_analyzer
@given(text=TEXTS)
def test_positions_rise(analyzer: Analyzer, text: str) -> None:
    positions = [token.position for token in analyzer(text)]
    assert positions == sorted(set(positions))


@each_analyzer
@given(text=TEXTS)
def test_deterministic(analyzer: Analyzer, text: str) -> None:
    assert analyzer(text) == analyzer(text)


@each_analyzer
@given(text=TEXTS)
@example(text="a\u0323\u0302\u00ad b")
@example(text="\u1100\u1161\u11a8")
def test_composed_and_decomposed_text_give_the_same_terms(analyzer: Analyzer, text: str) -> None:
    composed = analyzer(unicodedata.normalize("NFC", text))
    decomposed = analyzer(unicodedata.normalize("NFD", text))
    assert folded(composed) == folded(decomposed)


@given(text=TEXTS)
def test_every_field_is_the_same_for_composed_and_decomposed_text(text: str) -> None:
    composed = columns(unicodedata.normalize("NFC", text))
    decomposed = columns(unicodedata.normalize("NFD", text))
    for one, other in zip(composed, decomposed, strict=True):
        assert list(one.texts) == list(other.texts)
        assert list(one.positions) == list(other.positions)


@given(text=TEXTS)
def test_columns_are_parallel_and_positions_never_fall(text: str) -> None:
    for column in columns(text):
        positions = list(column.positions)
        assert len(column.texts) == len(positions)
        assert positions == sorted(positions)


@given(text=TEXTS)
@example(text="UBND tỉnh, Ủy ban nhân dân, khóa XIII, vi phạm KT-XH")
def test_skimming_finds_the_terms_of_the_whole_analysis_at_the_same_places(text: str) -> None:
    skimmed, whole = skim(text), analyze(text, words=False)
    variants = skimmed.variants
    canonical = [
        (at, plain, accented, skimmed.span(*variants.source(at)))
        for at, (plain, accented) in enumerate(zip(variants.folded, variants.exact, strict=True))
    ]
    extras = [
        (e.position, e.folded, e.exact, skimmed.span(e.first, e.last)) for e in variants.extras
    ]
    terms = zip(
        whole.folded.positions, whole.folded.texts, whole.exact.texts, whole.spans, strict=True
    )
    assert sorted([*canonical, *extras]) == sorted(terms)


@given(text=TEXTS)
@example(text="Nghị định số 34/2014/NĐ-CP ngày 7 tháng 4 năm 2014, 1.000.000 đồng")
def test_skimming_gives_the_references_of_the_whole_analysis(text: str) -> None:
    skimmed, whole = skim(text), analyze(text, words=False)
    found = references(text, skimmed.spans, skimmed.folded)
    spans = [skimmed.span(reference.first, reference.last) for reference in found]
    tokens = whole.syllables
    assert [(reference.terms, *span) for reference, span in zip(found, spans, strict=True)] == [
        (r.terms, tokens[r.first].span.start, tokens[r.last - 1].span.end) for r in whole.references
    ]


@given(text=TEXTS)
def test_every_syllable_has_a_key_with_and_without_accents_and_a_place(text: str) -> None:
    analysis = analyze(text, words=False)
    assert len(analysis.folded.texts) == len(analysis.exact.texts) == len(analysis.spans)
    assert list(analysis.folded.positions) == list(analysis.exact.positions)
    for span in analysis.spans:
        assert 0 <= span.start < span.end <= len(text)


@given(text=TEXTS)
def test_folding_is_idempotent(text: str) -> None:
    for token in syllables(text):
        once = fold(token.text)
        assert fold(once) == once


def test_folding_is_idempotent_for_every_letter() -> None:
    for code in range(0x30000):
        if not 0xD800 <= code <= 0xDFFF:
            once = fold(chr(code))
            assert fold(once) == once


@settings(max_examples=50)
@given(text=TEXTS)
def test_the_accented_key_forgets_only_what_folding_forgets(text: str) -> None:
    for token in syllables(text):
        if token.text.isalpha():
            assert fold(tone_key(token.text).rstrip("12345")) == fold(token.text)
