"""The codec: which writers and readers a segment of ours has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary, WeakValueDictionary

from whoosh.codec.base import Codec
from whoosh.codec.whoosh3 import W3Segment

from indexer.arrayfile.container import Mapped
from indexer.engines.arrays import doc_values as perdoc
from indexer.engines.arrays.postings_file import EXTENSION, open_postings
from indexer.engines.arrays.terms_reader import ArrayTermsReader

if TYPE_CHECKING:
    from indexer.engines.arrays.field_writer import ArrayFieldWriter


class ArrayCodec(Codec):  # type: ignore[misc]  # whoosh has no types
    """See ``whoosh.codec.base.Codec``. Has no state, so that segments can be pickled with it."""

    length_stats = False  # lengths are counted with the postings

    def per_document_writer(self, storage: Any, segment: Any) -> perdoc.ArrayPerDocWriter:
        return perdoc.ArrayPerDocWriter(storage, segment)

    def field_writer(self, storage: Any, segment: Any) -> ArrayFieldWriter:
        from indexer.engines.arrays.field_writer import ArrayFieldWriter  # a search has none

        return ArrayFieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> ArrayTermsReader:
        return ArrayTermsReader(postings_file(storage, segment))

    def per_document_reader(self, storage: Any, segment: Any) -> perdoc.ArrayPerDocReader:
        documents = _opened(storage, segment.make_filename(perdoc.EXTENSION))
        # Whoosh's writers read what is stored before there are postings.
        has_postings = storage.file_exists(segment.make_filename(EXTENSION))
        postings = postings_file(storage, segment) if has_postings else None
        return perdoc.ArrayPerDocReader(storage, segment, documents, postings)

    @staticmethod
    def column_filename(segment: Any, fieldname: str) -> str:
        """Where ``whoosh.sorting.add_sortable`` writes a column."""
        return str(segment.make_filename(perdoc.column_extension(fieldname)))

    def new_segment(self, _storage: Any, indexname: str) -> ArraySegment:
        return ArraySegment(self, indexname)


class ArraySegment(W3Segment):  # type: ignore[misc]  # whoosh has no types
    """A segment whose files stay apart, so that each can be mapped."""

    def should_assemble(self) -> bool:
        return False


def postings_file(storage: Any, segment: Any) -> Mapped:
    """The segment's postings, mapped."""
    return _opened(storage, segment.make_filename(EXTENSION))


_OPEN: Final[WeakKeyDictionary[Any, WeakValueDictionary[str, Mapped]]] = WeakKeyDictionary()
"""The open files of each storage. A segment's files are written once and never changed."""


def _opened(storage: Any, name: str) -> Mapped:
    """A file of arrays, mapped once for all of the readers that ask for it."""
    known = _OPEN.setdefault(storage, WeakValueDictionary())
    mapped = known.get(name)
    if mapped is None:
        mapped = known[name] = open_postings(storage, name)
    return mapped
