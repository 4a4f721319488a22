"""Writers and a node of OpenSearch are killed: all of a commit is there, or nothing of it.

The same at length, with three nodes: ``python -m benchmarks.soak.cluster``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.servers.cluster import Cluster, running
from benchmarks.soak.cluster import failover, writers
from benchmarks.soak.cluster.failover import Scene, begun


@pytest.fixture
def scene(opensearch: Cluster, tmp_path: Path) -> Scene:
    address = opensearch.index(f"kills-{tmp_path.name[-20:].strip('_-').lower()}")
    made = Scene(opensearch, address, tmp_path / "files", shards=1)
    begun(made)
    return made


def test_killed_writers_lose_nothing(scene: Scene) -> None:
    outcome = writers.killed_writers(scene, 2)
    assert outcome.lost == []


def test_two_writers_at_once_lose_nothing(scene: Scene) -> None:
    assert writers.two_writers(scene, 1).lost == []


@pytest.mark.usefixtures("opensearch")  # skipped where it is
def test_a_node_killed_in_a_commit_has_all_of_it_or_nothing(tmp_path: Path) -> None:
    with running(1) as cluster:
        scene = Scene(cluster, cluster.index("kills"), tmp_path / "files", shards=1)
        begun(scene)
        assert failover.killed_in_commits(scene, 1).lost == []
