"""The servers that tests run: they answer, survive what is done to them, and leave nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.servers import distribution
from benchmarks.servers.cluster import Cluster, running
from benchmarks.servers.distribution import Unavailable
from benchmarks.servers.node import Node


def test_a_node_answers(opensearch: Cluster) -> None:
    found = opensearch.nodes[0].ask("/")
    assert found is not None
    assert found["version"]["number"] == distribution.VERSION


def test_it_does_not_run_as_root(opensearch: Cluster) -> None:
    process = opensearch.nodes[0].process
    assert process is not None
    assert Path(f"/proc/{process.pid}").stat().st_uid != 0


def test_it_listens_on_loopback_only(opensearch: Cluster) -> None:
    nodes = opensearch.nodes[0].ask("/_nodes/http") or {}
    bound = [node["http"]["bound_address"] for node in nodes["nodes"].values()]
    assert bound == [[opensearch.nodes[0].address]]


def test_its_folder_and_process_are_gone_afterwards(opensearch: Cluster) -> None:
    with running(1) as cluster:
        node = cluster.nodes[0]
        process, folder = node.process, node.folder
        assert folder.exists()
    assert process is not None
    assert process.returncode is not None
    assert not folder.parent.exists()


def test_a_killed_node_that_is_still_counted_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    well: dict[str, object] = {"number_of_nodes": 2, "status": "green"}
    asked: dict[str, list[dict[str, object] | None]] = {
        "first": [well] * 3,
        "killed": [None, {**well, "status": "yellow"}, well],
    }
    nodes = tuple(Node(Path(), Path(), Path(), name, 0, 0) for name in asked)
    monkeypatch.setattr(Node, "ask", lambda node, *_: asked[node.name].pop(0))
    Cluster(nodes).wait()
    assert asked == {"first": [], "killed": []}


def test_what_was_fetched_is_compared_with_its_checksum(
    opensearch: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = distribution._ANALYSIS._replace(sha256="0" * 64)
    with pytest.raises(Unavailable, match="checksum"):
        distribution._fetch(other, tmp_path)


def test_without_java_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(distribution, "_JAVA", range(0))
    with pytest.raises(Unavailable, match="Java"):
        distribution.java_home()


def test_without_maven_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(os.environ, "PATH", "")
    with pytest.raises(Unavailable, match="Maven"):
        distribution.installed(tmp_path)
