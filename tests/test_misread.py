"""Faults of machines that read scans: recognised documents are found in spite of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers.analysis import field_terms, skim
from analyzers.misread import figures, readings
from indexer.index import Index, create_index
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse

READ = [
    ("l for 1", "l1", "11"),
    ("two strokes", "ii", "11"),
    ("o for 0", "2o", "20"),
    ("w for a marked u", "tw", "tu"),
    ("rn for m", "rnot", "mot"),
    ("q for g", "nqhia", "nghia"),
    ("v for y", "ngav", "ngay"),
    ("a figure for a letter", "th6ng", "thong"),
    ("one letter read twice", "qdd", "qd"),
]


@pytest.mark.parametrize(("read", "printed"), [r[1:] for r in READ], ids=[r[0] for r in READ])
def test_may_be(read: str, printed: str) -> None:
    assert printed in readings(read)


@pytest.mark.parametrize("well", ["dieu", "tuat", "11", "a", "l", "ubnd", "bct", "li", "x" * 30])
def test_what_is_a_word_has_no_other(well: str) -> None:
    assert readings(well) == ()


FIGURES = [
    ("in a number", "l1/2O20/NĐ-CP", "11/2020/NĐ-CP"),
    ("the session of the National Assembly", "12/2009/UBTVQHI2", "12/2009/UBTVQH12"),
    ("a unit stays", "chai 5l, gói 10g", "chai 5l, gói 10g"),
]


@pytest.mark.parametrize(("read", "printed"), [f[1:] for f in FIGURES], ids=[f[0] for f in FIGURES])
def test_figures(read: str, printed: str) -> None:
    seen = skim(read)
    assert figures(read, seen.spans, seen.folded)[0] == printed


def test_a_number_is_read_from_its_figures() -> None:
    read = field_terms("Nghị định số l1/2020/NĐ-CP", recognised=True)["ref"].texts
    assert read == field_terms("Nghị định số 11/2020/NĐ-CP")["ref"].texts


SCAN = "Điều 1. Thông tw này quy định rnột số việc\n\nĐiều 2. Tuyên sinh và chuyên trường\n"
TYPED = "Điều 1. Kho thóc tw và rnột\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("misread")
    with create_index(folder / "index") as index:
        with index.engine.writer() as writer:
            for text, name, recognised in ((SCAN, "scan.pdf", True), (TYPED, "a.txt", False)):
                document, clauses = parse(text, name, recognised=recognised)
                writer.put(document, entries(document, clauses))
        yield index


def marked(index: Index, query: str) -> list[tuple[str, str]]:
    return [
        (hit.document.source, hit.clause.text[span.start : span.end])
        for hit in index.search(query).hits
        for span in hit.marks
    ]


def test_a_misread_word_is_found_and_marked_as_it_was_read(index: Index) -> None:
    assert ("scan.pdf", "rnột") in marked(index, "một")


def test_a_phrase_with_a_misread_word_is_marked_whole(index: Index) -> None:
    assert marked(index, '"quy dinh mot so"') == [("scan.pdf", "quy định rnột số")]


def test_a_word_with_other_marks_is_marked_beside_its_neighbour(index: Index) -> None:
    assert ("scan.pdf", "Tuyên sinh") in marked(index, "tuyển sinh")


def test_documents_that_were_typed_are_not_read_so(index: Index) -> None:
    assert not any(source == "a.txt" for source, _ in marked(index, "một"))


def test_what_was_read_is_shown(index: Index) -> None:
    assert any("rnột số" in hit.snippet.text for hit in index.search("một số").hits)
