"""The engine contract over OpenSearch: every test of ``test_engines``, on a real server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count

import pytest
from engine_samples import fill
from test_engines import *  # noqa: F403  # the tests; the fixtures below take the place of its own
from test_engines import A, B, C

from indexer.core.engine import Engine
from indexer.engines.registry import engine_of

_numbers = count(1)


@pytest.fixture(scope="module")
def servers(request: pytest.FixtureRequest) -> str:
    """Where servers are: those that the environment names, or one that is started."""
    running = os.environ.get("KHOAN_TEST_OPENSEARCH")
    if running:
        return running
    return str(request.getfixturevalue("opensearch").hosts)


@pytest.fixture
def empty(servers: str) -> Iterator[Engine]:
    name = f"contract-{os.getpid()}-{next(_numbers)}"
    kind, rest = engine_of(f"opensearch://{servers}/{name}")
    engine = kind.create(rest, "test", replace=False)
    yield engine
    engine.client.call("DELETE", f"/{name}*")  # type: ignore[attr-defined]  # of this engine only
    engine.close()


@pytest.fixture
def engine(empty: Engine) -> Engine:
    fill(empty, A, B)
    fill(empty, C)  # a generation of its own
    return empty
