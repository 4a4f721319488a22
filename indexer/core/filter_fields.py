"""The table of what a search can be narrowed to: one row for each field.

The query parser, the filters of the Python and HTTP interfaces, the page's facets, chips and help,
and the command line's help read it. To count the values of another field beside the results, set
its ``facet``; a new field also needs its values (``indexer.identity.filter_values``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Form = Literal["value", "date", "citation", "step"]
"""What a field holds, and so how it narrows: a ``value`` that an entry has or not; a ``date``, a
month, a year or a range; a ``citation``, which finds the clauses that cite it; the number of a
``step`` of a clause's address."""
Compared = Literal["text", "exact"]
"""``text``: by ``analyzers.keys.text_key``, so that a filter joins the spellings that search joins.
``exact``: ids, paths and codes, of which only accents, case and spacing do not matter."""


@dataclass(frozen=True, slots=True)
class FilterField:
    """One row of the table."""

    name: str
    """In filters, parameters, facets, and in the index."""
    label: str
    """In Vietnamese, for people."""
    aliases: tuple[str, ...] = ()
    """Names in queries, folded and without blanks. The help shows the first."""
    about: str = ""
    """In English, for the documentation of the API."""
    form: Form = "value"
    compared: Compared = "exact"
    facet: bool = False
    """Whether a search counts its values."""


_ROWS: Final = (
    FilterField(
        "type", "Loại văn bản", ("loai", "type"),
        "Loại văn bản, such as `Chỉ thị`. Repeated values are alternatives, as with every filter.",
        compared="text", facet=True,
    ),
    FilterField(
        "issuer", "Cơ quan ban hành", ("coquan", "issuer"), "Issuing office.",
        compared="text", facet=True,
    ),
    FilterField("year", "Năm", ("nam", "year"), "Year of issue.", facet=True),
    FilterField(
        "number", "Số hiệu", ("so", "sohieu", "number"), "Số hiệu, such as `34-CT/TW`."
    ),
    FilterField(
        "place", "Nơi ban hành", ("noi", "diadanh", "place"), "Place of issue.", compared="text"
    ),
    FilterField("signer", "Người ký", ("nguoiki", "signer"), "Who signed.", compared="text"),
    FilterField("document", "Văn bản", ("vanban", "document", "id"), "Document id."),
    FilterField(
        "source", "Tệp", ("nguon", "source"), "File, relative to the folder that was indexed."
    ),
    FilterField(
        "kind", "Loại đoạn",
        about="Kind of piece: `preamble`, `clause`, `closing`, `appendix` or `table`.",
    ),
    FilterField("level", "Cấp", about="Rank of the clause: `dieu`, `khoan`, `diem` and so on."),
    FilterField("date", "Ngày ban hành", ("ngay", "date"), form="date"),
    FilterField("cites", "Viện dẫn", ("cites", "trichdan", "viendan"), form="citation"),
    FilterField("phan", "Phần", ("phan",), form="step"),
    FilterField("chuong", "Chương", ("chuong",), form="step"),
    FilterField("muc", "Mục", ("muc",), form="step"),
    FilterField("dieu", "Điều", ("dieu",), form="step"),
    FilterField("khoan", "Khoản", ("khoan",), form="step"),
    FilterField("diem", "Điểm", ("diem",), form="step"),
)  # fmt: skip

FILTER_FIELDS: Final = {row.name: row for row in _ROWS}
QUERY_NAMES: Final = {alias: row.name for row in _ROWS for alias in row.aliases}
"""Name as typed in a query, folded and without blanks -> the field."""
VALUE_FIELDS: Final = tuple(row.name for row in _ROWS if row.form == "value")
"""Fields that keep what has one of some given values, in the order of the table."""
BOUNDS: Final = ("from", "to")
"""Names of the first and the last day, where a filter bounds the date."""


def facet_fields() -> tuple[str, ...]:
    """The fields whose values a search counts, in the order of the table."""
    return tuple(row.name for row in FILTER_FIELDS.values() if row.facet)
