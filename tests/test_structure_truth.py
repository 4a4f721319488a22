"""Real and sample documents against their hand-made truth, clause by clause."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from piece_checks import check_pieces

from benchmarks import truth
from indexer.core.document import Clause, Document

SEEDS = list(truth.seeds())
SAMPLES = list(truth.samples())

on_seeds = [
    pytest.mark.shared,
    pytest.mark.skipif(not SEEDS, reason="the real documents are not on this machine (../shared)"),
]


@cache
def parsed(path: Path) -> tuple[Document, tuple[Clause, ...]]:
    return truth.parsed(path)


def every(name: str) -> Any:
    """Each document as a parameter; the real ones are skipped where they are not."""
    real = [pytest.param(t, p, id=p.name[:3], marks=on_seeds) for t, p in SEEDS]
    real = real or [pytest.param({}, Path(), id="real", marks=on_seeds)]
    own = [pytest.param(t, p, id=p.name) for t, p in SAMPLES]
    return pytest.mark.parametrize(("expected", "path"), [*real, *own])(globals()[name])


def _clauses(expected: dict[str, Any], path: Path) -> None:
    tally = truth.clauses(expected, parsed(path)[1])
    assert tally.differences == []
    assert tally.right == tally.expected == tally.found


def _around(expected: dict[str, Any], path: Path) -> None:
    assert truth.around(expected, parsed(path)[1]).differences == []


def _facts(expected: dict[str, Any], path: Path) -> None:
    assert truth.facts(expected, parsed(path)[0]).differences == []


def _citations(expected: dict[str, Any], path: Path) -> None:
    whole = path.parent.name != "seeds"
    assert truth.citations(expected, *parsed(path), whole=whole).differences == []


def _boilerplate(expected: dict[str, Any], path: Path) -> None:
    searched = [p.text for p in parsed(path)[1] if p.kind in {"preamble", "clause", "closing"}]
    for words in expected.get("boilerplate", []):
        assert not any(words in text for text in searched)


def _tables(expected: dict[str, Any], path: Path) -> None:
    rows = [p.text.replace("\n\n", "\n").split("\n") for p in parsed(path)[1] if p.kind == "table"]
    found = [[row.split(" | ") for row in table] for table in rows]
    assert found == [table["rows"] for table in expected.get("tables", [])]


def _pieces(expected: dict[str, Any], path: Path) -> None:
    check_pieces(*parsed(path))


test_clauses = every("_clauses")
test_preamble_and_closing = every("_around")
test_metadata = every("_facts")
test_citations = every("_citations")
test_boilerplate_is_in_no_clause = every("_boilerplate")
test_tables = every("_tables")
test_nothing_is_lost = every("_pieces")


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param([p for t2, p in SAMPLES if t2 is t], id=truth.truth_name(t))
        for t, first in SAMPLES
        if "files" in t and first.name.endswith(".txt")
    ],
)
def test_one_document_in_four_formats_gives_the_same_clauses(paths: list[Path]) -> None:
    found = [
        [(p.id, p.kind, truth.plain(p.text)) for p in parsed(path)[1] if p.kind == "clause"]
        for path in paths
    ]
    assert all(each == found[0] for each in found[1:])
