"""The engine contract over OpenSearch: every test of ``test_engines``, on a real server.

``KHOAN_TEST_NODES=3`` runs them on three nodes that are one cluster: each index has three shards
then, and a copy of each.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count

import pytest
from engine_samples import fill
from test_engines import *  # noqa: F403  # the tests; the fixtures below take the place of its own
from test_engines import A, B, C

from indexer.core.engine import Engine
from indexer.engines.kind import Spreadable
from indexer.engines.registry import engine_of

_numbers = count(1)
_NODES = int(os.environ.get("KHOAN_TEST_NODES", "1"))


@pytest.fixture(scope="module")
def servers(request: pytest.FixtureRequest) -> str:
    """Where servers are: those that the environment names, or one that is started."""
    running = os.environ.get("KHOAN_TEST_OPENSEARCH")
    if running:
        return running
    return str(request.getfixturevalue("opensearch").hosts)


@pytest.fixture
def empty(servers: str) -> Iterator[Engine]:
    engine = _made(servers)
    yield engine
    _delete(engine)


@pytest.fixture(scope="module")
def unchanged() -> Iterator[list[Engine]]:
    """Filled engines that a test only read: to make an index takes servers seconds."""
    engines: list[Engine] = []
    yield engines
    for engine in engines:
        _delete(engine)


@pytest.fixture
def engine(servers: str, unchanged: list[Engine]) -> Iterator[Engine]:
    engine = unchanged.pop() if unchanged else _made(servers)
    if not engine.statistics().documents:
        fill(engine, A, B)
        fill(engine, C)  # a generation of its own
    before = engine.statistics()
    yield engine
    if engine.statistics().token == before.token:
        unchanged.append(engine)
    else:
        _delete(engine)


def _made(servers: str) -> Engine:
    name = f"contract-{os.getpid()}-{next(_numbers)}"
    kind, rest = engine_of(f"opensearch://{servers}/{name}")
    assert isinstance(kind, Spreadable)
    copies = min(1, _NODES - 1)
    return kind.create_spread(rest, "test", replace=False, shards=_NODES, replicas=copies)


def _delete(engine: Engine) -> None:
    client = engine.client  # type: ignore[attr-defined]  # of this engine only
    client.call("DELETE", f"/{client.address.name}-*,{client.address.name}.lock")
    engine.close()
