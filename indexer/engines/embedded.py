"""The embedded engine: an index in a folder of its own, through Whoosh and our codec."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from indexer.core.system_paths import system_path
from indexer.engines.arrays.layout import ARRAYS
from indexer.engines.folder.seal import Seal
from indexer.engines.kind import Files
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.layouts import STOCK
from indexer.engines.whoosh.schema import schema

LAYOUTS: Final = {layout.name: layout for layout in (ARRAYS, STOCK)}
"""``arrays`` is the default; ``stock``, Whoosh's own codec, is there to compare with."""
_ROOM: Final = 60
"""What the name of a file of an index needs at most, with its ``.new`` or ``.partial``."""


def create_engine(
    folder: Path, fingerprint: str, *, replace: bool = False, layout: str = "arrays"
) -> WhooshEngine:
    """See ``WhooshEngine.create``."""
    return WhooshEngine.create(_place(folder), fingerprint, LAYOUTS[layout], replace=replace)


def open_engine(folder: Path, fingerprint: str, *, layout: str = "arrays") -> WhooshEngine:
    """See ``WhooshEngine.open``."""
    return WhooshEngine.open(_place(folder), fingerprint, LAYOUTS[layout])


class Embedded:
    """See ``indexer.engines.kind``: a ``Kind`` that is ``Verifiable`` and ``Copyable``."""

    def open(self, address: str, fingerprint: str) -> WhooshEngine:
        return open_engine(Path(address), fingerprint)

    def create(self, address: str, fingerprint: str, *, replace: bool) -> WhooshEngine:
        return create_engine(Path(address), fingerprint, replace=replace)

    def verify(self, address: str, fingerprint: str) -> Files:
        from indexer.engines.folder import backup  # a search does without

        folder = _place(Path(address))
        _, seal = backup.newest(folder, fingerprint, schema())
        damage = tuple(error.message for error in backup.damaged_files(folder, seal))
        return _files(seal)._replace(damage=damage)

    def snapshot(self, address: str, target: Path, fingerprint: str) -> Files:
        from indexer.engines.folder import backup

        here = _place(Path(address))
        return _files(backup.snapshot(here, _place(target), fingerprint, schema()))


def _place(folder: Path) -> Path:
    return system_path(folder, _ROOM)


def _files(seal: Seal) -> Files:
    return Files(len(seal.files), sum(one.size for one in seal.files.values()))
