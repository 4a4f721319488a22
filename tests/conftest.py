"""Settings of all tests, and what many of them share."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from benchmarks.servers.cluster import Cluster

# What programs say is compared in Vietnamese, whoever runs the tests.
os.environ["LANGUAGE"] = "vi"

# Nothing is taken from, or left in, the cache of recognised pages of whoever runs the tests.
os.environ["KHOAN_CACHE"] = ""

# A busy machine is slow, not wrong: no test fails for how long one example took.
settings.register_profile("khoan", deadline=None)
settings.load_profile("khoan")

# A shell has what it starts in the background ignore Ctrl-C, and what that starts in turn; some
# tests end programs with it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

_NOBODY = 65534


@pytest.fixture
def others_folder() -> Iterator[Path]:
    """A folder of the user who runs the test, who is not root: root, as on most CI systems, may
    read and write anything, so there it is the user ``nobody`` until the test ends. (The folders
    of ``tmp_path`` are closed to others.)"""
    if os.name == "nt":
        pytest.skip("permissions are another thing on Windows")
    was_root = os.geteuid() == 0
    if was_root:
        groups, group = os.getgroups(), os.getegid()
        os.setgroups([])
        os.setegid(_NOBODY)
        os.seteuid(_NOBODY)
    folder = None
    try:
        folder = Path(tempfile.mkdtemp())
        yield folder
    finally:
        if was_root:
            os.seteuid(0)
            os.setegid(group)
            os.setgroups(groups)
        if folder is not None:
            _opened(folder)
            shutil.rmtree(folder)


@pytest.fixture(scope="session")
def opensearch() -> Iterator[Cluster]:
    """One node of OpenSearch, or as many as ``KHOAN_TEST_NODES`` says, for all tests of this
    process."""
    yield from _cluster(int(os.environ.get("KHOAN_TEST_NODES", "1")))


@pytest.fixture(scope="module")
def opensearch_cluster() -> Iterator[Cluster]:
    """Three nodes that are one cluster."""
    yield from _cluster(3)


def _cluster(nodes: int) -> Iterator[Cluster]:
    """A cluster where one can be run; the tests are skipped where not, unless the environment says
    that it must be (as CI does)."""
    if sys.platform != "linux":
        pytest.skip("the servers of tests are run on Linux only")
    from benchmarks.servers.cluster import running
    from benchmarks.servers.distribution import Unavailable

    with ExitStack() as stack:
        try:
            cluster = stack.enter_context(running(nodes))
        except Unavailable as error:
            if os.environ.get("KHOAN_TEST_SERVERS") == "required":
                raise
            pytest.skip(f"no OpenSearch here: {error}")
        yield cluster


def _opened(folder: Path) -> None:
    """Permit the owner everything again."""
    folder.chmod(0o700)
    for inner in folder.iterdir():
        if inner.is_dir():
            _opened(inner)
