"""What whoever runs the site may decide. Every limit has a default that is safe in public."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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
    """The deepest page by offset. A cursor goes on beyond it."""
    max_query: int = 1_000
    """The longest query, in code points."""
    max_values: int = 20
    """The most filter values in one request."""
    max_age: int = 60
    """Seconds for which an answer of the API may be kept by caches without asking again."""
    source_root: Path | None = None
    """The folder that was indexed. Where it is given, its indexed files can be downloaded."""
    rate_limit: str | None = None
    """For each client address, such as ``"60 per minute"``. ``None``: no limit."""
