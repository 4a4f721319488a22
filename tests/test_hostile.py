"""A server among hostile clients, briefly; ``make soak`` does so at length."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.soak import hostile

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="measures as Linux does"
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.with_index(tmp_path_factory.mktemp("hostile"), 1_000)


def test_a_normal_user_is_answered_under_attack(index: Path) -> None:
    outcome = hostile.under_attack(index, 3)
    # How fast depends on what else the machine does; `make soak` compares that, too.
    failed = [sentence for sentence in outcome.lost if "p95" not in sentence]
    assert (failed, outcome.times > 5) == ([], True)


def test_a_hostile_request_costs_no_more_than_its_limit(index: Path) -> None:
    outcome = hostile.costs(index, 60)
    assert (outcome.lost, outcome.times) == ([], 60)


def test_memory_of_a_server_stays_near_its_start(index: Path) -> None:
    assert hostile.growing(index, 200).lost == []
