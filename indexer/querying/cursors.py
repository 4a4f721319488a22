"""Cursors: where a walk over all hits stands, as an opaque string."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from typing import Final

from indexer.core.errors import BadCursor
from indexer.core.said import Said
from indexer.querying.request import SearchRequest

START: Final = "*"
MOST: Final = 2**31
"""No index has as many clauses: doc ids have 31 bits."""
NONE: Final = Said("cursor: không phải là con trỏ hợp lệ.")
OTHER: Final = Said("cursor: con trỏ này của một câu tìm khác.")
STALE: Final = Said("cursor: kho văn bản đã thay đổi, xin bắt đầu lại với cursor=*.")


def write(offset: int, state: str, of: str) -> str:
    """The cursor of the hits from ``offset`` on.

    Args:
        state: names the state of the index.
        of: names the search (``name_of``).
    """
    parts = json.dumps([offset, state, of], separators=(",", ":"))
    return base64.urlsafe_b64encode(parts.encode()).decode().rstrip("=")


def read(cursor: str, state: str, of: str) -> int:
    """The offset that a cursor stands for.

    Raises:
        BadCursor: it is not a cursor of this search, or the index has changed since it was made,
            so that going on could skip or repeat hits.
    """
    if cursor == START:
        return 0
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        offset, made, search = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, TypeError, RecursionError):
        raise BadCursor(NONE) from None
    if type(offset) is not int or not 0 <= offset < MOST or search != of:
        raise BadCursor(OTHER)
    if made != state:
        raise BadCursor(STALE)
    return offset


def name_of(request: SearchRequest) -> str:
    """What makes two requests the same search, page and page size aside."""
    filters = sorted(
        (name, [values] if isinstance(values, str) else list(values))
        for name, values in request.filters.items()
    )
    same = (filters, replace(request, filters={}, offset=0, limit=1, seconds=0.0))
    return hashlib.sha256(repr(same).encode()).hexdigest()[:12]
