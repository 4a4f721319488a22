"""Pickles without trust, and under lasting names.

Unpickling gives plain values and the classes that the caller names. An index names a class of ours
as the repository does, ``indexer.engines...``, also where this package is installed inside another
(docs/decisions/0013-one-name.md), so that an index does not depend on who has made it.
"""

from __future__ import annotations

import pickle
from collections.abc import Set as AbstractSet
from io import BytesIO
from typing import IO, Any, Final

from indexer.core.errors import REBUILD, IndexDamaged

Classes = AbstractSet[tuple[str, str]]
"""(module, name) of each class that may be named, as an index does."""

NONE: Classes = frozenset()

VALUES: Classes = frozenset(
    {("decimal", "Decimal")}
    | {("datetime", name) for name in ("date", "datetime", "time", "timedelta", "timezone")}
)
"""What a stored field may be besides a plain value: making one runs nothing."""

_HERE: Final = __name__.partition("engines.")[0]
"""Before the modules of this package: ``indexer.`` in the repository."""
_STORED: Final = "indexer."
"""The same in an index."""
_PROTOCOL: Final = 5
"""The one that Whoosh has always used here."""


class _Unpickler(pickle.Unpickler):
    def __init__(self, stream: IO[bytes], classes: Classes) -> None:
        super().__init__(stream)
        self._classes = classes

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self._classes:
            raise IndexDamaged(
                "Chỉ mục đòi %(name)s, thứ không chỉ mục nào cần.", REBUILD, name=f"{module}.{name}"
            )
        if module.startswith(_STORED):
            module = _HERE + module.removeprefix(_STORED)
        return super().find_class(module, name)


_InPython: Any = pickle._Pickler  # noqa: SLF001  # the one in C cannot rename


class _Pickler(_InPython):  # type: ignore[misc]  # it has no types
    def save_global(self, obj: Any, name: str | None = None) -> None:
        """A class, by name."""
        module = obj.__module__
        if not module.startswith(_HERE):
            super().save_global(obj, name)
            return
        self.save(_STORED + module.removeprefix(_HERE))
        self.save(obj.__qualname__)
        self.write(pickle.STACK_GLOBAL)
        self.memoize(obj)


def dump(value: object, stream: IO[bytes]) -> None:
    """Pickle a value; classes of ours have the names that every index gives them."""
    _Pickler(stream, _PROTOCOL).dump(value)


def renamed(pickled: bytes) -> bytes:
    """A pickle of protocol 2 with the names that every index gives our classes. It has a name as
    a line after ``c``, and no other text in it may look so."""
    here, stored = b"c" + _HERE.encode(), b"c" + _STORED.encode()
    return pickled.replace(here, stored)


def load(stream: IO[bytes], classes: Classes = NONE) -> Any:
    """One pickled value.

    Raises:
        IndexDamaged: it names anything else.
    """
    return _Unpickler(stream, classes).load()


def loads(data: bytes, classes: Classes = NONE) -> Any:
    """``load``, from bytes."""
    return load(BytesIO(data), classes)
