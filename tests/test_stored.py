"""Records in blocks, each without what it begins like the one before it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.arrayfile.container import Container, Mapped
from indexer.engines.arrays.stored_fields import StoredReader, StoredWriter, dump, load

HEADS = ["", "a", "ab", "abc", "abcd", "b"]


@given(st.lists(st.tuples(st.sampled_from(HEADS), st.integers(0, 40_000)), max_size=30))
def test_records_that_begin_alike_are_read_as_they_were(parts: list[tuple[str, int]]) -> None:
    records = [head.encode() + b"%d" % size + b"." * (size // 5) for head, size in parts]
    writer = StoredWriter()
    for record in records:
        writer.add(record)
    file = io.BytesIO()
    container = Container(file)
    writer.close(container)
    container.close()
    reader = StoredReader(Mapped(file.getvalue(), "test"), len(records))
    assert [reader[number] for number in range(len(records))] == records


@pytest.mark.parametrize(
    "fields",
    [{}, {"a": ""}, {"a": "x", "b": ""}, {"a": "", "b": "0\x00"}, {"a": "đ", "n": 3}],
    ids=["nothing", "an empty text", "the last empty", "the first empty", "not only texts"],
)
def test_a_record_is_read_as_it_was(fields: dict[str, Any]) -> None:
    assert load(dump(fields)) == fields
