"""The example in the description of the format is what is written."""

from __future__ import annotations

import doctest

from indexer.postings import segment_field


def test_the_example_of_a_posting_list_has_the_bytes_that_are_written() -> None:
    outcome = doctest.testmod(segment_field)
    assert outcome.attempted > 0
    assert outcome.failed == 0
