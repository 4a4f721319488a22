"""The status of real documents at a day, against the truth."""

from __future__ import annotations

import json

import pytest
from shared_data import needs_shared

from benchmarks.quality_status import STATUS, allowed, graph, state_of
from indexer.validity.collection import Validity

pytestmark = needs_shared


@pytest.fixture(scope="module")
def validity() -> Validity:
    return graph()


TRUTH = json.loads(STATUS.read_text(encoding="utf-8")) if STATUS.exists() else []


@pytest.mark.parametrize("row", TRUTH, ids=[f"{row['doc']} {row['at']}" for row in TRUTH])
def test_no_status_is_wrong(validity: Validity, row: dict[str, str]) -> None:
    assert state_of(validity, row["doc"], row["at"]) in allowed(row["status"])
