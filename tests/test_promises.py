"""Every promise of docs/RELIABILITY.md has a test that is named after it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent
_TEST = re.compile(r"def (test_\w+)\(")

PROMISES = re.findall(
    r"^- (.+?) \(`(test_\w+)`\)$",
    (HOME / "docs" / "RELIABILITY.md").read_text(encoding="utf-8").replace("\n  ", " "),
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def tests() -> set[str]:
    """The names of all tests."""
    sources = (path.read_text(encoding="utf-8") for path in HOME.glob("tests/test_*.py"))
    return {name for source in sources for name in _TEST.findall(source)}


def test_there_are_promises() -> None:
    assert len(PROMISES) >= 12


@pytest.mark.parametrize(("promise", "name"), PROMISES, ids=[name for _, name in PROMISES])
def test_a_promise_has_its_test(tests: set[str], promise: str, name: str) -> None:
    assert name in tests
