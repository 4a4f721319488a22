"""The values a file becomes: a document, its clauses, and what they cite. All immutable."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Final, Literal

from analyzers.token import Span

Level = Literal[
    "phan", "chuong", "muc", "tieu-muc", "dieu", "khoan", "diem", "gach", "phu-luc", "kem-theo",
    "van-ban", "mau", "thu-tuc", "buoc", "quote", "note", "bang",
    "trang-tinh", "dong", "trang-chieu",
]  # fmt: skip
"""The rank of a step. ``muc`` is also the I./II. of directives and plans, ``gach`` an item that
opens with a dash or a plus sign where it has an address of its own.

``phu-luc`` is an annex, ``kem-theo`` a text that the document issues (the Quy chế of a Quyết
định), ``van-ban`` a second and further document in the same file, ``mau`` a form to fill in,
``thu-tuc`` a procedure of a collection and ``buoc`` a step of it, ``quote`` a passage in another
document's words, ``note`` a footnote below the clause it belongs to, ``bang`` a table.
``trang-tinh`` is a sheet of a workbook, by its name, ``dong`` a row, ``trang-chieu`` a slide."""

REGIONS: Final[frozenset[Level]] = frozenset(
    {"phu-luc", "kem-theo", "van-ban", "mau", "thu-tuc", "quote", "note"}
)
"""Levels below which numbers start again: an Điều 1 below one of them is not the body's."""

Kind = Literal[
    "preamble", "clause", "closing", "recipients", "signature", "appendix", "table", "note", "other"
]

SEARCHED: Final[frozenset[Kind]] = frozenset(
    {"preamble", "clause", "closing", "appendix", "table", "note"}
)
"""Kinds that are ranked by all evidence. What stands around them - head, recipients, signature -
is found by its words alone, and so below clauses that say the same (``indexer.ingest.analyze``)."""


_Made = tuple[Callable[..., object], tuple[object, ...]]
"""How a value is made again. Processes hand over thousands of them, and what dataclasses do by
themselves asks for the names of the fields each time: twice the time, there and back."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a clause's address, such as *khoản 2*."""

    level: Level
    number: str
    """As the document writes it, without punctuation: ``II``, ``3``, ``a``, ``đ``."""
    heading: str = ""
    """The step's own title, empty where it has none. Never holds the number."""

    def __reduce__(self) -> _Made:
        return Step, (self.level, self.number, self.heading)


Path = tuple[Step, ...]
"""An address: every ancestor, outermost first, and the clause itself last."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One piece of a document: what is indexed, ranked, marked, linked to and cited.

    The pieces of a document, in order, never overlap and together cover everything but white
    space. A clause with sub-clauses covers its own heading and opening lines only.
    """

    id: str
    """``document_id#anchor``; readable, and the same each time the same text is indexed."""
    document_id: str
    path: Path
    """Empty for pieces that have no address (preamble, closing, recipients ...)."""
    kind: Kind
    text: str
    """``document.text[span.start:span.end]``, marker (``1.``, ``Điều 5.``) included."""
    span: Span
    part: int = 1
    """A piece too long for one answer is cut further. Its parts, from 1, share its path."""

    def __reduce__(self) -> _Made:
        return Clause, (
            self.id,
            self.document_id,
            self.path,
            self.kind,
            self.text,
            self.span,
            self.part,
        )


@dataclass(frozen=True, slots=True)
class Citation:
    """A document, or a place in one, that a text names. ``None``: not stated, never a guess."""

    span: Span
    """In ``Document.text``."""
    type: str | None = None
    number: str | None = None
    """Canonical spelling: ``34-CT/TW`` even where a page break falls inside it."""
    date: str | None = None
    """ISO 8601 (``2014-04-07``)."""
    issuer: str | None = None
    title: str | None = None
    """For documents cited by name: ``Luật Thi đua, khen thưởng``."""
    place: Path = ()
    """The place in the document, where the text names one: *điểm b khoản 2 Điều 5*."""
    internal: bool = False
    """The cited place is in the citing document itself (*Điều này*, *của Bộ luật này*)."""

    @property
    def known(self) -> int:
        """How much it says of the document that is cited: of two, the larger names it better."""
        known = (self.type, self.number, self.date, self.issuer, self.title)
        return sum(value is not None for value in known)

    def __reduce__(self) -> _Made:
        return Citation, (
            self.span,
            self.type,
            self.number,
            self.date,
            self.issuer,
            self.title,
            self.place,
            self.internal,
        )


Provenance = Literal["stated", "format", "name"]
"""Where a value comes from that the text does not state: ``stated`` beside it (front matter of
Markdown, properties of a page), the ``format``'s own title, the ``name`` of the file."""


Recognition = Literal["done", "missing"]
"""Of pages that are pictures: ``done``, a machine read some of them; ``missing``, none was read,
for what reads them was not installed, or not wanted: such a file is read again when it is."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document besides its text. ``None``: the document does not say."""

    id: str
    """Readable and stable: ``167-kh-ubnd.2021-09-14``."""
    source: str
    """The file, relative to the folder that was indexed, with ``/`` between its parts."""
    title: str | None = None
    type: str | None = None
    """Loại văn bản by its full name: ``Chỉ thị``."""
    number: str | None = None
    date: str | None = None
    """Date of issue, ISO 8601."""
    place: str | None = None
    issuer: str | None = None
    signer: str | None = None
    signer_role: str | None = None
    recipients: tuple[str, ...] = ()
    quality: str | None = None
    """Why the text cannot be fully trusted (a legacy encoding guessed, OCR ...), else ``None``."""
    digest: str | None = None
    """SHA-256 of the file's bytes, in hex: what has not changed is not indexed again."""
    origin: str | None = None
    """The file's absolute path where it was indexed. For opening the file; never shown."""
    read_at: Mapping[str, Span] = field(default_factory=dict, hash=False)
    """Field -> where in ``Document.text`` its value was read, so that a page can show it and a
    person can correct it. Empty for documents of older indexes."""
    provenance: Mapping[str, Provenance] = field(default_factory=dict, hash=False)
    """Field -> where its value comes from, for values that the text does not state."""
    pages: tuple[int, ...] = ()
    """Where each page of the file begins in ``Document.text``, in order; one without text begins
    where the next does. Empty for files that have no pages, and documents of older indexes."""
    recognition: Recognition | None = None
    """What became of pages that are pictures; ``None`` where there are none, and for documents of
    older indexes."""

    @property
    def recognised(self) -> bool:
        """Whether a machine read some of the text from pictures, with the faults they make."""
        return self.recognition == "done"

    def page(self, start: int) -> int | None:
        """The number of the page, from 1, on which a place of the text stands."""
        return max(bisect_right(self.pages, start), 1) if self.pages else None


@dataclass(frozen=True, slots=True)
class Document(Metadata):
    """A file, read: its metadata, its whole text, and what it cites.

    ``text`` is decided once, by the reader. Every span anywhere points into it, and whatever is
    shown to a person is a slice of it.
    """

    text: str = ""
    citations: tuple[Citation, ...] = ()

    @property
    def metadata(self) -> Metadata:
        """What is known of the document, without its text."""
        return Metadata(**{f.name: getattr(self, f.name) for f in fields(Metadata)})
