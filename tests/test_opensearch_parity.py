"""An index on a server gives the same answers as the embedded one, in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.servers.cluster import Cluster
from benchmarks.soak.cluster.parity import parity
from indexer.index import Index, create_index

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def pair(
    opensearch: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Index, Index]]:
    folder = tmp_path_factory.mktemp("parity") / "index"
    with (
        create_index(folder) as embedded,
        create_index(opensearch.index("parity"), shards=2) as served,
    ):
        for index in (embedded, served):
            index.add([DATA])
        yield embedded, served


def test_searches_suggestions_and_documents_are_the_same(pair: tuple[Index, Index]) -> None:
    outcome = parity(*pair, count=120)
    assert outcome.lost == []
    assert outcome.times > 120


def test_they_are_the_same_after_a_document_has_gone(pair: tuple[Index, Index]) -> None:
    gone = next(iter(pair[0].documents())).id
    for index in pair:
        assert index.remove(gone) == 1
    found = [[hit.clause.id for hit in index.search("thi dua").hits] for index in pair]
    assert found[0] == found[1]
    assert pair[0].statistics() == pair[1].statistics()
