"""The one object that everything above this package uses: an index that is open."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from analyzers.analysis import fingerprint
from indexer.core.engine import Distant, Engine
from indexer.core.errors import IndexUnsupported
from indexer.engines.kind import Copyable, Files, Spreadable
from indexer.engines.registry import engine_of, folder_of
from indexer.index_reader import IndexReader
from indexer.querying.request import SearchRequest
from indexer.querying.results import Results
from indexer.querying.synonym_files import Current, current
from indexer.querying.synonyms import shipped
from indexer.validity.corrections import Corrections
from indexer.validity.corrections import current as corrections_beside
from indexer.validity.corrections import none as no_corrections

if TYPE_CHECKING:  # what a search does without is loaded where it is used
    from indexer.core.ocr_mode import Mode
    from indexer.ingest.build import Progress, Prune
    from indexer.ingest.report import Report


class Index(IndexReader):
    """Searches, reads and updates one index. Safe to share between threads.

    Use it as a context manager, or ``close`` it.
    """

    def __init__(
        self,
        engine: Engine,
        synonyms: Current = shipped,
        corrections: Callable[[], Corrections] = no_corrections,
    ) -> None:
        super().__init__(engine, synonyms, corrections)
        self.engine = engine

    @contextmanager
    def snapshot(self) -> Iterator[IndexReader]:
        """The index as it is now, readable until the block is left, whatever is committed."""
        with self.engine.snapshot() as reader:
            yield IndexReader(reader, self._synonyms, self._corrections)

    def answer(self, request: SearchRequest, cursor: str | None = None) -> Results:
        """See ``IndexReader.answer``: all of it of one state of the index, for which the folder is
        looked at once, not at each of its lookups. Servers say with each of their answers whether
        it is of the newest one."""
        if cursor is None and isinstance(self.engine, Distant):
            return super().answer(request)
        with self.snapshot() as reader:
            return reader.answer(request, cursor)

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        """See ``IndexReader.suggest``. The folder is looked at once, not at each of its lookups."""
        with self.snapshot() as reader:
            return reader.suggest(prefix, limit)

    def add(
        self,
        paths: Iterable[Path],
        *,
        rebuild: bool = False,
        prune: Prune = False,
        only: Collection[Path] | None = None,
        follow_links: bool = False,
        progress: Progress | None = None,
        processes: int = 1,
        ocr: Mode | None = None,
    ) -> Report:
        """Bring the index up to date with files and folders; see ``ingest.build.index_files``."""
        from indexer.ingest.build import index_files

        return index_files(
            self.engine,
            paths,
            rebuild=rebuild,
            prune=prune,
            only=only,
            follow_links=follow_links,
            progress=progress,
            processes=processes,
            ocr=ocr,
        )

    def add_text(self, text: str, name: str, metadata: Mapping[str, str] | None = None) -> str:
        """Add one text, or replace the one that had its name; see ``add_texts``.

        Returns:
            The document's id.
        """
        return self.add_texts([(text, name, metadata or {})])[0]

    def add_texts(self, rows: Iterable[tuple[str, str, Mapping[str, str]]]) -> list[str]:
        """Add texts that are in no file, in one commit: all or none.

        Args:
            rows: the text; its name, which later replaces it (``db/123``) and is shown as its
                source; and what is known of it besides (``title``, ``type``, ``number``, ``date``
                in ISO 8601, ``place``, ``issuer``, ``signer``, ``signer_role``), which comes before
                what the text says of itself.

        Returns:
            The ids of the documents, in order.

        Raises:
            ValueError: a text or a value that cannot be used; says which and why.
            IndexLocked, IndexUnwritable: see ``add``.
        """
        from indexer.ingest.texts import put_texts

        return put_texts(self.engine, rows)

    def remove(self, *ids: str) -> int:
        """Delete documents, in one commit. A file that is still there comes back when it is next
        indexed.

        Args:
            ids: of documents; unknown ones are no error.

        Returns:
            How many of them there were.

        Raises:
            IndexLocked, IndexUnwritable: see ``add``.
        """
        with self.engine.writer() as writer:
            known = [id_ for id_ in dict.fromkeys(ids) if self.engine.metadata(id_)]
            for id_ in known:
                writer.delete(id_)
        return len(known)

    def close(self) -> None:
        """Let go of files. The index is not used afterwards."""
        self.engine.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_index(address: Path | str, *, synonyms: Path | str | None = None) -> Index:
    """Open an index for searching.

    Args:
        address: a folder, or another engine's address (``indexer.engines.registry``).
        synonyms: a table of words to write out (``indexer.querying.synonyms``); None: the one
            beside the index, where there is one.

    Raises:
        IndexMissing, IndexIncompatible, IndexDamaged: each says what to do.
        BadSynonyms: the table cannot be used; says the line.
    """
    kind, rest = engine_of(address)
    folder = folder_of(address)
    table = current(folder, synonyms)
    return Index(kind.open(rest, fingerprint()), table, corrections_beside(folder))


def create_index(
    address: Path | str,
    *,
    replace: bool = False,
    shards: int | None = None,
    replicas: int | None = None,
) -> Index:
    """Open an index, making an empty one where there is none.

    Args:
        address: as for ``open_index``.
        replace: an index of another version, or a damaged one, gives way to an empty one.
        shards: parts that a new index on servers is cut into; None: the engine's default.
        replicas: copies of each part besides itself; None: the engine's default.

    Raises:
        IndexIncompatible, IndexDamaged, IndexUnwritable: each says what to do.
        IndexUnsupported: the engine cannot spread an index over servers, or this one is there and
            is spread otherwise.
    """
    kind, rest = engine_of(address)
    if shards is None and replicas is None:
        return Index(kind.create(rest, fingerprint(), replace=replace))
    if not isinstance(kind, Spreadable):
        raise IndexUnsupported(
            "Chỉ mục %(address)s nằm trong một thư mục, không chia ra nhiều máy được.",
            "Bỏ --shards và --replicas, hoặc dùng OpenSearch: --index opensearch://MÁY:9200/TÊN",
            address=address,
        )
    return Index(
        kind.create_spread(rest, fingerprint(), replace=replace, shards=shards, replicas=replicas)
    )


def copy_index(address: Path | str, target: Path) -> Files:
    """Copy an index to a folder that does not exist yet, even while a writer is at work on it.

    Args:
        address: as for ``open_index``.

    Raises:
        IndexUnsupported: its engine cannot be copied.
        IndexUnwritable: ``target`` exists, or cannot be written.
        IndexMissing, IndexIncompatible, IndexDamaged, IndexUnreadable: each says what to do.
    """
    kind, rest = engine_of(address)
    if not isinstance(kind, Copyable):
        raise IndexUnsupported("Không chép được chỉ mục %(address)s.", address=address)
    return kind.snapshot(rest, target, fingerprint())
