"""A pytest plugin: Whoosh's writers use our codec, and the table says which tests fail for it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
import whoosh.codec

from indexer.engines.arrays.codec import ArrayCodec

EXPECTED: Final = Path(__file__).with_name("expected.tsv")
"""Tests that fail, each with the reason: ``test_file.py::test_name``, tab, reason."""


def expected(table: Path = EXPECTED) -> dict[str, str]:
    """The reasons, by test."""
    lines = table.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def pytest_configure() -> None:
    whoosh.codec.default_codec = ArrayCodec


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reasons = expected()
    by_name = {f"{item.path.name}::{item.name}": item for item in items}
    if unknown := reasons.keys() - by_name:
        raise pytest.UsageError(f"{EXPECTED.name} names no test: {', '.join(sorted(unknown))}")
    for name, reason in reasons.items():
        by_name[name].add_marker(pytest.mark.xfail(reason=reason, strict=True))
