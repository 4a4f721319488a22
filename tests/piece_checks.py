"""What holds for the pieces of any text: shared by every test that splits one."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.core.document import Clause, Document


def check_pieces(document: Document, pieces: Sequence[Clause]) -> None:
    """Slices of the text, in order, without overlap; only white space between; ids all differ."""
    end = 0
    for piece in pieces:
        assert document.text[piece.span.start : piece.span.end] == piece.text
        assert piece.text == piece.text.strip() != ""
        assert piece.span.start >= end
        assert not document.text[end : piece.span.start].strip()
        assert piece.document_id == document.id
        end = piece.span.end
    assert not document.text[end:].strip()
    assert len({piece.id for piece in pieces}) == len(pieces)
