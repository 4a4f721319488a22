"""What the last run of indexing did, as a record beside the vocabulary, named after a generation.

It is written before the commit that makes the generation, and nobody asks for it before; a run
that changes nothing replaces that of the newest generation.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final

from indexer.core.errors import KhoanError
from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.generation import Generation

_MAPPING: Final[dict[str, Any]] = {"properties": {"run": {"type": "object", "enabled": False}}}


def write_run(client: Client, generation: Generation, run: str) -> None:
    """Write, or replace, what is recorded with a generation.

    Raises:
        KhoanError: the servers refused.
    """
    client.call("PUT", f"/{generation.index}.terms/_mapping", _MAPPING)  # an older index lacks it
    client.call("PUT", _path(generation), {"run": {"line": run}})


def read_run(client: Client, generation: Generation) -> str | None:
    """What is recorded with a generation; None: nothing."""
    with suppress(KhoanError):
        found: Any = client.send("GET", _path(generation)).data
        if isinstance(found, dict) and found.get("found"):
            return str(found["_source"]["run"]["line"])
    return None


def forget_run(client: Client, generation: Generation) -> None:
    """Delete what is recorded with a generation that is over."""
    with suppress(KhoanError):
        client.send("DELETE", _path(generation))


def _path(generation: Generation) -> str:
    return f"/{generation.index}.terms/_doc/run.{generation.number}"
