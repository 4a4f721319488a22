"""Which values of a field a value typed in a query means: ``nguoiky:an``, ``thumuc:luat/2010``,
``so:13*``, ``so:100..200``, ``coquan:"ubnd*"``.

A filter's own values (of a link, of the API) are whole; what is typed may be a part. The values of
an index are listed once for each of its generations.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from analyzers.analysis import skim
from analyzers.keys import text_key, unaccented
from indexer.core import deadline
from indexer.core.engine import DateRange, EngineRequest, Filter, Reader
from indexer.core.filter_fields import FILTER_FIELDS
from indexer.core.filters import is_text, value_key
from indexer.core.query import Everything, Query
from indexer.querying.wildcards import glob
from indexer.validity.codes import state_of

_RANGE: Final = re.compile(r"(\d{0,9})\s*\.\.\s*(\d{0,9})|(>=|<=)\s*(\d{1,9})")
_DIGITS: Final = re.compile(r"\d{1,9}")
_FEW_VALUES: Final = frozenset({"type", "issuer", "year", "place"})
MAX_COMPARED: Final = 2_000
"""Values that are compared only to say that there is none."""
Meant = Callable[[str], bool]


def values_of(reader: Reader, field: str) -> tuple[str, ...]:
    """The different values of a field, as shown to people."""
    name = f"values:{field}"
    if name not in reader.derived:
        listed = reader.search(EngineRequest(Everything(), limit=0, facets=(field,)))
        reader.derived[name] = tuple(row.value for row in listed.facets[field])
    known: tuple[str, ...] = reader.derived[name]
    return known


def documents_of(reader: Reader, query: Query, rules: tuple[Filter | DateRange, ...]) -> list[str]:
    """The ids of the documents that have a clause that matches and passes."""
    found = reader.search(EngineRequest(query, rules, limit=0, facets=("document",)))
    return [row.value for row in found.facets["document"]]


def meant_values(reader: Reader, field: str, typed: str) -> tuple[str, ...] | None:
    """The values that ``typed`` means; ``None`` where it is a whole value that needs no looking up.

    ``folder`` is looked up among the values of ``source``.
    """
    meant = _meant(field, typed)
    if meant is None:
        return _spelled_so(reader, field, typed) if is_text(field) else None
    known = values_of(reader, "source" if field == "folder" else field)
    deadline.spend(50 * len(known))
    return tuple(value for value in known if meant(value))


def may_exist(reader: Reader, field: str, typed: str) -> bool:
    """Whether a document may have a whole value: certain only of fields with few values, which are
    looked through."""
    if FILTER_FIELDS[field].matched == "state":
        return state_of(typed) is not None
    if field not in _FEW_VALUES:
        return True
    known = values_of(reader, field)
    return len(known) > MAX_COMPARED or value_key(field, typed) in {
        value_key(field, value) for value in known
    }


def is_range(typed: str) -> bool:
    """Whether a value is a range: ``100..200``, ``..200``, ``>=100``."""
    return ".." in typed or typed.startswith((">=", "<="))


def _meant(field: str, typed: str) -> Meant | None:
    """How a value is tested; ``None``: it is equal or not."""
    row = FILTER_FIELDS[field]
    if row.matched == "state":
        return None
    if row.form == "folder":
        return _within(typed)
    if row.matched == "path":
        return _path(typed)
    if row.matched == "number" and is_range(typed):
        return _numbered(typed)
    if row.matched == "number" and ("*" in typed or _DIGITS.fullmatch(typed)):
        return _numbers_like(typed)
    if "*" in typed:
        return _globbed(field, typed)
    return _words(typed) if row.matched == "words" else None


def _spelled(value: str) -> str:
    """The folded syllables with abbreviations written out, as a search writes them: that of
    ``UBND tỉnh`` is that of ``Ủy ban nhân dân tỉnh``."""
    return " ".join(skim(value).variants.folded)


def _spelled_so(reader: Reader, field: str, typed: str) -> tuple[str, ...] | None:
    """The values that are the typed one once abbreviations are written out in both (of many values:
    in what is typed); ``None`` where these are the ones that are equal to it as they are."""
    known = values_of(reader, field)
    deadline.spend(50 * len(known))
    key, spelled = text_key(typed), _spelled(typed)
    if len(known) > MAX_COMPARED:
        found = tuple(v for v in known if text_key(v) in {key, spelled}) if key != spelled else ()
    else:
        name = f"spelled:{field}"
        if name not in reader.derived:
            reader.derived[name] = tuple(map(_spelled, known))
        every = zip(known, reader.derived[name], strict=True)
        found = tuple(value for value, other in every if other == spelled)
    return found if any(text_key(value) != key for value in found) else None


def _words(typed: str) -> Meant:
    """Some words of the value in a row."""
    words = f" {text_key(typed)} "
    return lambda value: words in f" {text_key(value)} "


def _path(typed: str) -> Meant:
    """A beginning of the path, or of a part of it."""
    start = "/" + _cleaned(typed)
    if "*" in start:
        matches = glob(f"*{start}*")
        return lambda path: matches("/" + unaccented(path))
    return lambda path: start in "/" + unaccented(path)


def _within(typed: str) -> Meant:
    """A folder above the file, or several in a row."""
    folder = f"/{_cleaned(typed).strip('/')}/"
    return lambda path: folder in "/" + unaccented(path).rpartition("/")[0] + "/"


def _cleaned(path: str) -> str:
    return unaccented(path.replace("\\", "/")).removeprefix("./").removeprefix("/")


def _globbed(field: str, typed: str) -> Meant:
    """The whole value, with wildcards; compared as the field's values are."""

    def matching(key: Callable[[str], str]) -> Meant:
        matches = glob("*".join(key(part) if part.strip() else "" for part in typed.split("*")))
        return lambda value: matches(key(value))

    plain = matching(lambda value: value_key(field, value))
    spelled = matching(_spelled) if is_text(field) else plain
    return lambda value: plain(value) or spelled(value)


def _squeezed(number: str) -> str:
    return unaccented(number).replace(" ", "").lstrip("0")


def _numbers_like(typed: str) -> Meant:
    """Numbers of documents by wildcards, over all of them or over the digits they begin with."""
    matches = glob(_squeezed(typed))

    def alike(number: str) -> bool:
        plain = _squeezed(number)
        digits = _DIGITS.match(plain)
        return matches(plain) or (digits is not None and matches(digits[0]))

    return alike


def _numbered(typed: str) -> Meant:
    """Numbers of documents by the digits that they begin with."""
    match = _RANGE.fullmatch(typed.strip())
    if match is None:
        return lambda _: False
    first, last, sign, bound = match.groups()
    least = int(first or 0) if not sign else int(bound) if sign == ">=" else 0
    most = int(last or 10**9) if not sign else int(bound) if sign == "<=" else 10**9

    def within(number: str) -> bool:
        digits = _DIGITS.search(number)
        return digits is not None and least <= int(digits[0]) <= most

    return within
