"""Cursors: where a walk over all hits stands, as an opaque string."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

from flask import json

from search_ui.i18n import tr
from search_ui.parameters import InputError
from search_ui.state import State

START = "*"
MOST = 2**31
"""No index has as many clauses: doc ids have 31 bits."""


def write(state: State, offset: int, index: str) -> str:
    """The cursor of the hits from ``offset`` on, in a state of the index (``Site.state``)."""
    parts = json.dumps([offset, index, _of(state)])
    return base64.urlsafe_b64encode(parts.encode()).decode().rstrip("=")


def read(cursor: str, state: State, index: str) -> int:
    """The offset that a cursor stands for.

    Raises:
        InputError: it is not a cursor of this search, or the index has changed since it was
            made, so that going on could skip or repeat hits.
    """
    if cursor == START:
        return 0
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        offset, made, of = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, TypeError, RecursionError):
        raise InputError("cursor", tr("cursor: không phải là con trỏ hợp lệ.")) from None
    if type(offset) is not int or not 0 <= offset < MOST or of != _of(state):
        raise InputError("cursor", tr("cursor: con trỏ này của một câu tìm khác."))
    if made != index:
        raise InputError(
            "cursor", tr("cursor: kho văn bản đã thay đổi, xin bắt đầu lại với cursor=*.")
        )
    return offset


def _of(state: State) -> str:
    """What makes two requests the same search, page and page size aside."""
    same = replace(state, offset=0, limit=1)
    return hashlib.sha256(repr(same).encode()).hexdigest()[:12]
