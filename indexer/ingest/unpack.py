"""What a container holds, written to a folder of ours under names of ours, within limits.

It runs in the process that reads files. Bombs, names that lead elsewhere, links and what needs a
password cost nothing but a line of the report.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from indexer.core.said import Said
from indexer.ingest.places import member_digest
from indexer.readers import MAX_BYTES, readers
from indexer.readers.containers import CONTAINERS, Member, members, named
from indexer.readers.containers.member import ENCRYPTED
from indexer.readers.raw import Refused

MAX_MEMBERS: Final = 2_000
"""Files in a container, and in those inside it."""
MAX_SIZE: Final = 512 << 20
"""Bytes that they are together ..."""
MAX_RATIO: Final = 200
"""... and times the container's own size, which plain text compressed well has a tenth of, but at
least ``_ALWAYS``."""
_ALWAYS: Final = 16 << 20
MAX_DEPTH: Final = 3
"""Containers in one another."""


class Unpacked(NamedTuple):
    """One member, and what became of it."""

    name: str
    digest: str
    """See ``member_digest``."""
    path: str = ""
    """Where its bytes are; empty: they were not written."""
    sha: str = ""
    """SHA-256 of them."""
    size: int = 0
    link: bool = False
    unchanged: bool = False
    reason: str = ""
    """Why it cannot be read, where it cannot."""
    advice: str = ""


def unpack(
    path: Path, digest: str, known: Collection[str], into: Path, count: int, size: int
) -> list[Unpacked]:
    """The members of a container, in order. Those that a reader is for are written to ``into``.

    Args:
        digest: of the container.
        known: digests of members that need not be written.
        count, size: the most members, and bytes, that there may be.

    Raises:
        Refused: it cannot be opened, or holds more than it may.
    """
    into.mkdir(parents=True)
    found: list[Unpacked] = []
    left = min(size, max(_ALWAYS, MAX_RATIO * path.stat().st_size))
    for name, member in named(members(path)):
        if len(found) >= count:
            raise Refused(Said("có hơn %(most)d tệp bên trong", most=count), _SPLIT)
        one = _unpacked(member, name, digest, known, into / f"{len(found):05d}", left)
        left -= one.size
        found.append(one)
    return found


_SPLIT: Final = Said("Giải nén ra thư mục rồi lập chỉ mục thư mục ấy.")


def _unpacked(
    member: Member, name: str, container: str, known: Collection[str], place: Path, left: int
) -> Unpacked:
    one = Unpacked(name, member_digest(container, name), link=member.link)
    suffix = Path(name).suffix.lower()
    if member.link or suffix not in readers():
        return one
    if member.read is None:
        return one._replace(reason=member.reason, advice=member.advice)
    if one.digest in known and suffix not in CONTAINERS:
        return one._replace(unchanged=True)
    return _written(member.read(), one, place.with_suffix(suffix), left)


def _written(data: Iterator[bytes], one: Unpacked, path: Path, left: int) -> Unpacked:
    sha, size = sha256(), 0
    try:
        with path.open("xb") as stream:
            for block in data:
                size += len(block)
                _check(size, left)
                if size > MAX_BYTES:
                    most = MAX_BYTES / 1e6
                    return one._replace(
                        size=size, reason=Said("lớn quá %(most).0f MB", most=most), advice=_SPLIT
                    )
                sha.update(block)
                stream.write(block)
    except _TooMuch:
        raise Refused(Said("nở ra quá lớn so với chính nó"), _SPLIT) from None
    except MemoryError:
        raise
    except Refused as refused:
        return one._replace(size=size, reason=refused.reason, advice=refused.advice)
    except OSError as error:
        if error.errno:  # of our own disk
            raise
        return one._replace(size=size, reason=_BROKEN)
    except Exception as error:  # noqa: BLE001  # the libraries that open containers promise nothing
        said = str(error).lower()
        locked = "encrypt" in said or "passphrase" in said or "password" in said
        return one._replace(size=size, reason=ENCRYPTED if locked else _BROKEN)
    return one._replace(path=os.fspath(path), sha=sha.hexdigest(), size=size)


def _check(size: int, left: int) -> None:
    if size > left:
        raise _TooMuch


class _TooMuch(Exception):
    """More was unpacked than may be."""


_BROKEN: Final = Said("hỏng bên trong tệp nén")
