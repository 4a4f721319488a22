"""What was used lately, bounded in bytes: the values unused for longest make room."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Values by key. Many threads may use one."""

    def __init__(self, most: float) -> None:
        """
        Args:
            most: bytes of all together; 0 stores none.
        """
        self.bytes = 0
        self._most = most
        self._found: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        """What was stored, if it still is."""
        with self._lock:
            found = self._found.get(key)
            if found is None:
                return None
            self._found.move_to_end(key)
            return found[0]

    def put(self, key: Key, value: Value, size: int) -> None:
        """Store a value.

        Args:
            size: its bytes in memory, about.
        """
        with self._lock:
            before = self._found.pop(key, None)
            self.bytes += size - (before[1] if before else 0)
            self._found[key] = value, size
            while self.bytes > self._most:
                self.bytes -= self._found.popitem(last=False)[1][1]
