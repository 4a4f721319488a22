"""Cursors over HTTP: of a search as its parameters say it, refused with the parameter's name."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from indexer.core.errors import BadCursor
from indexer.querying import cursors
from search_ui.i18n import tr
from search_ui.parameters import InputError
from search_ui.state import State


def write(state: State, offset: int, index: str) -> str:
    """The cursor of the hits from ``offset`` on, in a state of the index (``Site.state``)."""
    return cursors.write(offset, index, _of(state))


def read(cursor: str, state: State, index: str) -> int:
    """The offset that a cursor stands for.

    Raises:
        InputError: see ``indexer.querying.cursors.read``.
    """
    try:
        return cursors.read(cursor, index, _of(state))
    except BadCursor as error:
        raise InputError("cursor", tr(error.template)) from None


def _of(state: State) -> str:
    """What makes two requests the same search, page and page size aside."""
    same = replace(state, offset=0, limit=1)
    return hashlib.sha256(repr(same).encode()).hexdigest()[:12]
