"""What a kind of engine offers: to open an index, and perhaps to verify or copy its files."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

from indexer.core.engine import Engine


class Files(NamedTuple):
    """The files of an index, as their checksums were verified."""

    files: int
    size: int
    """Bytes."""
    damage: tuple[str, ...] = ()
    """A sentence for each file that is not what was written."""


class Health(NamedTuple):
    """What servers say of an index that they have."""

    status: str
    """``green``: every copy of every shard is there; ``yellow``: every shard is; ``red``: not."""
    servers: int
    """That are there now."""
    shards: int
    copies: int
    """Of shards, themselves included, that there should be in all ..."""
    missing: int
    """... and that are not there."""
    size: int
    """Bytes on disk, of all copies."""
    deleted: int
    """Entries that were deleted and still count in the frequencies of terms."""


class Kind(Protocol):
    """One kind of engine. Addresses come without the name of the kind."""

    def open(self, address: str, fingerprint: str) -> Engine:
        """Open an index for searching.

        Raises:
            IndexMissing, IndexIncompatible, IndexDamaged, IndexUnreadable: each says what to do.
        """

    def create(self, address: str, fingerprint: str, *, replace: bool) -> Engine:
        """Open an index, making an empty one where there is none. With ``replace``, one that
        cannot be opened is replaced at the first commit.

        Raises:
            IndexIncompatible, IndexDamaged, IndexUnwritable: each says what to do.
        """


@runtime_checkable
class Verifiable(Protocol):
    """A kind that can verify an index's files without opening it."""

    def verify(self, address: str, fingerprint: str) -> Files:
        """Compare every byte with its checksum.

        Raises:
            IndexMissing, IndexIncompatible, IndexDamaged, IndexUnreadable: nothing can be compared.
        """


@runtime_checkable
class Copyable(Protocol):
    """A kind whose indexes can be copied while a writer is at work."""

    def snapshot(self, address: str, target: Path, fingerprint: str) -> Files:
        """Copy the newest generation to a folder that does not exist yet.

        Raises:
            IndexUnwritable: ``target`` exists, or cannot be written.
            IndexMissing, IndexIncompatible, IndexDamaged, IndexUnreadable: it cannot be read.
        """


@runtime_checkable
class Spreadable(Protocol):
    """A kind whose indexes may be spread over servers."""

    def create_spread(
        self,
        address: str,
        fingerprint: str,
        *,
        replace: bool,
        shards: int | None,
        replicas: int | None,
    ) -> Engine:
        """``Kind.create``, for an index that is made now.

        Args:
            shards: parts that the index is cut into; None: the default.
            replicas: copies of each part besides itself; None: the default.

        Raises:
            IndexUnsupported: there is an index already, and it has another number of shards.
        """


@runtime_checkable
class Served(Protocol):
    """A kind whose indexes are on servers: to read all of one takes long, and the servers watch
    over their files."""

    def health(self, address: str, fingerprint: str) -> Health:
        """What the servers say of an index.

        Raises:
            IndexMissing, IndexIncompatible, IndexUnreadable: nothing can be said.
        """
