"""What the last run of indexing did, in a file beside the generation that it made or left.

The file is written before the generation has its name, so both are there or neither counts, and is
replaced whole by a run that changes nothing. No search depends on it, so the seal does not name it:
it has a checksum of its own, and one that is not what was written is taken for none.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final

from indexer.core.system_paths import WINDOWS, patiently

MOST: Final = 4 << 20
"""Bytes; ``indexer.core.run`` writes less."""


def run_name(generation: int) -> str:
    """The file of a generation."""
    return f"run-{generation}.json"


def write_run(folder: Path, generation: int, run: str) -> None:
    """Write, or replace, what is recorded with a generation. Where Windows does not let it be
    replaced, the record of before stays, and the next sweep removes what was to replace it."""
    body = run.encode()
    path = folder / run_name(generation)
    temporary = path.with_name(f"{path.name}.new")
    with temporary.open("wb") as stream:
        stream.write(body + b"\n" + _checksum(body) + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    with suppress(*(PermissionError,) if WINDOWS else ()):
        patiently(lambda: temporary.replace(path))


def read_run(folder: Path, generation: int) -> str | None:
    """What is recorded with a generation; None where nothing is, or not what was written."""
    try:
        with (folder / run_name(generation)).open("rb") as stream:
            body, _, rest = stream.read(MOST).partition(b"\n")
    except OSError:
        return None
    return body.decode() if rest == _checksum(body) + b"\n" else None


def _checksum(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).hexdigest().encode()
