"""Which engine an address means.

An address is a folder's path, for the embedded engine, or ``name:rest`` where ``name`` is a key of
``ENGINES``. A further engine needs a row here and nothing outside this package.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from indexer.engines.embedded import Embedded
from indexer.engines.kind import Kind
from indexer.engines.opensearch.kind import OpenSearch

EMBEDDED: Final = "folder"
ENGINES: Final[dict[str, Kind]] = {
    EMBEDDED: Embedded(),
    "opensearch": OpenSearch(tls=False),
    "opensearchs": OpenSearch(tls=True),
}
"""Name in an address -> the kind of engine."""


def engine_of(address: Path | str) -> tuple[Kind, str]:
    """The kind of engine that an address means, and the rest of the address."""
    name, colon, rest = str(address).partition(":")
    if colon and name in ENGINES:
        return ENGINES[name], rest
    return ENGINES[EMBEDDED], str(address)


def folder_of(address: Path | str) -> Path | None:
    """The folder that an address means; None: its index is in no folder."""
    kind, rest = engine_of(address)
    return Path(rest) if kind is ENGINES[EMBEDDED] else None
