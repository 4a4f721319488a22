"""One index, or one generation of it, as everything above this package reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from analyzers.token import Span
from indexer.core.document import Citation, Clause, Document, Metadata
from indexer.core.engine import Hits, Reader, Sort, Statistics
from indexer.querying import cursors
from indexer.querying.duplicates import Similar, similar
from indexer.querying.reading import read
from indexer.querying.request import SearchRequest
from indexer.querying.results import Result, Results
from indexer.querying.search import scan, search, to_be_marked
from indexer.querying.snippets import marks, settled
from indexer.querying.synonym_files import Current
from indexer.querying.synonyms import Synonyms, shipped
from indexer.validity.by_people import corrected
from indexer.validity.corrections import Corrections
from indexer.validity.corrections import none as no_corrections

if TYPE_CHECKING:  # what a search does without is loaded where it is used
    from indexer.citations.cited import Cited, Citing
    from indexer.citations.registry import IndexRegistry
    from indexer.consolidation.model import Consolidated
    from indexer.core.run import Run
    from indexer.effects.model import Effect
    from indexer.effects.terms import Stated
    from indexer.validity.collection import Validity


class IndexReader:
    """Searches and reads one index, or one generation of it. Safe to share between threads."""

    def __init__(
        self,
        engine: Reader,
        synonyms: Current = shipped,
        corrections: Callable[[], Corrections] = no_corrections,
    ) -> None:
        self._reader = corrected(engine, corrections)
        self._synonyms = synonyms
        self._corrections = corrections

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        filters: Mapping[str, str | Sequence[str]] | None = None,
        explained: bool = False,
        cursor: str | None = None,
    ) -> Results:
        """Find clauses: ``answer`` with the request written out.

        Args:
            query: what a person typed, with or without accents.
            limit: most clauses to return, 0 or more.
            offset: clauses to pass over first.
            sort: ``relevance`` or ``date`` (newest first).
            filters: name -> value or values, such as ``{"type": "Chỉ thị"}``; ``from`` and
                ``to`` bound the date (ISO 8601, inclusive).
            explained: say for each hit what matched (``Result.reasons``).
            cursor: see ``answer``.

        Raises:
            QueryError: the query or a filter cannot be understood; says where and why.
            IndexDamaged: the index's files are not what was written.
        """
        return self.answer(
            SearchRequest(query, filters or {}, sort, offset, limit, explain=explained), cursor
        )

    def last_run(self) -> Run | None:
        """What the last run of indexing did: counts, and the files that failed or were left out.
        None: nobody knows, for the index was made by an older version, or of texts in no file."""
        from indexer.core.run import load_run

        return load_run(self._reader.last_run())

    def synonyms(self) -> Synonyms:
        """What searches write out, as it is now.

        Raises:
            BadSynonyms: the table beside the index cannot be used; says the line.
        """
        return self._synonyms()

    def answer(self, request: SearchRequest, cursor: str | None = None) -> Results:
        """One page of the clauses that a request asks for.

        Args:
            cursor: to walk over all of them, ``"*"``, and then each answer's ``next_cursor`` until
                it is None. Every clause comes once, however often the index is written to.

        Raises:
            QueryError: the query or a filter cannot be understood; says where and why.
            BadCursor: it is of another search, or the index has changed since: begin again.
            ValueError: a cursor and an offset, or a cursor and pages of no clauses.
            IndexDamaged: the index's files are not what was written.
        """
        if cursor is None:
            return search(self._reader, request, self._synonyms())
        if request.offset or not request.limit or request.by_document:
            raise ValueError("cursor: with a limit of 1 or more, no offset, and not by document")
        table = self._synonyms()
        known = self._reader.statistics()
        state, of = f"{known.token or known.generation}-{table.name}", cursors.name_of(request)
        offset = cursors.read(cursor, state, of)
        found = search(self._reader, replace(request, offset=offset), table)
        after = offset + len(found.hits)
        goes_on = found.hits and after < found.total
        return replace(found, next_cursor=cursors.write(after, state, of) if goes_on else None)

    def export(self, request: SearchRequest) -> Iterator[Result]:
        """All clauses that a request asks for, ``limit`` at most, ranked once and each loaded on
        demand; in the order of ``answer``. Errors are raised as by ``answer``, also
        between two clauses. To see one state of the index, ask a ``snapshot``."""
        return scan(self._reader, request, self._synonyms())

    def marker(
        self, query: str, best: Sequence[str] = (), *, recognised: bool = False
    ) -> Callable[[str], tuple[Span, ...]]:
        """What a search for ``query`` marks: a function from any text to spans in it.

        Args:
            best: the texts that answer it best, where whatever stands in them together, or with the
                accents typed, is to be marked in no other way (``querying.snippets.settled``).
            recognised: the texts are ones that a machine read from pictures.

        Raises:
            QueryError: the query cannot be understood.
        """
        found = to_be_marked(read(self._reader, query, synonyms=self._synonyms()))
        found = replace(found, recognised=recognised)
        found = settled(found, best) if best else found
        return lambda text: marks(text, found)

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        """Words, phrases and titles of the documents that go on with what is being typed, the
        best first; see ``indexer.suggesting.suggest``."""
        from indexer.suggesting.suggest import suggestions

        return suggestions(self._reader, prefix, limit)

    def cites(self, id_: str, within: Span | None = None) -> list[Cited] | None:
        """What a document or a clause cites, in order, each with its target: a document in
        the index, a stub or ambiguous. None where the id is unknown.

        Args:
            within: the part of a document's text that is asked about.
        """
        from indexer.citations.cited import cites_of

        return cites_of(self._reader, id_, self._registry(), within)

    def citing(self, id_or_number: str) -> list[Citing]:
        """The clauses that cite a document or a clause, each with the citations that say so.

        Args:
            id_or_number: an id, in this index or not (``34-ct-tw.2014-04-07``), or a number.
        """
        from indexer.citations.cited import citing_clauses

        return citing_clauses(self._reader, id_or_number, self._registry())

    def similar(self, clause_id: str) -> list[Similar]:
        """The other clauses that say nearly the same, the most similar first. None of them for an
        unknown id."""
        clause = self._reader.get(clause_id)
        return similar(self._reader, clause) if clause else []

    def cited_by(self, key: str, *, offset: int = 0, limit: int = 10) -> Hits:
        """The clauses that cite a document, newest first.

        Args:
            key: the document's id, or the id that one not in the index will have; followed by
                ``#anchor``, one place in it.
        """
        from indexer.citations import citing

        return citing.cited_by(self._reader, key, offset=offset, limit=limit)

    def best_citation(self, key: str, hits: Hits) -> Citation | None:
        """Of the citations in the hits of ``cited_by``, the one that says most of the document."""
        from indexer.citations.cited import best_citation

        ids = dict.fromkeys(hit.clause.document_id for hit in hits.hits)
        return best_citation(self._reader, key, ids, self._registry())

    def quoted(self, key: str, hits: Hits) -> list[Span | None]:
        """For each hit of ``cited_by``, where in the clause's text it names the document."""
        from indexer.citations import citing

        return citing.quoted(self._reader, key, hits)

    def citing_counts(self, key: str) -> dict[str, int]:
        """Place in a document (anchor) -> how many clauses cite exactly that place."""
        from indexer.citations import citing

        return citing.citing_counts(self._reader, key)

    def copies(self, document_id: str) -> tuple[Metadata, ...]:
        """The other files that hold the same document (``indexer.identity.works``)."""
        from indexer.citations import citing

        document = self._reader.metadata(document_id)
        return citing.copies(self._reader, document) if document else ()

    def named(self, key: str) -> tuple[Metadata, ...]:
        """The documents that answer to a number or a name, in the form of an id."""
        from indexer.citations import citing

        return citing.named(self._reader, key)

    def effects_of(self, document_id: str) -> tuple[Effect, ...]:
        """What a document states about others and itself, in order; empty for an unknown id."""
        from indexer.effects.reading import effects_of

        return effects_of(self._reader, document_id)

    def effects_on(self, key: str) -> tuple[Stated, ...]:
        """What other documents state about one, by its id or key, in the index or not."""
        from indexer.effects.reading import effects_on

        return effects_on(self._reader, key)

    def corrections(self) -> Corrections:
        """What people wrote beside the index of texts in force, as it is now
        (``indexer.validity.corrections``).

        Raises:
            BadCorrections: at the first call, where the file cannot be used.
        """
        return self._corrections()

    def validity(self) -> Validity:
        """What the texts say of one another: who amends, repeals and replaces whom, and how each
        stands at a day."""
        from indexer.validity.collection import validity_of

        return validity_of(self._reader)

    def consolidated(self, document_id: str, at: str) -> Consolidated | None:
        """What a document says at a day, once what others in the index did to it is applied. None
        for an unknown id. It is no official text.

        Args:
            at: ISO 8601.
        """
        from indexer.consolidation.consolidated import consolidated

        if self._reader.metadata(document_id) is None:
            return None
        return consolidated(self._reader, document_id, at)

    def is_changed(self, document_id: str) -> bool:
        """Whether anything in the index changes the words of a document, at whatever day."""
        from indexer.consolidation.consolidated import changes_of

        return self._reader.metadata(document_id) is not None and bool(
            changes_of(self._reader, document_id)
        )

    def _registry(self) -> IndexRegistry:
        """The documents that citations may mean, remembered with this state of the index."""
        from indexer.citations.registry import IndexRegistry

        derived = self._reader.derived
        known = derived.get("registry")
        if known is None:
            known = derived.setdefault("registry", IndexRegistry(self._reader))
        return cast("IndexRegistry", known)

    def metadata(self, document_id: str) -> Metadata | None:
        """What is known of a document besides its text, by id; cheap, however long it is."""
        return self._reader.metadata(document_id)

    def document(self, document_id: str) -> Document | None:
        """One document whole, by id."""
        return self._reader.document(document_id)

    def whole(self, document_id: str) -> tuple[Document, tuple[Clause, ...]] | None:
        """One document whole, with all its pieces in order."""
        return self._reader.whole(document_id)

    def citations(self, document_id: str) -> tuple[Citation, ...]:
        """What a document cites, in order, as it is written; see ``cites`` for what is meant."""
        return self._reader.citations(document_id)

    def clauses(
        self, document_id: str, start: int = 0, stop: int | None = None
    ) -> tuple[Clause, ...]:
        """The pieces of a document, in order; empty where the id is unknown.

        Args:
            start, stop: of them all, only these (a slice, counted from 0); no other is read.
        """
        return self._reader.clauses(document_id, start, stop)

    def get(self, clause_id: str) -> Clause | None:
        """One piece, by id (``167-kh-ubnd.2021-09-14#muc-ii.khoan-3``)."""
        return self._reader.get(clause_id)

    def documents(self) -> Iterator[Metadata]:
        """Every document, in the order of indexing."""
        return self._reader.documents()

    def listing(
        self,
        filters: Mapping[str, str | Sequence[str]],
        *,
        offset: int = 0,
        limit: int = 10,
        facets: tuple[str, ...] = (),
        at: str | None = None,
    ) -> Hits:
        """Documents, the newest first; see ``indexer.querying.listing``."""
        from indexer.querying.listing import listing

        return listing(self._reader, filters, offset=offset, limit=limit, facets=facets, at=at)

    def document_ids(self, start: int, stop: int) -> list[str]:
        """Of the ids of all documents, in order, those of a slice."""
        from indexer.querying.listing import document_ids

        return list(document_ids(self._reader, start, stop))

    def statistics(self) -> Statistics:
        """How much the index holds now."""
        return self._reader.statistics()

    @property
    def derived(self) -> dict[str, Any]:
        """See ``indexer.core.engine.Reader``."""
        return self._reader.derived
