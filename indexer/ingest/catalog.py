"""What the index holds, as a run of indexing needs to know it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from indexer.core.document import Metadata
from indexer.ingest.files import File, gone


class Held(NamedTuple):
    """What is kept of a document while a run goes on: little, for there may be very many."""

    id: str
    source: str
    origin: str | None
    digest: str | None


class Known:
    """What the index holds, by the file it came from and by id; kept up as the run goes on."""

    def __init__(self, documents: Iterable[Metadata]) -> None:
        self._by_origin: dict[str, Held] = {}
        self._by_id: dict[str, Held] = {}
        for document in documents:
            self.add(document)

    def add(self, document: Metadata) -> None:
        """A document that the index holds now."""
        held = Held(document.id, document.source, document.origin, document.digest)
        self._by_id[held.id] = held
        if held.origin:
            self._by_origin[held.origin] = held

    def forget(self, document: Metadata | Held) -> None:
        """A document that it holds no more."""
        self._by_id.pop(document.id, None)
        if document.origin:
            self._by_origin.pop(document.origin, None)

    def unchanged(self, file: File, fingerprint: str) -> bool:
        """Whether the index holds what the file says, under the name it has."""
        before = self._by_origin.get(str(file.path))
        return before is not None and before.digest == fingerprint and before.source == file.source

    def superseded(self, document: Metadata) -> list[str]:
        """The id this file had, if what it now says gives it another."""
        before = self._by_origin.get(document.origin or "")
        return [before.id] if before and before.id != document.id else []

    def under(self, root: Path) -> list[Held]:
        """Documents whose file is, or was, this path or lies below it."""
        inside = str(root).rstrip(os.sep) + os.sep
        return [
            document
            for origin, document in self._by_origin.items()
            if origin == str(root) or origin.startswith(inside)
        ]

    def free_id(self, document: Metadata) -> str:
        """The document's own id, unless another file that still exists holds it.

        Two files may be the same document (a .docx and its .pdf), or seem to be. Both are kept;
        the later one's id says which file it is, and stays the same on the next run.
        """
        holder = self._by_id.get(document.id)
        if holder is None or holder.origin == document.origin:
            return document.id
        if holder.origin is None or gone(Path(holder.origin)):
            return document.id  # the file was moved or renamed: its document is this one
        return f"{document.id}~{hashlib.sha256(document.source.encode()).hexdigest()[:6]}"
