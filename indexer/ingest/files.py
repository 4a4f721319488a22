"""Which files a person means by a path, and what they are called."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indexer.core.regular import open_regular
from indexer.core.system_paths import ANY, system_path

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
    link: bool = False
    """It is a link, found to lead to where it may, or named itself. No other link is opened."""
    origin: str = ""
    """Of what lies in another file, where (``indexer.ingest.places``); ``path`` is then where its
    bytes are for the moment."""
    digest: str = ""
    """Likewise, what names its content."""

    @property
    def place(self) -> str:
        """Where it stays: what a document's ``origin`` is."""
        return self.origin or str(self.path)

    @property
    def on_disk(self) -> Path:
        """``path`` as the system takes it, however long it is."""
        return system_path(self.path)


def find(
    paths: Iterable[Path],
    suffixes: Collection[str],
    unreadable: Callable[[OSError], None] = lambda _: None,
    left_out: Callable[[File], None] = lambda _: None,
    *,
    follow_links: bool = False,
) -> Iterator[File]:
    """The files under ``paths``, in order of name, each once.

    Of a folder, these are the files with one of ``suffixes`` (lower case, dot included), at any
    depth. Hidden files and folders, indexes of ours, and what programs leave beside a file while
    it is open (``~$a.docx``) are skipped; links to folders are not followed, since they may form
    a circle, and links to files only where they lead to what is under ``paths`` too: whoever can
    write to a folder could otherwise publish any file that the program can read. A file that is
    named itself is returned whatever its suffix: the reader reports what
    is wrong with it.

    Args:
        unreadable: called for each folder that cannot be listed.
        left_out: called for each file of another suffix, and each link that is not followed.
        follow_links: follow links to files wherever they lead.
    """
    seen: set[Path] = set()
    roots = [absolute(path) for path in paths]
    real = [_real(root) for root in roots]

    def allowed(link: Path) -> bool:
        return follow_links or any(inside(_real(link), root) for root in real)

    for root in roots:
        named = (File(root, _readable_name(root.name), link=_is_link(root)),)
        found = _walk(root, suffixes, unreadable, left_out, allowed) if is_folder(root) else named
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
        system_path(path).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder, as far as this user can see."""
    return os.path.isdir(system_path(path))  # noqa: PTH112  # Path.is_dir raises where a folder is closed


def inside(path: Path, root: Path) -> bool:
    """Whether a path is this folder or lies below it."""
    return path == root or root in path.parents


class Folders:
    """What folders hold, each listed once."""

    def __init__(self) -> None:
        self._known: dict[Path, frozenset[str] | None] = {}

    def unsure(self, path: Path, root: Path) -> Path | None:
        """The folder that cannot be asked about a file which is not found; None where the file is
        certainly gone.

        That is where the nearest folder above it that exists lies under ``root``, can be listed,
        and holds something, but not the file. An empty folder may be where a disk is mounted.

        Args:
            root: the folder that was named, or the file itself.
        """
        name = path.name
        for folder in path.parents:
            if path != root and not inside(folder, root):
                return root
            held = self._held(folder)
            if held is None:
                name = folder.name
                continue
            visible = any(not each.startswith(".") for each in held)
            return None if visible and name not in held else folder
        return root

    def _held(self, folder: Path) -> frozenset[str] | None:
        """The names in a folder; none where it cannot be listed, None where it does not exist."""
        if folder not in self._known:
            self._known[folder] = _listed(folder)
        return self._known[folder]


def _listed(folder: Path) -> frozenset[str] | None:
    try:
        return frozenset(os.listdir(system_path(folder)))  # noqa: PTH208  # names, not paths
    except FileNotFoundError:
        return frozenset() if _is_link(folder) else None
    except OSError:
        return frozenset()


def digest(path: Path, *, link: bool = False) -> str:
    """SHA-256 of a file's bytes, in hex.

    Raises:
        OSError: see ``indexer.core.regular.open_regular``; or it cannot be read.
    """
    sha = hashlib.sha256()
    with open_regular(path, link=link) as stream:
        while block := stream.read(1 << 20):
            sha.update(block)
    return sha.hexdigest()


def _walk(
    root: Path,
    suffixes: Collection[str],
    unreadable: Callable[[OSError], None],
    left_out: Callable[[File], None],
    allowed: Callable[[Path], bool],
) -> Iterator[File]:
    top = system_path(root, ANY)
    for walked, folders, names in os.walk(top, onerror=unreadable):
        folder = root / Path(walked).relative_to(top)
        if _INDEX in names and folder != root:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if _is_link(path := Path(folder, name)):
                left_out(_file(path, root, link=True))
        for name in sorted(names):
            if name.startswith(_PASSED_OVER):
                continue
            path = Path(folder, name)
            readable = path.suffix.lower() in suffixes
            file = _file(path, root, link=readable and _is_link(path))
            if readable and (not file.link or allowed(path)):
                yield file
            else:
                left_out(file)


def _file(path: Path, root: Path, *, link: bool) -> File:
    return File(path, _readable_name(path.relative_to(root).as_posix()), link)


def _is_link(path: Path) -> bool:
    return os.path.islink(system_path(path))  # noqa: PTH114  # as above


def _real(path: Path) -> Path:
    """Where a path leads when every link is followed."""
    return Path(os.path.realpath(path))  # Path.resolve raises where links form a circle


def _readable_name(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
