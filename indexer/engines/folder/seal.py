"""The seal of a generation: which files it is made of, and what is in them.

A commit writes, in this order: the segments, the seal, and then the table of contents under its
final name, which makes the generation. So every table of contents has a seal, and no part of an
index is used, or unpickled, before its bytes have been compared with it.

A seal is one line of JSON and one line with the BLAKE2b of the first. Files are compared by size
and CRC-32 (3.9 GiB/s where BLAKE2b does 0.9): that finds accidents, not forgery. A file of arrays
has the checksum of each of its pages, which are compared as they are read, so for these it is
enough to compare the checksum of the checksums, and opening takes no longer for a large index.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

from indexer.arrayfile.container import root
from indexer.core.errors import REBUILD, IndexDamaged

ARRAYS: Final = frozenset({".arr", ".doc"})
"""Suffixes of files of arrays."""
_BLOCK: Final = 1 << 20


class Sum(NamedTuple):
    """What a file must be."""

    size: int
    """Bytes."""
    crc32: int
    root: int | None = None
    """For a file of arrays, see ``indexer.arrayfile.container.root``."""


@dataclass(frozen=True, slots=True)
class Seal:
    """One generation."""

    generation: int
    format: int
    analysis: str
    """Fingerprint of the analysis its terms were made by."""
    schema: str
    """Fingerprint of the fields it has."""
    files: Mapping[str, Sum] = field(default_factory=dict)
    """Name -> what it must be, the table of contents among them."""
    token: str = ""
    """Names this generation, and no other of this or of any index: it is random. Of seals that
    were written without one, the checksum: it covers those of the files."""


_FIELDS: Final = frozenset(each.name for each in fields(Seal))
"""A later program may write more."""


def seal_name(generation: int) -> str:
    """The file that a generation's seal is in."""
    return f"seal-{generation}.json"


def dump_seal(seal: Seal) -> bytes:
    """The seal as its file holds it."""
    body = json.dumps(asdict(seal), separators=(",", ":")).encode()
    return body + b"\n" + blake2b(body, digest_size=16).hexdigest().encode() + b"\n"


def read_seal(folder: Path, generation: int) -> Seal:
    """The seal of a generation.

    Raises:
        FileNotFoundError: there is none.
        IndexDamaged: it is not what was written.
    """
    path = folder / seal_name(generation)
    body, _, digest = path.read_bytes().partition(b"\n")
    if digest != blake2b(body, digest_size=16).hexdigest().encode() + b"\n":
        raise IndexDamaged("%(file)s không còn như khi được ghi.", REBUILD, file=path)
    known = {"token": digest.decode().strip(), **json.loads(body)}
    files = {name: Sum(*row) for name, row in known.pop("files").items()}
    seal = Seal(**{name: known[name] for name in known if name in _FIELDS}, files=files)
    if seal.generation != generation:
        raise IndexDamaged("%(file)s thuộc về một chỉ mục khác.", REBUILD, file=path)
    return seal


def sum_file(path: Path) -> Sum:
    """What a file is now, read whole.

    Raises:
        OSError: it cannot be read.
        IndexDamaged: it should be a file of arrays and is not.
    """
    size = crc = 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            size += len(block)
            crc = zlib.crc32(block, crc)
    return Sum(size, crc, _root(path))


def sum_bytes(data: bytes) -> Sum:
    """What these bytes are."""
    return Sum(len(data), zlib.crc32(data))


def verify(path: Path, wanted: Sum, *, whole: bool = False) -> None:
    """Compare a file with what it must be: all of it, or of a file of arrays its ``root``.

    Raises:
        IndexDamaged: it differs; says how.
        OSError: it cannot be read.
    """
    if whole or wanted.root is None:
        compare(path, sum_file(path), wanted)
    else:
        compare(path, wanted._replace(size=path.stat().st_size), wanted)
        compare(path, wanted._replace(root=_root(path)), wanted)


def compare(path: Path, found: Sum, wanted: Sum) -> None:
    """Raise IndexDamaged where a file is not what it must be."""
    if found.size != wanted.size:
        raise IndexDamaged(
            "%(file)s dài %(found)s byte thay vì %(wanted)s.",
            REBUILD,
            file=path,
            found=found.size,
            wanted=wanted.size,
        )
    if found != wanted:
        raise IndexDamaged(
            "%(file)s không còn như khi được ghi: sai tổng kiểm.", REBUILD, file=path
        )


def _root(path: Path) -> int | None:
    if path.suffix not in ARRAYS:
        return None
    with path.open("rb") as stream:
        return root(stream, str(path))
