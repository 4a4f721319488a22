"""Whether pages are recognised, and who hears of each: settings of the process that reads."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final, Literal, get_args

Mode = Literal["auto", "never", "always"]
"""Pages without text of their own are recognised; none; or all, whatever text they have."""
MODES: Final[tuple[str, ...]] = get_args(Mode)
VARIABLE: Final = "KHOAN_OCR"
"""Of the environment: the mode, for a process that reads files and those it starts."""

_listeners: list[Callable[[int, int], None]] = []


def mode() -> Mode:
    """What the environment says; ``auto`` where it says nothing known."""
    value = os.environ.get(VARIABLE, "auto")
    if value == "never":
        return "never"
    return "always" if value == "always" else "auto"


def listen(listener: Callable[[int, int], None]) -> None:
    """Have this called before each page that is recognised, with (pages done, pages in all): a
    page takes seconds, and a file of hundreds takes longer than any other."""
    _listeners[:] = [listener]


def page_begins(done: int, total: int) -> None:
    """A reader is about to recognise a page."""
    for listener in _listeners:
        listener(done, total)
