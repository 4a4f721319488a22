"""Values of filters as terms of an index: field, form without accents, spelling to show.

The second part is a part of the format of every index on disk, and older than the key by which
filters compare (``indexer.core.filters.value_key``), which joins more spellings. An engine that
filters by such terms therefore asks for all terms of the field, compares what they show by that
key, and so finds the values of an index of any age.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from analyzers.keys import unaccented
from indexer.core.filters import value_key

_SEPARATOR: Final = "\x1f"
"""Between the parts of a term: the unit separator occurs in no text that is indexed."""


def value_term(name: str, value: str) -> str:
    """One value of a field as a term."""
    return _SEPARATOR.join((name, unaccented(value), value))


def value_terms(values: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The terms of an entry's filterable values."""
    return [term for name, shown in values.items() for term in _terms_of(name, shown)]


def value_prefix(name: str, *value: str) -> str:
    """What the terms of a field begin with; with a value, those of its spellings that differ in
    accents, case and spacing only."""
    return _SEPARATOR.join((name, *map(unaccented, value), ""))


def spellings(name: str, terms: Iterable[str]) -> dict[str, list[str]]:
    """What a filter compares -> the prefixes of all terms of field ``name`` that it finds."""
    found: dict[str, list[str]] = {}
    for term in terms:
        stem, _, shown = term.rpartition(_SEPARATOR)
        prefixes = found.setdefault(value_key(name, shown), [])
        if not prefixes or prefixes[-1] != stem + _SEPARATOR:  # terms come in order
            prefixes.append(stem + _SEPARATOR)
    return found


def shown_value(term: str) -> str:
    """The value that a term stands for, as shown to people."""
    return term.rsplit(_SEPARATOR, 1)[1]


UNDATED: Final = 99999999
"""Above the number of every day."""


def day_number(date: str | None) -> int:
    """An ISO date as yyyymmdd, 0 for none: what a date column holds."""
    return int(date.replace("-", "")) if date else 0


@lru_cache(maxsize=4096)
def _terms_of(name: str, shown: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value_term(name, value) for value in shown)
