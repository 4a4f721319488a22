"""What whoever runs the site may decide. Every limit has a default that is safe in public."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one site. Immutable: pass another value to ``create_app`` to change them."""

    title: str = "Khoản"
    """The site's name, shown in the header and in browsers' tabs."""
    limit: int = 10
    """Hits on a page where the request does not say."""
    max_limit: int = 100
    """The most hits one request may ask for."""
    max_offset: int = 10_000
    """The deepest page by offset. A cursor continues beyond it."""
    max_query: int = 1_000
    """The longest query, in code points."""
    max_export: int = 50_000
    """The most hits that one export gives."""
    max_age: int = 60
    """Seconds for which caches may use an answer of the API without asking again."""
    cache_bytes: float = 8 * 2**20
    """Of answers that are given again as long as the index stays as it is, most of them compressed,
    some 2,000; 0: none are."""
    listed: bool = True
    """Whether search engines may list the documents (``/robots.txt``, ``/sitemap.xml``)."""
    downloads: bool = True
    """Whether the files that were indexed can be downloaded, while they are still the same."""
    reports: bool = True
    """Whether ``/kho`` shows what the last run of indexing did: file names, relative to what was
    indexed, of what failed too."""
    rate_limit: str | None = None
    """For each client address, such as ``"60 per minute"``. ``None``: no limit."""
    seconds: float = 5.0
    """For one request, whatever it does; one that sends as it goes has ``stream_seconds``."""
    stream_seconds: float = 120.0
    """For an export, from its first line to its last, however slowly it is read."""
    max_work: float = 40_000_000
    """Units of work for one request (``indexer.core.deadline``), half a second; a query that needs
    more is refused before it is begun. Over 70,000 clauses, 200 words copied from a law are 8
    million, with reasons 12; over more clauses, queries and limits are as many times larger."""
    large_work: float = 2_500_000
    """Units from which on a request takes its turn with the other large ones, likewise: 50 words
    copied from a law, or three ``NEAR`` of the most frequent words."""
    large_slots: int = 1
    """Large requests that are worked on at a time. The four numbers together stay well below the
    server's threads, so that small requests always find one."""
    large_waiting: int = 2
    """Large requests that may wait; more are refused for now (503)."""
    large_wait: float = 4.0
    """Seconds that one waits."""
    export_slots: int = 1
    """Exports that are sent at a time; 0: they take turns with the other large requests."""
    export_waiting: int = 1
    """Exports that may wait."""
    max_response: float = 64 * 2**20
    """Bytes of one answer, a downloaded file's aside."""
    max_marked: int = 200_000
    """Code points of a document in which the words of a query are marked; its rest is plain."""
    trusted_hosts: tuple[str, ...] = ()
    """Host names of requests that the site answers (``luat.example.vn``, ``.example.vn`` with all
    below it). Empty: any, and then answers that hold the name are not for shared caches."""

    @classmethod
    def unbounded(cls) -> Settings:
        """Without limits of time and work, for measuring."""
        return cls(seconds=inf, stream_seconds=inf, max_work=inf, large_work=inf, max_response=inf)


def turns(threads: int, workers: int = 1) -> dict[str, int]:
    """How many large requests and exports a server works on at a time, and how many may wait:
    ``Settings(**turns(8))``. Together they leave threads for small requests, where there are two or
    more, and a core.

    Args:
        threads: of each process.
        workers: processes, that have these turns in common.
    """
    spare = max(0, threads - 1)
    exports = 1 if spare >= 3 else 0
    large = max(1, min(workers - 1, spare // 2))
    left = max(0, spare - large - exports)
    return {
        "large_slots": large,
        "large_waiting": min(2, left // 2),
        "export_slots": exports,
        "export_waiting": exports and min(1, left // 4),
    }
