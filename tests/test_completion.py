"""Completing what is being typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_fixture import sample_index

from indexer.index import open_index
from indexer.suggesting.completion import complete
from indexer.suggesting.typed import Typed
from khoan import index as index_files

INDEX = sample_index()


def test_the_last_syllable_may_be_unfinished() -> None:
    assert INDEX.suggest("thi d")[0] == "thi đua"


def test_accents_come_from_the_documents() -> None:
    assert "Đăng ký thi đua" in INDEX.suggest("dang k")


def test_a_completion_does_not_run_over_punctuation() -> None:
    phrases = complete(INDEX.engine, Typed("thi dua"), 8)
    assert all(";" not in text and "," not in text for text in phrases)


def test_what_was_typed_is_no_completion_of_itself() -> None:
    assert "thi đua" not in INDEX.suggest("thi dua")


@pytest.mark.parametrize("typed", ["", "  ", "?!", "zzzz", "một " * 50], ids=repr)
def test_nothing_is_made_up(typed: str) -> None:
    assert INDEX.suggest(typed) == []


def test_no_more_than_asked() -> None:
    assert len(INDEX.suggest("t", 3)) == 3


@given(st.text(max_size=60))
def test_it_never_raises(typed: str) -> None:
    INDEX.suggest(typed)


CUT = "1. Các giấy phép hết hiệu lực từ ngày ký.\n\n2. Các giấy phép do Hội đồng nhân dân cấp.\n"


@pytest.mark.parametrize("typed", ["cac giay", "cac giay phep", "giay phep", "giay phep do"])
def test_no_completion_ends_inside_a_compound(typed: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"QUY ĐỊNH\n\n{CUT}", encoding="utf-8")
    index_files([tmp_path / "a.txt"], tmp_path / "index")
    with open_index(tmp_path / "index") as index:
        found = index.suggest(typed)
    assert (bool(found), [t for t in found if t.split()[-1] in {"hiệu", "Hội"}]) == (True, [])
