"""Is an index whole, and does it say of its documents what they say?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from analyzers.analysis import fingerprint
from indexer.core.derived_fields import derived_terms
from indexer.core.document import Clause, Document, Metadata
from indexer.core.engine import Reader
from indexer.core.errors import REBUILD, IndexDamaged
from indexer.core.said import Said
from indexer.core.schema import FIELDS
from indexer.engines.kind import Files, Health, Served, Verifiable
from indexer.engines.registry import engine_of
from indexer.index import open_index
from indexer.ingest.analyze import entries

_KEPT: Final = [name for name, field in FIELDS.items() if not field.derived_from]

_SHARDS: Final = Said(
    "Bật lại các máy giữ chúng, hoặc khôi phục từ bản sao lưu; xem docs/SCALE.md."
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and what is wrong with it."""

    files: int
    size: int
    """Bytes of these files."""
    documents: int = 0
    clauses: int = 0
    terms: int = 0
    """Distinct terms of all fields that are not gathered from others."""
    damage: tuple[str, ...] = ()
    """A sentence for each thing that is wrong, naming it."""
    advice: str = ""
    """What to do about it."""
    health: Health | None = None
    """What the servers say that have it; None: it is in a folder."""


def check(address: Path | str, *, deep: bool = False) -> Checked:
    """Verify an index: the checksums of its files first, where its engine keeps any; where they
    are right, counts and cross-references. Of an index on servers only its shards and counts, for
    reading all of it takes long, and servers verify their files themselves; all with ``deep``.

    Args:
        address: as for ``indexer.index.open_index``.
        deep: analyse every document again, and compare every term's document frequency. Takes
            about as long as indexing.

    Raises:
        IndexMissing: there is none.
        IndexIncompatible: another version's.
        IndexDamaged: too badly to say more.
        IndexUnreadable: the operating system refuses.
    """
    kind, rest = engine_of(address)
    if isinstance(kind, Served):
        return _check_served(kind, rest, address, deep)
    files = kind.verify(rest, fingerprint()) if isinstance(kind, Verifiable) else Files(0, 0)
    if files.damage:
        return Checked(files.files, files.size, damage=files.damage, advice=REBUILD)
    with open_index(address) as opened:
        return _read_through(opened.engine, Checked(files.files, files.size), deep)


def _check_served(kind: Served, rest: str, address: Path | str, deep: bool) -> Checked:
    health = kind.health(rest, fingerprint())
    checked = Checked(0, health.size, health=health)
    if health.status == "red":
        missing = Said(
            "Thiếu phân mảnh của chỉ mục: %(missing)d trên %(copies)d bản.",
            missing=health.missing,
            copies=health.copies,
        )
        return replace(checked, damage=(missing,), advice=_SHARDS)
    with open_index(address) as opened:
        if deep:
            return _read_through(opened.engine, checked, deep)
        known = opened.statistics()
    return replace(checked, documents=known.documents, clauses=known.clauses)


def _read_through(engine: Reader, checked: Checked, deep: bool) -> Checked:
    """With everything in the index read once; with ``deep``, analysed once more, too."""
    damage = []
    try:
        damage = [*_documents(engine), *_counts(engine), *_terms(engine)]
        if deep and not damage:
            damage = list(_analysis(engine))
    except IndexDamaged as error:
        damage.append(Said(error.template, **error.values))
    known = engine.statistics()
    return replace(
        checked,
        documents=known.documents,
        clauses=known.clauses,
        terms=sum(1 for name in _KEPT for _ in engine.terms(name)),
        damage=tuple(damage),
        advice=REBUILD if damage else "",
    )


def _documents(engine: Reader) -> Iterator[str]:
    """Each document has its text and its pieces, and each piece is what its document says."""
    seen: set[str] = set()
    for metadata in engine.documents():
        document = engine.document(metadata.id)
        if document is None:
            yield Said("Văn bản %(id)s có tên mà không có nội dung.", id=metadata.id)
            continue
        for clause in engine.clauses(metadata.id):
            wrong = _piece(engine, document, clause)
            if clause.id in seen:
                wrong = Said("có hai lần")
            seen.add(clause.id)
            if wrong:
                yield Said("Đoạn %(id)s %(reason)s.", id=clause.id, reason=wrong)


def _piece(engine: Reader, document: Document, clause: Clause) -> str | None:
    start, end = clause.span
    if document.text[start:end] != clause.text:
        return Said("không phải là chữ thứ %(start)d đến %(end)d của văn bản", start=start, end=end)
    if clause.document_id != document.id:
        return Said("thuộc về văn bản khác (%(id)s)", id=clause.document_id)
    return None if engine.get(clause.id) == clause else Said("không tìm thấy được theo mã")


def _counts(engine: Reader) -> Iterator[str]:
    """What is counted is what is there."""
    known = engine.statistics()
    documents: list[Metadata] = list(engine.documents())
    pieces = sum(len(engine.clauses(document.id)) for document in documents)
    if known.documents != len(documents):
        yield Said(
            "Chỉ mục đếm %(counted)d văn bản, thực có %(there)d.",
            counted=known.documents,
            there=len(documents),
        )
    if known.clauses != pieces:
        yield Said(
            "Chỉ mục đếm %(counted)d đoạn, thực có %(there)d.", counted=known.clauses, there=pieces
        )


def _terms(engine: Reader) -> Iterator[str]:
    """Terms are in order, and none is in more pieces than there are, or in none."""
    pieces = engine.statistics().clauses
    for name in _KEPT:
        before = ""
        for text, frequency in engine.terms(name):
            if text <= before and before:
                yield Said(
                    "Từ «%(text)s» của trường %(field)s đứng sai chỗ.", text=text, field=name
                )
            if not 0 < frequency <= pieces:
                yield Said(
                    "Từ «%(text)s» của trường %(field)s được đếm %(count)d lần.",
                    text=text,
                    field=name,
                    count=frequency,
                )
            before = text


def _analysis(engine: Reader) -> Iterator[str]:
    """The terms of the index are those of its documents."""
    by_field: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
    for metadata in engine.documents():
        document = engine.document(metadata.id)
        if document is not None:
            made = list(entries(document, engine.clauses(metadata.id)))
            for entry in made:
                for name, terms in entry.terms.items():
                    by_field[name].update(set(terms.texts))
            for name, field in FIELDS.items():
                for texts in derived_terms(made, field.derived_from) if field.derived_from else ():
                    by_field[name].update(set(texts))
    for name, expected in by_field.items():
        found = dict(engine.terms(name))
        for text in sorted(expected.keys() | found.keys()):
            if found.get(text, 0) != expected[text]:
                yield Said(
                    "Từ «%(text)s» của trường %(field)s có trong %(there)d đoạn, chỉ mục nói "
                    "%(counted)d.",
                    text=text,
                    field=name,
                    there=expected[text],
                    counted=found.get(text, 0),
                )
