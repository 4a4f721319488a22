"""Unpickling without trust: plain values, and the classes that the caller names."""

from __future__ import annotations

import pickle
from collections.abc import Set as AbstractSet
from io import BytesIO
from typing import IO, Any

from indexer.core.errors import REBUILD, IndexDamaged

Classes = AbstractSet[tuple[str, str]]
"""(module, name) of each class that may be named."""

NONE: Classes = frozenset()

VALUES: Classes = frozenset(
    {("decimal", "Decimal")}
    | {("datetime", name) for name in ("date", "datetime", "time", "timedelta", "timezone")}
)
"""What a stored field may be besides a plain value: making one runs nothing."""


class _Unpickler(pickle.Unpickler):
    def __init__(self, stream: IO[bytes], classes: Classes) -> None:
        super().__init__(stream)
        self._classes = classes

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self._classes:
            raise IndexDamaged(
                "Chỉ mục đòi %(name)s, thứ không chỉ mục nào cần.", REBUILD, name=f"{module}.{name}"
            )
        return super().find_class(module, name)


def load(stream: IO[bytes], classes: Classes = NONE) -> Any:
    """One pickled value.

    Raises:
        IndexDamaged: it names anything else.
    """
    return _Unpickler(stream, classes).load()


def loads(data: bytes, classes: Classes = NONE) -> Any:
    """``load``, from bytes."""
    return load(BytesIO(data), classes)
