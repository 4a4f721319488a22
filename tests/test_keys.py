"""The forms in which texts are compared, and filters over them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from make_format import KEPT, generation

from analyzers.keys import text_key, unaccented
from analyzers.type_table import document_types
from indexer.core.engine import Count
from indexer.core.filter_fields import FILTER_FIELDS, VALUE_FIELDS
from indexer.core.filters import tally, value_key
from indexer.core.value_terms import shown_value, spellings, value_prefix, value_term
from indexer.engines.embedded import open_engine
from indexer.engines.folder.manifest import FORMAT
from indexer.engines.folder.seal import read_seal
from indexer.index import Index

JOINED = {
    "accents": ("Chỉ thị", "chi thi"),
    "where the tone mark is": ("Uỷ ban", "Ủy ban"),
    "y and i": ("Sở Kỹ thuật", "Sở Kĩ thuật"),
    "punctuation": ("Đảng ủy - Sở Y tế", "Đảng ủy, Sở Y tế"),
    "blanks": ("Bộ  Y\ttế", "Bộ Y tế"),
    "decomposed": ("Bộ Nội vụ", "Bô\u0323 Nô\u0323i vu\u0323"),
    "look-alikes": ("CT", "СТ"),
}
PARTED = {
    "other words": ("Bộ Y tế", "Sở Y tế"),
    "y and i after a vowel": ("Thúy", "Thúi"),
}


@pytest.mark.parametrize(("one", "other"), JOINED.values(), ids=JOINED)
def test_one_key(one: str, other: str) -> None:
    assert text_key(one) == text_key(other)


@pytest.mark.parametrize(("one", "other"), PARTED.values(), ids=PARTED)
def test_two_keys(one: str, other: str) -> None:
    assert text_key(one) != text_key(other)


def test_without_accents_keeps_the_punctuation() -> None:
    assert unaccented(" “Chỉ  thị”: Đợt 05/KH ") == "“chi thi”: dot 05/kh"


@given(st.text(st.sampled_from("aáàăâeéêiíyýoóôơuúưđ ĐÔY.,-/05kq\u0301\u0323\t")))
def test_what_is_one_but_for_accents_is_one(value: str) -> None:
    assert text_key(unaccented(value)) == text_key(value)


@given(st.text(st.characters(exclude_characters="\x1f")))
def test_what_an_index_keeps_of_a_value_finds_at_least_what_it_found_before(value: str) -> None:
    term = value_term("issuer", value)
    prefixes = spellings("issuer", [term])[value_key("issuer", shown_value(term))]
    assert prefixes == [value_prefix("issuer", value)]
    assert term.startswith(prefixes[0])


def test_the_spellings_that_a_filter_joins_are_one_row_of_a_facet() -> None:
    rows = tally("issuer", {"Sở Kỹ thuật": 2, "Sở Kĩ thuật": 3, "Bộ Y tế": 1})
    assert rows == (Count("Sở Kĩ thuật", 5), Count("Bộ Y tế", 1))


def test_ids_and_paths_are_not_joined() -> None:
    exact = {name for name in VALUE_FIELDS if FILTER_FIELDS[name].compared == "exact"}
    assert exact == {"year", "number", "document", "source", "kind", "level", "status"}
    assert value_key("source", "a/05.txt") != value_key("source", "a-5.txt")


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Index]:
    """An index whose values were written under one spelling each."""
    folder = Path(shutil.copytree(KEPT / f"format-{FORMAT}", tmp_path / "index"))
    # Under the analysis that it was made with; the program's own has changed since.
    analysis = read_seal(folder, generation(folder)).analysis
    with Index(open_engine(folder, analysis)) as index:
        yield index


@pytest.mark.parametrize("spelling", ["An Bình", "an binh", "An-Bình", "AN BÌNH."])
def test_an_older_index_is_filtered_by_every_spelling(older: Index, spelling: str) -> None:
    whole = older.search("", limit=0).total
    assert older.search("", limit=0, filters={"place": spelling}).total == whole > 0


def test_an_older_index_has_nothing_of_another_value(older: Index) -> None:
    assert older.search("", filters={"place": "An Bình Tây"}).total == 0


def test_each_kind_of_document_is_in_the_table_once() -> None:
    names = [text_key(kind.name) for kind in document_types()]
    assert len(names) == len(set(names)) >= 51


def test_each_code_is_in_the_table_once() -> None:
    codes = [kind.code for kind in document_types() if kind.code]
    assert len(codes) == len(set(codes)) >= 39
