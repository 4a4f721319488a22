"""Counts for the rate limit, in memory that all processes of a server share.

A table of fixed size: however many addresses ask, it does not grow. Where it is full, the count
that would end first makes room.
"""

from __future__ import annotations

import time
from hashlib import blake2b
from struct import Struct
from typing import Any, Final

from search_ui.lanes import Alone

SCHEME: Final = "khoan"
"""Names this storage among those of the library ``limits``."""
_ENTRY: Final = Struct("<QdQ")
"""Which address and limit (a hash), when the count ends (Unix time), the count."""
_ENTRIES: Final = 1 << 15
_NEAR: Final = 16
"""Places in which an entry may stand."""
SIZE: Final = _ENTRY.size * (_ENTRIES + _NEAR)
"""Bytes of the table."""


class Rates:
    """Counts that end, by name.

    Args:
        memory: ``SIZE`` bytes, zero at first.
        salt: up to 16 bytes, the same in each process, known to nobody else: or a client could
            choose addresses whose counts drive out another's.
        file: on which processes wait for one another; None where there is one.
    """

    def __init__(self, memory: memoryview, salt: bytes, file: int | None = None) -> None:
        self._memory = memory
        self._salt = salt
        self._alone = Alone(file, 0)

    def add(self, name: str, seconds: float, amount: int = 1) -> int:
        """Add to a count, begun now if there is none; how much it is then."""
        key, now = self._key(name), time.time()
        with self._alone:
            at, until, count = self._find(key, now)
            if not count:
                until = now + seconds
            _ENTRY.pack_into(self._memory, at, key, until, count + amount)
        return count + amount

    def get(self, name: str) -> tuple[int, float]:
        """A count, and when it ends; 0 and now where there is none."""
        now = time.time()
        with self._alone:
            _, until, count = self._find(self._key(name), now)
        return count, until if count else now

    def clear(self, name: str | None = None) -> None:
        """Forget one count, or all."""
        with self._alone:
            if name is None:
                self._memory[:] = bytes(len(self._memory))
                return
            at, _, count = self._find(key := self._key(name), time.time())
            if count:
                _ENTRY.pack_into(self._memory, at, key, 0.0, 0)

    def _find(self, key: int, now: float) -> tuple[int, float, int]:
        """Where the count stands or may stand, when it ends, and the count."""
        first = key % _ENTRIES
        best, soonest = 0, float("inf")
        for place in range(first, first + _NEAR):
            at = place * _ENTRY.size
            found, until, count = _ENTRY.unpack_from(self._memory, at)
            if found == key and until > now:
                return at, until, count
            if until < soonest:
                best, soonest = at, until
        return best, 0.0, 0

    def _key(self, name: str) -> int:
        digest = blake2b(name.encode(), digest_size=8, key=self._salt).digest()
        return int.from_bytes(digest, "little")


def storage(rates: Rates) -> dict[str, Any]:
    """What Flask-Limiter is given, so that it counts here."""
    from limits.storage import Storage

    class Shared(Storage):
        STORAGE_SCHEME = [SCHEME]  # noqa: RUF012  # as the library wants it

        def __init__(self, uri: str | None = None, **_: Any) -> None:
            super().__init__(uri)

        @property
        def base_exceptions(self) -> type[Exception]:
            return OSError

        def incr(self, key: str, expiry: int, amount: int = 1) -> int:
            return rates.add(key, expiry, amount)

        def get(self, key: str) -> int:
            return rates.get(key)[0]

        def get_expiry(self, key: str) -> float:
            return rates.get(key)[1]

        def check(self) -> bool:
            return True

        def reset(self) -> int | None:
            rates.clear()
            return None

        def clear(self, key: str) -> None:
            rates.clear(key)

    return {"storage_uri": f"{SCHEME}://"}
