"""Documents and their pieces as JSON, with what they cite as it is written."""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import TypedDict

from indexer.core.document import Citation, Clause, Document, Metadata, Path
from indexer.identity.address import label


class StepJson(TypedDict):
    level: str
    """phan, chuong, muc, tieu-muc, dieu, khoan, diem, gach, phu-luc, kem-theo (a text issued with
    the document), van-ban (a further document in the file), mau (a form), thu-tuc, buoc, quote,
    note, bang, trang-tinh (a sheet), dong (a row of it) or trang-chieu (a slide)."""
    number: str
    """As the document writes it, without punctuation: ``II``, ``3``, ``a``, ``đ``."""
    heading: str
    """Without its number; empty where it has none."""


class MetadataJson(TypedDict):
    id: str
    """Of the document: what addresses and other commands take."""
    title: str | None
    """What it is about: the trích yếu."""
    type: str | None
    """`Chỉ thị`, `Nghị định` ..."""
    number: str | None
    """With its letters: `34-CT/TW`."""
    date: str | None
    """Date of issue, ISO 8601."""
    place: str | None
    """Where it was issued."""
    issuer: str | None
    """The office that issued it."""
    signer: str | None
    """Who signed it."""
    source: str
    """Path of the file relative to the folder that was indexed."""


class CitationJson(TypedDict):
    span: list[int]
    """In the document's ``text``."""
    type: str | None
    """Of the document that is cited, as written."""
    number: str | None
    """Its number."""
    date: str | None
    """Its date, ISO 8601."""
    issuer: str | None
    """Its issuer."""
    title: str | None
    """Its title, mostly where no number is written."""
    place: list[StepJson]
    """The place in it, outermost step first; empty for all of it."""
    label: str
    """``place`` as a person writes it: ``khoản 2 Điều 5``."""
    internal: bool
    """Whether the document itself is meant: `khoản 2 Điều này`."""


class KnownJson(MetadataJson):
    signer_role: str | None
    """The office of the one who signed."""
    recipients: list[str]
    """Who received it (Nơi nhận), in order."""
    quality: str | None
    """Why the text cannot be fully trusted, else null."""
    read_at: dict[str, list[int]]
    """Field -> where in ``text`` its value was read."""
    provenance: dict[str, str]
    """Field -> stated (beside the text), format (the file's own title) or name (the file's), for
    values that the text does not state."""
    pages: list[int]
    """Where each page of the file begins in ``text``; empty where the file has no pages."""


class DocumentJson(KnownJson):
    text: str
    """All of it; spans point into it."""
    citations: list[CitationJson]
    """What it cites, in order."""


class ClauseJson(TypedDict):
    id: str
    """That of the document, `#` and an anchor."""
    kind: str
    """preamble, clause, closing, recipients, signature, appendix, table or other."""
    label: str
    """The address as a person writes it: ``khoản 3 mục II``."""
    path: list[StepJson]
    """Every step from the outermost one, the clause itself last; empty for a piece without an
    address."""
    text: str
    """A slice of the document's text."""
    span: list[int]
    """In the document's ``text``: ``document.text[span[0]:span[1]] == text``."""
    part: int
    """1, and 2, 3 ... for the further parts of a long piece, which share its ``path``."""


class ParseJson(DocumentJson):
    clauses: list[ClauseJson]
    """The pieces, in order; together they are all of the text."""


def path_json(path: Path) -> list[StepJson]:
    """An address, outermost step first."""
    return [{"level": step.level, "number": step.number, "heading": step.heading} for step in path]


def metadata_json(metadata: Metadata) -> MetadataJson:
    """What a hit says of its document."""
    return {
        "id": metadata.id,
        "title": metadata.title,
        "type": metadata.type,
        "number": metadata.number,
        "date": metadata.date,
        "place": metadata.place,
        "issuer": metadata.issuer,
        "signer": metadata.signer,
        "source": metadata.source,
    }


def citation_json(citation: Citation) -> CitationJson:
    """One citation, with the place it stands at and the place it means."""
    return {
        "span": list(citation.span),
        "type": citation.type,
        "number": citation.number,
        "date": citation.date,
        "issuer": citation.issuer,
        "title": citation.title,
        "place": path_json(citation.place),
        "label": label(citation.place),
        "internal": citation.internal,
    }


def known_json(metadata: Metadata) -> KnownJson:
    """Everything that is known of a document besides its text."""
    return {
        **metadata_json(metadata),
        "signer_role": metadata.signer_role,
        "recipients": list(metadata.recipients),
        "quality": metadata.quality,
        "read_at": {name: list(span) for name, span in metadata.read_at.items()},
        "provenance": dict(metadata.provenance),
        "pages": list(metadata.pages),
    }


def document_json(document: Document) -> DocumentJson:
    """A document whole, its text and citations with it, without its clauses."""
    return {
        **known_json(document),
        "text": document.text,
        "citations": [citation_json(citation) for citation in document.citations],
    }


def clause_json(clause: Clause) -> ClauseJson:
    """One piece of a document."""
    return {
        "id": clause.id,
        "kind": clause.kind,
        "label": label(clause.path),
        "path": path_json(clause.path),
        "text": clause.text,
        "span": list(clause.span),
        "part": clause.part,
    }


def parse_json(document: Document, clauses: Sequence[Clause]) -> ParseJson:
    """How one file is read: what ``khoan parse --json`` prints."""
    return {**document_json(document), "clauses": [clause_json(clause) for clause in clauses]}
