"""Copies of an index in a repository that the servers know (``_snapshot``)."""

from __future__ import annotations

from pathlib import Path
from time import sleep
from typing import Any, Final

from indexer.core.errors import IndexUnsupported, IndexUnwritable
from indexer.engines.kind import Files
from indexer.engines.opensearch.address import Address
from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.commit import newest_of
from indexer.engines.opensearch.errors import missing
from indexer.engines.opensearch.opening import compare
from indexer.engines.opensearch.tidy import GRACE

_LOOK: Final = 0.5
"""Seconds between two looks at how far it is."""


def snapshot(address: Address, target: Path, fingerprint: str) -> Files:
    """Have the servers copy an index, in the state of its last commit.

    Args:
        target: name of a repository, and of a copy that is not there yet: ``backups/2024-05``.

    Raises:
        IndexUnsupported: the servers have no such repository; says which they have.
        IndexUnwritable: there is a copy of that name already, or it could not be finished.
        IndexMissing, IndexIncompatible, IndexUnreadable: there is nothing that can be copied.
    """
    client = Client(address)
    before = newest_of(client, address.name)
    if before is None:
        raise missing(str(address))
    compare(client, before.index, fingerprint)
    path = _place(client, target)
    parts = f"{before.index},{before.index}.terms"
    body = {"indices": parts, "include_global_state": False}
    client.call("PUT", path, body, repeatable=False)
    while (found := client.call("GET", path)["snapshots"][0])["state"] == "IN_PROGRESS":
        sleep(_LOOK)
    if found["state"] != "SUCCESS":
        raise _unfinished(target, str(found.get("failures") or found["state"])[:300])
    status = client.call("GET", f"{path}/_status")["snapshots"][0]
    after = newest_of(client, address.name)
    if after != before and _begun_within(status) > GRACE:
        # A writer has committed, and what it replaced may have been tidied up before it was copied.
        client.call("DELETE", path)
        raise _unfinished(target, "có chương trình ghi chỉ mục trong lúc chép")
    total = status["stats"]["total"]
    return Files(int(total["file_count"]), int(total["size_in_bytes"]))


def _place(client: Client, target: Path) -> str:
    """The path of a copy that is not there yet, in a repository that is."""
    known = sorted(client.call("GET", "/_snapshot"))
    if len(target.parts) != 2 or target.parts[0] not in known:
        raise IndexUnsupported(
            "Chỉ mục trên OpenSearch không chép ra thư mục %(target)s được.",
            "Viết KHO/TÊN, với KHO là một kho sao lưu của OpenSearch (đang có: %(known)s); cách "
            "lập kho: docs/SCALE.md.",
            target=target,
            known=", ".join(known) or "chưa kho nào",
        )
    repository, name = target.parts
    copies = client.call("GET", f"/_snapshot/{repository}/_all")["snapshots"]
    if name in {copy["snapshot"] for copy in copies}:
        raise IndexUnwritable("Đã có bản sao %(target)s.", "Chọn tên khác.", target=target)
    return f"/_snapshot/{repository}/{name}"


def _unfinished(target: Path, reason: str) -> IndexUnwritable:
    return IndexUnwritable(
        "Bản sao %(target)s không xong: %(reason)s.",
        "Xem nhật ký của OpenSearch, rồi chép lại với tên khác.",
        target=target,
        reason=reason,
    )


def _begun_within(status: dict[str, Any]) -> float:
    """Seconds from the first shard that began to be copied to the last."""
    begun = [
        int(shard["stats"]["start_time_in_millis"])
        for index in status["indices"].values()
        for shard in index["shards"].values()
    ]
    return (max(begun) - min(begun)) / 1000
