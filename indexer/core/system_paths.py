"""Paths, names and renames as Windows takes them. Elsewhere everything stays as it is.

The rules: learn.microsoft.com, "Naming Files, Paths, and Namespaces" and "Maximum Path Length
Limitation".
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import Final, TypeVar

WINDOWS: Final = os.name == "nt"
LONGEST: Final = 240
"""Code units of a path that every call takes: 260 less the null and less the twelve of a short
file name that a folder must leave room for, and a few to spare."""
ANY: Final = LONGEST
"""As ``room``: what lies below may be as long as it likes."""
_PREFIX: Final = "\\\\?\\"
_PAUSES: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.4, 0.4)
"""Seconds. A reader, an indexer or a virus scanner of the system has a file open for less."""
_DEVICE: Final = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])[ .]*(?:\..*)?", re.IGNORECASE
)
"""Names of devices, whatever suffix follows."""
_UNNAMED: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""Characters that no name has there."""
_T = TypeVar("_T")


def system_path(path: Path, room: int = 0) -> Path:
    r"""The path to hand to the system: where it is long, on Windows, absolute and with ``\\?\``
    before it, which lifts the limit of 260.

    Args:
        room: code units that are to be added below it.
    """
    if not WINDOWS:
        return path
    whole = os.path.abspath(path)  # noqa: PTH100  # Path.resolve would follow a link
    return Path(prefixed(whole)) if len(whole) + room >= LONGEST else path


def prefixed(path: str) -> str:
    r"""An absolute path of Windows with the prefix, also on a server.

    >>> prefixed("C:\\a"), prefixed("\\\\server\\share\\a"), prefixed("\\\\?\\C:\\a")
    ('\\\\?\\C:\\a', '\\\\?\\UNC\\server\\share\\a', '\\\\?\\C:\\a')
    """
    if path.startswith((_PREFIX, "\\\\.\\")):
        return path
    return f"{_PREFIX}UNC{path[1:]}" if path.startswith("\\\\") else _PREFIX + path


def is_reserved(name: str) -> bool:
    """Whether Windows gives no file this name, or another one than it says: ``CON``, ``aux.txt``,
    a dot or a blank at its end."""
    return name.endswith((".", " ")) or _DEVICE.fullmatch(name) is not None


def safe_name(name: str) -> str:
    """A name that can be given to a file on any system, as similar as may be.

    >>> safe_name("aux.docx"), safe_name("Luật 1: Đất đai. "), safe_name("...")
    ('_aux.docx', 'Luật 1_ Đất đai', '_')
    """
    name = _UNNAMED.sub("_", name).rstrip(". ")
    return f"_{name}" if not name or _DEVICE.fullmatch(name) else name


def patiently(action: Callable[[], _T]) -> _T:
    """Do what Windows refuses as long as somebody has the file open: rename, replace, remove.

    Raises:
        PermissionError: somebody has it open for longer than a second and a half; on other systems,
            where it means something else, at once.
    """
    for pause in _PAUSES if WINDOWS else ():
        try:
            return action()
        except PermissionError:  # noqa: PERF203  # refused once in a while
            sleep(pause)
    return action()
