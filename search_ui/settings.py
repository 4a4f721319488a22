"""What whoever runs the site may decide. Every limit has a default that is safe in public."""

from __future__ import annotations

from dataclasses import dataclass


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
    """Seconds for which an answer of the API may be kept by caches without asking again."""
    downloads: bool = True
    """Whether the files that were indexed can be downloaded, while they are still the same."""
    rate_limit: str | None = None
    """For each client address, such as ``"60 per minute"``. ``None``: no limit."""
