"""What is to be measured, and where its files go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Plan:
    """One run's options."""

    folder: Path
    """Real texts (.txt)."""
    work: Path
    """For everything that is written; stages find there what earlier ones made."""
    sizes: tuple[int, ...]
    """Clauses of the collections that engines are compared on."""
    engines: tuple[str, ...]
    path_clauses: int
    """The product's way is measured on an index of at least so many clauses."""
    serving_clauses: int
    """A serving process's memory is measured on an index of at least so many clauses."""
    growth: tuple[int, ...]
    """Clauses of the indexes on which the growth of a query's time is measured."""
    http_seconds: float
    """That each load over HTTP lasts."""
    jobs: int
    """Processes of ``khoan index`` and of analysis alone."""
