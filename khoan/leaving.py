"""A program that answers once and ends: no search for garbage, no taking apart of what is loaded.

Python looks for cycles of garbage while some five hundred modules are loaded, and takes all of them
apart again at the end: together a fifth of the processor time of ``khoan search``. The system gives
the memory back by itself.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from typing import Final, NoReturn

_as_program: Final[list[bool]] = [False]
_quickly: Final[list[bool]] = [False]


def begin() -> None:
    """Say that this process is the program itself, and not a caller of ``khoan.cli.main``."""
    _as_program[0] = True


def once() -> None:
    """To be called by a command that only reads, and answers once: it writes no file, starts no
    thread and no process. Without effect where the process is not the program itself."""
    if _as_program[0]:
        gc.disable()
        _quickly[0] = True


def leave(status: object) -> NoReturn:
    """End the process.

    Args:
        status: what ``SystemExit`` has: the exit status, None for 0, or what to print.
    """
    if not _quickly[0] or not isinstance(status, int | None):
        sys.exit(status)  # type: ignore[arg-type]
    atexit._run_exitfuncs()  # noqa: SLF001  # what os._exit leaves out, and no public name does
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(status)  # which says what Python says when nobody reads what was written
    os._exit(status or 0)
