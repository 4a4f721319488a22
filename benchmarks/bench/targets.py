"""The numbers to reach, and what a report says of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

KINDS: Final = {"any": ("OR", 0.6, 300), "all": ("AND", 0.8, 100), "phrase": ("phrase", 0.8, 50)}
"""Kind of query -> its name, most times tantivy's latency, least times faster than stock Whoosh."""

Stages = dict[str, Any]
"""Name of a stage -> what it found."""


class Target(NamedTuple):
    """One number to reach."""

    measure: str
    figures: str
    """What the value was made of."""
    value: float | None
    """None where it was not measured."""
    limit: float
    least: bool
    """Whether the value must be at least the limit; else at most."""
    unit: str = ""
    """Empty for a ratio."""

    @property
    def met(self) -> bool | None:
        if self.value is None:
            return None
        return self.value >= self.limit if self.least else self.value <= self.limit


def targets(report: dict[str, Any]) -> list[Target]:
    """All of them, in order, for the sizes that the report is of."""
    stages = report["stages"]
    sizes = sorted(report["sizes"])
    return [
        *(row for size in sizes for row in _latencies(stages, size, size == sizes[0])),
        *(row for size in sizes for row in _writing(stages, size, size == sizes[0])),
        *_product(stages, sizes[0]),
    ]


def _latencies(stages: Stages, size: int, slow: bool) -> Iterator[Target]:
    ours, tantivy, whoosh = (
        _at(stages, f"ask-{size}", "engines", name) for name in ("khoan", "tantivy", "whoosh")
    )
    for kind, (name, most, least) in KINDS.items():
        for quantile in ("p50", "p95"):
            here, there, stock = (_at(e, kind, quantile) for e in (ours, tantivy, whoosh))
            measure = f"{name}, {quantile}, {size:,} clauses"
            yield _most(f"{measure}: times tantivy", here, there, "ms", most)
            if slow:
                yield _least(f"{measure}: stock Whoosh, times ours", here, stock, "ms", least)


def _writing(stages: Stages, size: int, slow: bool) -> Iterator[Target]:
    """By the clock, and of processor: tantivy's one thread writes beside the one that feeds it."""
    for kind, name in (("seconds", "by the clock"), ("cpu_seconds", "of processor")):
        ours, tantivy, whoosh = (
            _at(stages, f"write-{size}", "engines", engine, kind)
            for engine in ("khoan", "tantivy", "whoosh")
        )
        measure = f"writing, tokens given, {name}, {size:,} clauses"
        yield _most(f"{measure}: times tantivy", ours, tantivy, "s", 2.5)
        if slow:
            yield _least(f"{measure}: stock Whoosh, times ours", ours, whoosh, "s", 20)


def _product(stages: Stages, size: int) -> Iterator[Target]:
    whole, alone = (_at(stages, "index", what, "seconds") for what in ("index", "analysis"))
    yield _most("`khoan index`: times analysis alone", whole, alone, "s", 1.25)
    opened = _at(stages, f"open-{size}", "engines", "khoan", "first_ms")
    yield _plain(f"open and first query, tokens, {size:,} clauses", opened, 50, "ms")
    of_path = _clauses(stages, "path")
    opened = _at(stages, "path", "open_and_first_ms")
    yield _plain(f"open and first query, whole product{of_path}", opened, 30, "ms")
    index, text = (_at(stages, "index", what) for what in ("index_mb", "text_mb"))
    yield _most("index: times its UTF-8 text", index, text, "MB", 1.5)
    spent = _at(stages, "path", "ms", "p50")
    yield _plain(f"a query, whole product, p50{of_path}", spent, 5, "ms")
    yield from _large(stages)
    yield from _served(stages, f"http-{size}")
    memory = _at(stages, "serve", "memory_beyond_files_mb")
    of_serve = _clauses(stages, "serve")
    yield _plain(f"serving, memory beyond mapped files{of_serve}", memory, 500, "MB")


def _large(stages: Stages) -> Iterator[Target]:
    """Of the largest index of the stage about growth."""
    sizes = _at(stages, "growth", "sizes") or []
    largest = sizes[-1] if sizes else {}
    of = f", {largest['clauses']:,} clauses" if sizes else ""
    for kind, name, limits in (
        ("ms", "a query, whole product", (6, 20)),
        ("suggest_ms", "a suggestion", (2, 8)),
    ):
        for quantile, limit in zip(("p50", "p95"), limits, strict=True):
            yield _plain(f"{name}, {quantile}{of}", _at(largest, kind, quantile), limit, "ms")
    before = _at(sizes[-2], "ms", "p50") if len(sizes) > 1 else None
    now = _at(largest, "ms", "p50")
    yield _most("a query, p50: times that at the size before", now, before, "ms", 3)
    first = _at(stages, "added", "suggestion_after_ms")
    yield _plain("the first suggestion after a commit", first, 8, "ms")


def _served(stages: Stages, name: str) -> Iterator[Target]:
    servers = _at(stages, name, "servers")
    clauses = _at(stages, name, "clauses")
    of = f", {clauses:,} clauses, 16 connections" if clauses else ""
    theirs = _at(servers, "tantivy", "search", "16", "requests_s")
    for what, said in (
        ("search again", "400 searches in turn, as they are served"),
        ("search warm", "the same, no answer stored"),
        ("search", "new searches, no answer stored"),
    ):
        ours = _at(servers, "khoan", what, "16", "requests_s")
        measure = f"requests a second, {said}{of}: times tantivy in a Flask view"
        yield _least(measure, theirs, ours, "/s", 1.0)
    for what, said, limit in (
        ("search warm", "400 searches in turn, no answer stored,", 2.5),
        ("search", "new searches, no answer stored,", 2.5),
        ("metadata", "metadata", 3.0),
        ("clause", "clause", 1.5),
    ):
        spent = _at(servers, "khoan", what, "16", "server_ms")
        yield _plain(f"processor time, {said} over HTTP{of}", spent, limit, "ms")


def _most(
    measure: str, ours: float | None, theirs: float | None, unit: str, limit: float
) -> Target:
    ratio = ours / theirs if ours is not None and theirs else None
    return Target(measure, _pair(ours, theirs, unit), ratio, limit, False)


def _least(
    measure: str, ours: float | None, theirs: float | None, unit: str, limit: float
) -> Target:
    ratio = theirs / ours if theirs is not None and ours else None
    return Target(measure, _pair(ours, theirs, unit), ratio, limit, True)


def _plain(measure: str, value: float | None, limit: float, unit: str) -> Target:
    return Target(measure, "", value, limit, False, unit)


def _pair(ours: float | None, theirs: float | None, unit: str) -> str:
    if ours is None or theirs is None:
        return ""
    return f"{figure(ours)} and {figure(theirs)} {unit}"


def figure(value: float) -> str:
    """Three digits, or the whole part where that has more."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _clauses(stages: Stages, name: str) -> str:
    clauses = _at(stages, name, "clauses")
    return f", {clauses:,} clauses" if clauses else ""


def _at(found: Any, *path: str) -> Any:
    """What lies at a path of names; None where nothing does."""
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found
