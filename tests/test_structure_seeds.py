"""Five real documents against their hand-made truth."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from indexer.document import Clause, Document
from indexer.parse import parse

SHARED = Path(__file__).resolve().parents[2] / "shared"
GOLD = SHARED / "gold" / "seeds.json"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not GOLD.exists(), reason="the shared real documents are not here"),
]
FACTS = ("type", "number", "date", "place", "title", "signer", "signer_role")
_MARKER = re.compile(r"^\W*(?:[IVX]+|\d+|[a-zđ]) ?[.)] ?")


def _truth() -> list[dict[str, Any]]:
    return json.loads(GOLD.read_text(encoding="utf-8")) if GOLD.exists() else []


def _parsed(truth: dict[str, Any]) -> tuple[Document, tuple[Clause, ...]]:
    path = SHARED / "seeds" / truth["file"]
    return parse(path.read_text(encoding="utf-8"), truth["file"])


@pytest.mark.parametrize("truth", _truth(), ids=lambda t: t["file"][:3])
class TestSeed:
    def test_addresses_are_the_documents_own(self, truth: dict[str, Any]) -> None:
        _, pieces = _parsed(truth)
        found = [[step.number for step in p.path] for p in pieces if p.kind == "clause"]
        assert found == [clause["address"] for clause in truth["clauses"]]

    def test_each_clause_has_its_first_and_last_words(self, truth: dict[str, Any]) -> None:
        _, pieces = _parsed(truth)
        clauses = [p for p in pieces if p.kind == "clause"]
        for clause, expected in zip(clauses, truth["clauses"], strict=True):
            assert _MARKER.sub("", clause.text).startswith(expected["starts"])
            assert clause.text.endswith(expected["ends"] or "")

    @pytest.mark.parametrize("kind", ["preamble", "closing"])
    def test_text_around_the_clauses(self, truth: dict[str, Any], kind: str) -> None:
        _, pieces = _parsed(truth)
        found = [p.text for p in pieces if p.kind == kind]
        expected = [truth[kind]] if truth[kind] else []
        assert len(found) == len(expected)
        for text, words in zip(found, expected, strict=True):
            assert text.startswith(words["starts"])
            assert text.endswith(words["ends"])

    @pytest.mark.parametrize("fact", FACTS)
    def test_metadata_nulls_included(self, truth: dict[str, Any], fact: str) -> None:
        document, _ = _parsed(truth)
        assert getattr(document, fact) == truth[fact]

    def test_boilerplate_is_in_no_clause(self, truth: dict[str, Any]) -> None:
        _, pieces = _parsed(truth)
        searched = [p.text for p in pieces if p.kind in {"preamble", "clause", "closing"}]
        for words in truth.get("boilerplate", []):
            assert not any(words in text for text in searched)

    def test_citations_of_each_clause(self, truth: dict[str, Any]) -> None:
        document, pieces = _parsed(truth)
        named = {k: truth[k] for k in ("preamble", "closing") if truth[k]}
        for piece in pieces:
            address = [step.number for step in piece.path]
            if piece.kind == "clause":
                expected = next(c for c in truth["clauses"] if c["address"] == address)
            elif piece.kind in named:
                expected = named[piece.kind]
            else:
                continue
            wanted = {(c["number"], c["date"], c["issuer"]) for c in expected.get("cites", [])}
            assert _cited_in(document, piece) == wanted


def _cited_in(document: Document, piece: Clause) -> set[tuple[str | None, ...]]:
    """Numbers with date and issuer; a bare number said again in the same piece is no second."""
    found = {
        (c.number, c.date, c.issuer)
        for c in document.citations
        if c.number and piece.span.start <= c.span.start < piece.span.end
    }
    full = {number for number, *said in found if any(said)}
    return {c for c in found if any(c[1:]) or c[0] not in full}
