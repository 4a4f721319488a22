"""Which files a person means by a path, and what they are called."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_INDEX: Final = "khoan.json"
"""A folder with a file of this name is an index."""
_PASSED_OVER: Final = (".", "~$", "~WRL")
"""How names begin of hidden files, and of those that Word keeps while a document is open."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to read."""

    path: Path
    """Absolute."""
    source: str
    """Relative to the folder that was named (a named file: its own name), with ``/``. Bytes of the
    name that are no UTF-8 are ``\ufffd``."""


def find(
    paths: Iterable[Path],
    suffixes: Collection[str],
    unreadable: Callable[[OSError], None] = lambda _: None,
    left_out: Callable[[File], None] = lambda _: None,
) -> Iterator[File]:
    """The files under ``paths``, in order of name, each once.

    Of a folder, these are the files with one of ``suffixes`` (lower case, dot included), at any
    depth. Hidden files and folders, indexes of ours, and what programs leave beside a file while
    it is open (``~$a.docx``) are skipped; links to folders are not followed, since they may form
    a circle. A file that is named itself is returned whatever its suffix: the reader reports what
    is wrong with it.

    Args:
        unreadable: called for each folder that cannot be listed.
        left_out: called for each file of another suffix, and each link to a folder.
    """
    seen: set[Path] = set()
    for path in paths:
        root = absolute(path)
        named = (File(root, _readable_name(root.name)),)
        found = _walk(root, suffixes, unreadable, left_out) if root.is_dir() else named
        for file in found:
            if file.path not in seen:
                seen.add(file.path)
                yield file


def absolute(path: Path) -> Path:
    """The path from the root on, without following links."""
    return Path(os.path.abspath(path))  # noqa: PTH100  # Path.resolve would follow a link


def gone(path: Path) -> bool:
    """Whether there is certainly nothing at this path. A path that cannot be read is not gone."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex.

    Raises:
        OSError: it cannot be read.
    """
    sha = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            sha.update(block)
    return sha.hexdigest()


def _walk(
    root: Path,
    suffixes: Collection[str],
    unreadable: Callable[[OSError], None],
    left_out: Callable[[File], None],
) -> Iterator[File]:
    for folder, folders, names in os.walk(root, onerror=unreadable):
        if _INDEX in names and Path(folder) != root:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if (path := Path(folder, name)).is_symlink():
                left_out(_file(path, root))
        for name in sorted(names):
            if name.startswith(_PASSED_OVER):
                continue
            file = _file(Path(folder, name), root)
            if file.path.suffix.lower() in suffixes:
                yield file
            else:
                left_out(file)


def _file(path: Path, root: Path) -> File:
    return File(path, _readable_name(path.relative_to(root).as_posix()))


def _readable_name(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
