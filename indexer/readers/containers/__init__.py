"""Files that hold others: archives and mail. What lies in them is read as documents of their own.

``members`` lists what a container holds, in order, with the bytes of each on demand; nothing is
ever written where a name inside says.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from indexer.core.regular import open_regular
from indexer.core.said import Said
from indexer.readers.containers.member import Member, named
from indexer.readers.raw import Refused

__all__ = ["CONTAINERS", "MAIL", "Member", "container_of", "members", "named"]


def _zip(path: Path) -> Iterator[Member]:
    from indexer.readers.containers.zip_archive import zip_members

    return zip_members(path)


def _other_archive(path: Path) -> Iterator[Member]:
    from indexer.readers.containers.archive import archive_members

    return archive_members(path)


def _mail(path: Path) -> Iterator[Member]:
    from indexer.readers.containers.mail import mail_members

    return mail_members(path)


CONTAINERS: Final[dict[str, Callable[[Path], Iterator[Member]]]] = {
    ".7z": _other_archive,
    ".eml": _mail,
    ".msg": _mail,
    ".rar": _other_archive,
    ".zip": _zip,
}
"""Suffix, in lower case -> what lists a file of the kind."""
MAIL: Final = frozenset({".eml", ".msg"})
"""Containers that say something themselves."""
_STARTS: Final = {b"Rar!\x1a\x07": ".rar", b"7z\xbc\xaf\x27\x1c": ".7z"}
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")


def container_of(path: Path) -> str | None:
    """Which kind of container a file is, by its content; None: it is none.

    Raises:
        Refused, OSError: see ``indexer.readers.content.kind_of``.
    """
    from indexer.readers.content import kind_of

    with open_regular(path, link=True) as file:
        start = file.read(8)
    for beginning, suffix in _STARTS.items():
        if start.startswith(beginning):
            return suffix
    suffix = path.suffix.lower()
    if start.startswith(_ZIP):
        damaged = suffix == ".zip" and not zipfile.is_zipfile(path)
        return ".zip" if damaged or kind_of(path) is None else None
    return suffix if suffix in MAIL else None


def members(path: Path) -> Iterator[Member]:
    """What a container holds. The bytes of a member are to be read before the next is asked for.

    Raises:
        Refused: it is damaged, needs a password for its list, or a library that is not installed
            (``NotInstalled``).
    """
    kind = container_of(path)
    if kind is None:
        raise Refused(Said("không phải tệp nén hay thư"))
    return CONTAINERS[kind](path)
