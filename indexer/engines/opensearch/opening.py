"""Opens and makes indexes on servers, after a look at the servers themselves."""

from __future__ import annotations

from time import time
from typing import Any, Final
from uuid import uuid4

from indexer.core.errors import IndexIncompatible, IndexUnsupported
from indexer.core.query import K1
from indexer.engines.kind import Health
from indexer.engines.opensearch import lock, mapping, vocabulary
from indexer.engines.opensearch.address import Address
from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.commit import commit, newest_of
from indexer.engines.opensearch.engine import OpenSearchEngine
from indexer.engines.opensearch.errors import missing
from indexer.engines.opensearch.generation import Generation

CLAUSES: Final = 8192
"""Parts that a query may have: one of twenty words has a few hundred."""
_SETTING: Final = "indices.query.bool.max_clause_count"
_VERSIONS: Final = {"2": 1.0, "3": K1 + 1}
"""First part of a server's version -> what BM25 leaves out there (``query.Known``)."""


def open_engine(address: Address, fingerprint: str) -> OpenSearchEngine:
    """See ``indexer.engines.kind.Kind.open``."""
    client = Client(address)
    factor = _look(client)
    found = newest_of(client, address.name)
    if found is None:
        raise missing(str(address))
    compare(client, found.index, fingerprint)
    return OpenSearchEngine(client, address.name, factor)


def create_engine(
    address: Address,
    fingerprint: str,
    *,
    replace: bool,
    shards: int | None,
    replicas: int | None,
) -> OpenSearchEngine:
    """See ``indexer.engines.kind.Spreadable.create_spread``."""
    client = Client(address)
    factor = _look(client)
    name = address.name
    if newest_of(client, name) is None:
        with lock.held(client, name, 1) as held:
            if newest_of(client, name) is None:
                made = _make(client, name, fingerprint, shards, replicas)
                first = Generation(made, held.epoch, committed=int(time()), exact=True)
                commit(client, name, None, first)
    found = newest_of(client, name)
    if found is None:
        raise missing(str(address))
    try:
        compare(client, found.index, fingerprint)
    except IndexIncompatible:
        if not replace:
            raise
        made = _make(client, name, fingerprint, shards, replicas)
        empty = Generation(made, found.number, committed=int(time()), exact=True)
        return OpenSearchEngine(client, name, factor, replacing=empty)
    if shards is not None:
        _compare_shards(client, found.index, shards)
    return OpenSearchEngine(client, name, factor)


def health_of(address: Address, fingerprint: str) -> Health:
    """See ``indexer.engines.kind.Served``."""
    client = Client(address)
    _look(client)
    found = newest_of(client, address.name)
    if found is None:
        raise missing(str(address))
    compare(client, found.index, fingerprint)
    index = found.index
    said = client.call("GET", f"/_cluster/health/{index}")
    counted = client.call("GET", f"/{index},{index}.terms/_stats/docs,store")
    settings = client.call("GET", f"/{index}/_settings", flat_settings=True)[index]["settings"]
    shards = int(settings["index.number_of_shards"])
    missing_copies = int(said["unassigned_shards"] + said["initializing_shards"])
    return Health(
        status=str(said["status"]),
        servers=int(said["number_of_data_nodes"]),
        shards=shards,
        copies=int(said["active_shards"]) + missing_copies,
        missing=missing_copies,
        size=int(counted["_all"]["total"]["store"]["size_in_bytes"]),
        deleted=int(counted["indices"][index]["primaries"]["docs"]["deleted"]),
    )


def _look(client: Client) -> float:
    """What kind of server it is, and whether it takes our queries."""
    about = client.call("GET", "/")["version"]
    factor = _VERSIONS.get(str(about.get("number", "")).partition(".")[0])
    if about.get("distribution") != "opensearch" or factor is None:
        raise IndexUnsupported(
            "Máy chủ %(address)s là %(kind)s %(version)s; cần OpenSearch 2 hoặc 3.",
            address=client.address,
            kind=about.get("distribution") or "Elasticsearch",
            version=about.get("number", ""),
        )
    most = _clauses(client)
    if most < CLAUSES:
        raise IndexUnsupported(
            "OpenSearch ở %(address)s chỉ nhận câu tìm có tối đa %(most)s phần,"
            " cần ít nhất %(least)s.",
            "Thêm vào opensearch.yml của mọi máy rồi khởi động lại: %(setting)s: 16384",
            address=client.address,
            most=most,
            least=CLAUSES,
            setting=_SETTING,
        )
    return factor


def _clauses(client: Client) -> int:
    """The smallest number of parts of a query that any server takes."""
    cluster = client.call("GET", "/_cluster/settings", flat_settings=True)
    for kind in ("transient", "persistent"):
        if _SETTING in cluster.get(kind, {}):
            return int(cluster[kind][_SETTING])
    nodes = client.call("GET", "/_nodes/settings", flat_settings=True)["nodes"]
    known = [int(node["settings"].get(_SETTING, 1024)) for node in nodes.values()]
    return min(known, default=1024)


def compare(client: Client, index: str, fingerprint: str) -> None:
    """
    Raises:
        IndexIncompatible: another version has made the index.
    """
    found: Any = client.call("GET", f"/{index}/_mapping")[index]["mappings"].get("_meta", {})
    expected = mapping.version(fingerprint)
    if found.get("khoan") != expected:
        raise IndexIncompatible(expected, str(found.get("khoan", "?")))


def _compare_shards(client: Client, index: str, shards: int) -> None:
    settings = client.call("GET", f"/{index}/_settings", flat_settings=True)[index]["settings"]
    there = int(settings["index.number_of_shards"])
    if there != shards:
        raise IndexUnsupported(
            "Chỉ mục %(address)s đã có và có %(there)s phân mảnh, không phải %(shards)s.",
            "Số phân mảnh không đổi được: dùng tên khác, rồi khoan export và khoan import.",
            address=client.address,
            there=there,
            shards=shards,
        )


def _make(
    client: Client, name: str, fingerprint: str, shards: int | None, replicas: int | None
) -> str:
    """Two OpenSearch indexes that nobody sees yet; returns the name of the first."""
    made = f"{name}-{uuid4().hex[:12]}"
    settings = mapping.settings(shards, replicas)
    body = {"settings": settings, "mappings": mapping.mappings(fingerprint)}
    client.call("PUT", f"/{made}", body)
    terms = {"settings": mapping.spread(shards, replicas), "mappings": vocabulary.MAPPINGS}
    client.call("PUT", f"/{made}.terms", terms)
    return made
