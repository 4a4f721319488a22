"""The table of the query language says what is so."""

from pathlib import Path

import pytest

from indexer.core.filter_fields import FILTER_FIELDS
from indexer.querying.language import OPERATORS, fields, language, markdown
from indexer.querying.parser import parse
from indexer.querying.syntax_tree import Restriction

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("example", [row.example for row in language()])
def test_every_example_is_understood(example: str) -> None:
    assert parse(example).notices == ()


@pytest.mark.parametrize("example", [row.example for row in fields()])
def test_every_example_of_a_field_is_a_condition(example: str) -> None:
    assert isinstance(parse(example).node, Restriction)


@pytest.mark.parametrize(
    "alias", [alias for row in FILTER_FIELDS.values() for alias in row.aliases]
)
def test_every_name_of_a_field_is_read_as_it_is_shown(alias: str) -> None:
    assert isinstance(parse(f"{alias}:1").node, Restriction)


def test_no_two_rows_say_the_same() -> None:
    assert len({row.about for row in language()}) == len(OPERATORS) + len(fields())


def test_the_page_for_developers_is_made_of_the_table() -> None:
    assert (ROOT / "docs/QUERY.md").read_text(encoding="utf-8") == markdown()
