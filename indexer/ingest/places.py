"""Where documents come from: a file, or what lies in one.

The origin of a document in a container is the container's path, ``//``, and its name there:
``/srv/vb/thu.zip//van-ban/1.docx``, once more ``//`` for one in another. No path of a file holds
``//`` but at its beginning (``indexer.ingest.files.absolute``).
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

BETWEEN: Final = "//"
"""Between a container and the name of what it holds."""


def disk_path(origin: str) -> Path:
    """The file on the disk that a document was read from, or lies in."""
    return Path(_split(origin)[0])


def names_inside(origin: str) -> tuple[str, ...]:
    """The name in the container, in the one in that, and so on; empty: it is a file by itself."""
    return tuple(filter(None, _split(origin)[1].split(BETWEEN)))


def member_digest(container: str, name: str) -> str:
    """Names the content of a member: another one whenever its container changes.

    Args:
        container: that of the container.
    """
    return sha256(f"{container}\0{name}".encode("utf-8", "surrogatepass")).hexdigest()


def _split(origin: str) -> tuple[str, str]:
    place = origin.find(BETWEEN, 2)  # a path may begin with two slashes (POSIX)
    return (origin, "") if place < 0 else (origin[:place], origin[place:])
