"""OpenSearch as a kind of engine (``indexer.engines.kind``). Its client is loaded with the first
index that is opened: who has no servers needs none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.core.errors import IndexUnsupported
from indexer.engines.kind import Files, Health
from indexer.engines.opensearch.address import parse

if TYPE_CHECKING:
    from indexer.engines.opensearch.engine import OpenSearchEngine


class OpenSearch:
    """A ``Kind`` that is ``Spreadable``, ``Served`` and ``Copyable``."""

    def __init__(self, *, tls: bool) -> None:
        self._tls = tls

    def open(self, address: str, fingerprint: str) -> OpenSearchEngine:
        """See ``Kind``."""
        with _client():
            from indexer.engines.opensearch.opening import open_engine
        return open_engine(parse(address, tls=self._tls), fingerprint)

    def create(self, address: str, fingerprint: str, *, replace: bool) -> OpenSearchEngine:
        """See ``Kind``."""
        return self.create_spread(address, fingerprint, replace=replace, shards=None, replicas=None)

    def create_spread(
        self,
        address: str,
        fingerprint: str,
        *,
        replace: bool,
        shards: int | None,
        replicas: int | None,
    ) -> OpenSearchEngine:
        """See ``Spreadable``."""
        where = parse(address, tls=self._tls)
        with _client():
            from indexer.engines.opensearch.opening import create_engine
        return create_engine(where, fingerprint, replace=replace, shards=shards, replicas=replicas)

    def snapshot(self, address: str, target: Path, fingerprint: str) -> Files:
        """See ``Copyable``: into a repository that the servers know."""
        where = parse(address, tls=self._tls)
        with _client():
            from indexer.engines.opensearch.backup import snapshot
        return snapshot(where, target, fingerprint)

    def health(self, address: str, fingerprint: str) -> Health:
        """See ``Served``."""
        where = parse(address, tls=self._tls)
        with _client():
            from indexer.engines.opensearch.opening import health_of
        return health_of(where, fingerprint)


@contextmanager
def _client() -> Iterator[None]:
    """The block loads the client of servers, which is an extra."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != "urllib3":
            raise
        raise IndexUnsupported(
            "Để dùng chỉ mục trên máy chủ OpenSearch cần thêm một thư viện.",
            "Cài: pip install 'khoan[opensearch]'",
        ) from None
