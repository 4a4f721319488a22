"""What is worked out beforehand is what would be worked out now."""

from __future__ import annotations

import pytest
from lexicon_forms import TABLES, content

from analyzers.lexicon import raw


@pytest.mark.parametrize("name", TABLES)
def test_forms_are_those_of_the_tables(name: str) -> None:
    assert raw(name) == content(TABLES[name]()), "run python tests/lexicon_forms.py"
