"""A commit: one request to change aliases, which is carried out whole or refused whole."""

from __future__ import annotations

import re
from time import sleep
from typing import Any, Final

from indexer.core.errors import IndexUnreadable
from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.errors import LostLock, refused
from indexer.engines.opensearch.generation import Generation, generations, newest

_TRIES: Final = 20
_PAUSE: Final = 0.5
"""Seconds before asking again whether a commit was carried out whose answer was lost."""


def newest_of(client: Client, name: str) -> Generation | None:
    """The newest generation of an index; None: there is no index."""
    listed = client.send("GET", f"/_alias/{generations(name)}*")
    if listed.status >= 300 and listed.status != 404:
        raise refused(str(client.address), listed.status, listed.error)
    return newest(name, listed.data)


def writer_alias(name: str, epoch: int) -> str:
    """The alias that only one writer writes through."""
    return f"{name}.writer.{epoch}"


def begin(client: Client, name: str, index: str, epoch: int) -> str:
    """Make a writer's alias, and take away those of all writers before: what they still send is
    refused. Returns the alias."""
    alias = writer_alias(name, epoch)
    listed = client.send("GET", f"/_alias/{name}.writer.*").data
    actions: list[dict[str, Any]] = [
        {"remove": {"index": old, "alias": other}}
        for old, about in listed.items()
        if isinstance(about, dict)
        for other in about.get("aliases", ())
    ]
    actions.append({"add": {"index": index, "alias": alias, "is_write_index": True}})
    client.call("POST", "/_aliases", {"actions": actions})
    return alias


def end(client: Client, name: str, index: str, epoch: int) -> None:
    """Take a writer's alias away."""
    gone = {"remove": {"index": index, "alias": writer_alias(name, epoch)}}
    client.send("POST", "/_aliases", {"actions": [gone]})


def commit(client: Client, name: str, before: Generation | None, after: Generation) -> None:
    """Make a generation the newest.

    Args:
        before: the newest until now, which it must still be; None: none, and the new one is empty.

    Raises:
        LostLock: another writer has taken over, or has committed. Nothing has changed.
    """
    actions = _actions(name, before, after)
    for _ in range(_TRIES):
        try:
            answer = client.send("POST", "/_aliases", {"actions": actions}, repeatable=False)
        except IndexUnreadable:
            sleep(_PAUSE)
            continue
        if answer.status < 300:
            return
        now = newest_of(client, name)
        if now is not None and now.number == after.number:
            return  # it was carried out; the answer was lost
        if answer.status == 404:
            raise LostLock(str(client.address))
        if answer.status < 500 and answer.status != 429:
            raise refused(str(client.address), answer.status, answer.error)
        sleep(_PAUSE)
    raise refused(str(client.address), 503, None)


def replaced(client: Client, name: str, by: Generation) -> None:
    """Delete what stood in the place of an index, and what was begun to and never committed. Call
    it with the lock."""
    own = re.compile(re.escape(name) + r"-[0-9a-f]{12}(\.terms)?")
    listed = client.send("GET", f"/{name}-*/_alias").data
    for index in listed:
        if own.fullmatch(index) and index.removesuffix(".terms") != by.index:
            client.send("DELETE", f"/{index}")


def _actions(name: str, before: Generation | None, after: Generation) -> list[dict[str, Any]]:
    visible = after.filter()
    actions: list[dict[str, Any]] = []
    if before is not None:
        old = {"index": before.index, "alias": before.alias(name), "must_exist": True}
        actions.append({"remove": old})
        if before.index != after.index:
            actions.append({"remove": {"index": before.index, "alias": name, "must_exist": False}})
        writing = {"index": after.index, "alias": writer_alias(name, after.number)}
        actions.append({"remove": {**writing, "must_exist": True}})
    return [
        *actions,
        {"add": {"index": after.index, "alias": after.alias(name), "filter": visible}},
        {"add": {"index": after.index, "alias": name, "filter": visible}},
    ]
