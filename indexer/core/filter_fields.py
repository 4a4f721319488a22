"""The table of what a search can be narrowed to: one row for each field.

The query parser, the filters of the Python and HTTP interfaces, the page's facets, chips and help,
and the command line's help read it. To count the values of another field beside the results, set
its ``facet``; a new field also needs its values (``indexer.identity.filter_values``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from analyzers.keys import text_key

Form = Literal["value", "date", "citation", "step", "folder", "title", "day"]
"""What a field holds, and so how it narrows: a ``value`` that an entry has or not; a ``date``, a
month, a year or a range; a ``citation``, which finds the clauses that cite it; the number of a
``step`` of a clause's address; a ``folder`` that the file is in; words of the ``title``; the
``day`` for which the status of texts is asked."""
Matched = Literal["whole", "words", "path", "number", "year", "state"]
"""How a value that is typed in a query (not a filter's, which is always whole) finds values:
``whole``, or with wildcards; by some of its ``words`` in a row; by the beginning of a ``path`` or
of a part of it; as the ``number`` of a document, in any spelling, or a range of numbers; as a
``year`` or a range of years; as a ``state`` of a text, under any of its names."""
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
    """Names in queries, as typed; accents, case and blanks do not count. Help shows the first."""
    about: str = ""
    """In English, for the documentation of the API."""
    example: str = ""
    """A value as it is typed in a query, for the help."""
    english: str = ""
    """The label in English, for the documentation of queries."""
    form: Form = "value"
    compared: Compared = "exact"
    matched: Matched = "whole"
    facet: bool = False
    """Whether a search counts its values."""


_ROWS: Final = (
    FilterField(
        "type", "Loại văn bản", ("loai", "type"),
        "Loại văn bản, such as `Chỉ thị`. Repeated values are alternatives, as with every filter.",
        compared="text", facet=True,
        example='"chỉ thị"', english="type",
    ),
    FilterField(
        "issuer", "Cơ quan ban hành", ("coquan", "issuer"), "Issuing office.",
        compared="text", facet=True,
        example='"ubnd tỉnh"', english="issuing office",
    ),
    FilterField(
        "year", "Năm", ("nam", "year"), "Year of issue.", matched="year", facet=True,
        example="2010..2013", english="year",
    ),
    FilterField(
        "status", "Hiệu lực", ("hieuluc", "status"),
        "How the document stands, by what the collection says: `con` (in force), `motphan` (in "
        "part), `chua` (not yet), `ngung` (suspended), `het` (no longer) or `chuaro` (unknown).",
        matched="state", facet=True,
        example="con", english="in force or not",
    ),
    FilterField(
        "at", "Vào ngày", ("vaongay", "at"), form="day",
        example="2020-01-01", english="the day for hieuluc",
    ),
    FilterField(
        "number", "Số hiệu", ("so", "sohieu", "number"), "Số hiệu, such as `34-CT/TW`.",
        matched="number",
        example="34-CT/TW", english="number",
    ),
    FilterField(
        "place", "Nơi ban hành", ("noi", "diadanh", "place"), "Place of issue.", compared="text",
        example='"Hà Nội"', english="place of issue",
    ),
    FilterField(
        "signer", "Người ký", ("nguoiky", "signer"), "Who signed.",
        compared="text", matched="words",
        example='"Nguyễn Văn"', english="who signed",
    ),
    FilterField(
        "document", "Văn bản", ("vanban", "document", "id"), "Document id.",
        example="34-ct-tw.2014-04-07", english="id of a document",
    ),
    FilterField(
        "source", "Tệp", ("tep", "nguon", "source"),
        "File, relative to the folder that was indexed.", matched="path",
        example="2024/chi-thi", english="file",
    ),
    FilterField(
        "kind", "Loại đoạn",
        about="Kind of piece: `preamble`, `clause`, `closing`, `appendix` or `table`.",
    ),
    FilterField("level", "Cấp", about="Rank of the clause: `dieu`, `khoan`, `diem` and so on."),
    FilterField(
        "date", "Ngày ban hành", ("ngay", "date"), form="date",
        example="2023-06..2024", english="date of issue",
    ),
    FilterField(
        "cites", "Viện dẫn", ("trichdan", "cites", "viendan"), form="citation",
        example="91/2015/QH13", english="what is cited",
    ),
    FilterField(
        "folder", "Thư mục", ("thumuc", "folder"), form="folder",
        example="2024", english="folder",
    ),
    FilterField(
        "title", "Tiêu đề", ("tieude", "title"), form="title",
        example='"thi đua"', english="title",
    ),
    FilterField(
        "phan", "Phần", ("phan",), form="step",
        example="1", english="Phần",
    ),
    FilterField(
        "chuong", "Chương", ("chuong",), form="step",
        example="2", english="Chương",
    ),
    FilterField(
        "muc", "Mục", ("muc",), form="step",
        example="3", english="Mục",
    ),
    FilterField(
        "dieu", "Điều", ("dieu",), form="step",
        example="5", english="Điều",
    ),
    FilterField(
        "khoan", "Khoản", ("khoan",), form="step",
        example="2", english="khoản",
    ),
    FilterField(
        "diem", "Điểm", ("diem",), form="step",
        example="a", english="điểm",
    ),
)  # fmt: skip

FILTER_FIELDS: Final = {row.name: row for row in _ROWS}
QUERY_NAMES: Final = {
    text_key(alias).replace(" ", ""): row.name for row in _ROWS for alias in row.aliases
}
"""Name as typed in a query, folded and without blanks -> the field."""
VALUE_FIELDS: Final = tuple(row.name for row in _ROWS if row.form == "value")
"""Fields that keep what has one of some given values, in the order of the table."""
BOUNDS: Final = ("from", "to")
"""Names of the first and the last day, where a filter bounds the date."""


def facet_fields() -> tuple[str, ...]:
    """The fields whose values a search counts, in the order of the table."""
    return tuple(row.name for row in FILTER_FIELDS.values() if row.facet)
