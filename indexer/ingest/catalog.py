"""What the index has, by file and by id: what a run of indexing compares the files with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from indexer.core.document import Metadata
from indexer.identity.document_id import possible_ids
from indexer.ingest.files import File, Folders, gone
from indexer.ingest.places import BETWEEN, disk_path, names_inside


class CatalogRow(NamedTuple):
    """What is remembered of a document during a run: little, for there may be very many."""

    id: str
    source: str
    origin: str | None
    digest: str | None
    missing: bool = False
    """Pages of it are pictures that nothing could read."""


class Catalog:
    """The documents of the index, by file and by id; updated during the run."""

    def __init__(
        self, documents: Iterable[Metadata], recognises: Callable[[], bool] | None = None
    ) -> None:
        """``recognises`` says whether pages that are pictures can be read in this run; None: they
        cannot."""
        self._recognises = recognises
        self._by_origin: dict[str, CatalogRow] = {}
        self._by_id: dict[str, CatalogRow] = {}
        self._inside: dict[Path, dict[str, CatalogRow]] = {}
        """Container on the disk -> origin of what lies in it -> its row."""
        self._folders = Folders()
        for document in documents:
            self.add(document)

    def add(self, document: Metadata) -> None:
        """A document that is now in the index."""
        row = CatalogRow(
            document.id,
            document.source,
            document.origin,
            document.digest,
            document.recognition == "missing",
        )
        before = self._by_id.get(row.id)
        if before is not None:
            self.forget(before)  # the file that it was read from has moved
        self._by_id[row.id] = row
        if row.origin:
            self._by_origin[row.origin] = row
            if names_inside(row.origin):
                self._inside.setdefault(disk_path(row.origin), {})[row.origin] = row

    def forget(self, document: Metadata | CatalogRow) -> None:
        """A document that is no longer in the index."""
        self._by_id.pop(document.id, None)
        if document.origin and self._owner(document.origin) == document.id:
            del self._by_origin[document.origin]
            self._inside.get(disk_path(document.origin), {}).pop(document.origin, None)

    def rows(self) -> Iterable[CatalogRow]:
        """Every document."""
        return self._by_id.values()

    def _owner(self, origin: str) -> str | None:
        row = self._by_origin.get(origin)
        return row.id if row else None

    def unchanged(self, file: File, fingerprint: str) -> bool:
        """Whether the index has this content of the file, under its present name, and this run
        could read no more of it."""
        before = self._by_origin.get(file.place)
        return (
            before is not None
            and before.digest == fingerprint
            and before.source == file.source
            and not self.could_read_more(before)
        )

    def could_read_more(self, row: CatalogRow) -> bool:
        """Whether pages of a document that were left can be read in this run."""
        return row.missing and self._recognises is not None and self._recognises()

    def has(self, file: File) -> bool:
        """Whether the index has a document of this file, of whatever content."""
        return file.place in self._by_origin

    def inside(self, file: File) -> list[CatalogRow]:
        """The documents that lie in a container, at whatever depth."""
        begins = file.place + BETWEEN
        rows = self._inside.get(disk_path(file.place), {})
        return [row for origin, row in rows.items() if origin.startswith(begins)]

    def superseded(self, document: Metadata) -> list[str]:
        """The id that this file had, if its new content gives it another."""
        before = self._by_origin.get(document.origin or "")
        return [before.id] if before and before.id != document.id else []

    def under(self, root: Path) -> list[CatalogRow]:
        """Documents whose file is, or was, this path or lies below it."""
        inside = str(root).rstrip(os.sep) + os.sep
        return [
            document
            for origin, document in self._by_origin.items()
            if origin == str(root) or origin.startswith(inside)
        ]

    def free_id(self, document: Metadata) -> str:
        """The document's own id, unless another file that still exists has it.

        Two files may be the same document (a .docx and its .pdf), or seem to be. Both are indexed;
        the later one's id ends in a hash of its source, so it is the same on the next run. Two
        folders may hold files of one name, and short hashes may be equal: then the next hash is
        taken, until an id is free.
        """
        ids = possible_ids(document.id, document.source)
        return next(id_ for id_ in ids if self._free(id_, document))

    def _free(self, id_: str, document: Metadata) -> bool:
        """Whether the document may have this id: nobody has it, it has itself, or the file of the
        one that has it was moved here."""
        holder = self._by_id.get(id_)
        if holder is None or holder.origin is None or holder.origin == document.origin:
            return True
        path = disk_path(holder.origin)
        if not gone(path):
            return False
        return holder.digest == document.digest or self._folders.unsure(path, path.parent) is None
