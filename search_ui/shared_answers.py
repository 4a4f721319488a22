"""Answers that are given again, in memory that all processes of a server share: what one of them
has made, none of the others makes again.

A table of places, then a ring of records. A record is written after the newest one, over the
oldest. Writers wait for one another, readers for nobody: a record has its tag and a checksum, so
one that is being overwritten, or that a process which was killed left half written, is not taken
for an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from struct import Struct
from typing import Final
from zlib import crc32

from search_ui.lanes import Alone
from search_ui.remembered import Answer

Tag = bytes
"""16 of them, that name an answer."""
_CURSOR: Final = Struct("<Q")
"""Bytes ever written to the ring: where the next record begins, counted on past the ring's end."""
_PLACE: Final = Struct("<16sQ")
"""A tag, and where its record begins, counted likewise; one more, for 0 is an empty place."""
_RECORD: Final = Struct("<16sIII?")
"""Before a record: its tag, bytes of headers and of the body, checksum of both, whether packed."""
_NEAR: Final = 8
"""Places in which a tag may stand."""
_USUAL: Final = 512
"""Bytes of the ring for each place: nearly all answers take more, so places are never short."""
_LARGEST: Final = 8
"""No record takes more than this part of the ring."""
_OLD: Final = 0.75
"""Part of the ring behind which a record that is read is written again: it is still asked for."""
_LOCK: Final = 1 << 20
"""Byte of the file at which writers wait: far from those of ``lanes.Locks`` and ``rates.Rates``."""


def memory_for(most: float) -> int:
    """Bytes of memory for answers of ``most`` bytes together."""
    return _ring_at(most) + int(most)


def _ring_at(most: float) -> int:
    return _CURSOR.size + (_places_for(most) + _NEAR) * _PLACE.size


def _places_for(most: float) -> int:
    return max(1, int(most) // _USUAL)


class SharedAnswers:
    """The latest answers by tag: a ``search_ui.remembered.Store``.

    Args:
        memory: ``memory_for(most)`` bytes, zero at first.
        most: bytes of all together.
        file: on which writers wait for one another; None where there is one process.
    """

    def __init__(self, memory: memoryview, most: float, file: int | None = None) -> None:
        self._memory = memory
        self._places = _places_for(most)
        self._ring = memory[_ring_at(most) :]
        self._alone = Alone(file, _LOCK)

    @property
    def bytes(self) -> int:
        """Of all together."""
        return min(self._cursor(), len(self._ring))

    def get(self, key: str) -> Answer | None:
        """What any process stored, if it still is there."""
        tag = _tag(key)
        start = next((start for _, found, start in self._near(tag) if found == tag and start), 0)
        answer = self._read(tag, start - 1) if start else None
        if answer and self._cursor() - start > _OLD * len(self._ring):
            self.put(key, answer, 0)
        return answer

    def put(self, key: str, value: Answer, size: int) -> None:  # noqa: ARG002  # what it takes is known here
        """Store an answer; the oldest make room. One that is too large is not stored."""
        tag = _tag(key)
        headers = "\n".join(part for pair in value.headers for part in pair).encode()
        body = headers + value.body
        needed = _RECORD.size + len(body)
        if needed * _LARGEST > len(self._ring):
            return
        record = _RECORD.pack(tag, len(headers), len(value.body), crc32(body), value.packed) + body
        with self._alone:
            start = self._cursor()
            left = len(self._ring) - start % len(self._ring)
            start += left if left < needed else 0
            # Before it is written, so that nobody takes what it overwrites for whole.
            _CURSOR.pack_into(self._memory, 0, start + needed)
            at = start % len(self._ring)
            self._ring[at : at + needed] = record
            place = self._place_for(tag)
            _PLACE.pack_into(self._memory, place, tag, start + 1)

    def _cursor(self) -> int:
        (found,) = _CURSOR.unpack_from(self._memory, 0)
        return int(found)

    def _near(self, tag: Tag) -> Iterator[tuple[int, Tag, int]]:
        """The places where a tag may stand, with what stands there."""
        first = int.from_bytes(tag[:8], "little") % self._places
        for number in range(first, first + _NEAR):
            at = _CURSOR.size + number * _PLACE.size
            yield (at, *_PLACE.unpack_from(self._memory, at))

    def _place_for(self, tag: Tag) -> int:
        """The tag's own place, or the one of those near it whose record is the oldest."""
        near = list(self._near(tag))
        own = (at for at, found, _ in near if found == tag)
        return next(own, min(near, key=lambda place: place[2])[0])

    def _read(self, tag: Tag, start: int) -> Answer | None:
        """The record that begins there, if it is whole and the tag's."""
        at = start % len(self._ring)
        if at + _RECORD.size > len(self._ring):
            return None
        found, headers, body, checksum, packed = _RECORD.unpack_from(self._ring, at)
        end = at + _RECORD.size + headers + body
        if found != tag or end > len(self._ring):
            return None
        data = bytes(self._ring[at + _RECORD.size : end])
        if self._cursor() > start + len(self._ring) or crc32(data) != checksum:
            return None
        parts = data[:headers].decode().split("\n") if headers else []
        return Answer(data[headers:], tuple(zip(parts[::2], parts[1::2], strict=True)), packed)


def _tag(key: str) -> Tag:
    return blake2b(key.encode(errors="replace"), digest_size=16).digest()
