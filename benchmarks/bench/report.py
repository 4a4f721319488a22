"""A report as Markdown, ready for docs/PERFORMANCE.md."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from benchmarks.bench.growth import MEASURES
from benchmarks.bench.machine import described
from benchmarks.bench.targets import Target, figure, targets

KINDS = ("any", "all", "phrase", "filtered", "faceted", "any, counted", "all, counted")

Row = tuple[str, dict[str, float]]
"""What was measured, and engine -> figure."""


def markdown(report: dict[str, Any]) -> str:
    """Every number to reach, and whether it is; then a table of all engines for each size, with
    ratios to tantivy and to stock Whoosh; then what the product took."""
    stages = report["stages"]
    parts = [described(report["machine"]), _targets(targets(report))]
    parts += [_engines(stages, size) for size in sorted(report["sizes"])]
    parts += [_servers(stages, name) for name in sorted(stages) if name.startswith("http-")]
    parts += [_growth(stages), _product(stages)]
    parts.append(_spent(stages))
    return "\n\n".join(part for part in parts if part) + "\n"


def _targets(found: list[Target]) -> str:
    wording = {True: "met", False: "**missed**", None: "not measured"}
    lines = ["| measure | result | of | target | |", "|---" * 5 + "|"]
    for one in found:
        unit = f" {one.unit}".rstrip()
        value = "–" if one.value is None else f"{figure(one.value)}{unit}"
        limit = f"{'≥' if one.least else '≤'} {one.limit:g}{unit}"
        cells = (one.measure, value, one.figures or "–", limit, wording[one.met])
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _engines(stages: dict[str, Any], size: int) -> str:
    rows = list(_rows(stages, size))
    if not rows:
        return ""
    names = list(dict.fromkeys(name for _, row in rows for name in row))
    facts = stages.get(f"write-{size}", {})
    title = f"{size:,} clauses"
    if facts:
        title += f", {facts['syllables']:,} syllables, {facts['text_bytes'] / 1e6:.1f} MB of text"
    lines = [f"{title}. In brackets: times tantivy; times stock Whoosh.", ""]
    lines += ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for label, row in rows:
        lines.append(f"| {label} | " + " | ".join(_cell(row, name) for name in names) + " |")
    return "\n".join(lines)


def _rows(stages: dict[str, Any], size: int) -> Iterator[Row]:
    written, opened, searched = (
        stages.get(f"{stage}-{size}", {}).get("engines", {}) for stage in ("write", "open", "ask")
    )
    if written:
        yield "writing, s", {n: e["seconds"] for n, e in written.items()}
        yield "writing, s of processor", {n: e["cpu_seconds"] for n, e in written.items()}
        yield "peak of writing, MB", {n: e["peak_mb"] for n, e in written.items()}
        yield "index, MB", {n: e["index_mb"] for n, e in written.items()}
    if opened:
        yield "imports, ms", {n: e["imports_ms"] for n, e in opened.items()}
        yield "then open + first query, ms", {n: e["first_ms"] for n, e in opened.items()}
        yield "the same once more, ms", {n: e["again_ms"] for n, e in opened.items()}
    for kind in KINDS:
        for quantile in ("p50", "p95"):
            row = {n: e[kind][quantile] for n, e in searched.items() if kind in e}
            if row:
                yield f"{kind}, {quantile}, ms", row


def _cell(row: dict[str, float], name: str) -> str:
    if name not in row:
        return "–"
    ratios = [
        figure(row[name] / row[other]) if row.get(other) and name != other else "–"
        for other in ("tantivy", "whoosh")
    ]
    return f"{figure(row[name])} ({'; '.join(ratios)})"


_HTTP = (
    "server", "what", "connections", "requests/s", "p50, ms", "p95, ms", "processor, ms",
    "of the client", "kB", "failed",
)  # fmt: skip
_SERVED = ("requests_s", "p50_ms", "p95_ms", "server_ms", "client_ms", "kb", "failed")


def _servers(stages: dict[str, Any], name: str) -> str:
    found = stages[name]
    lines = [
        f"Over HTTP, {found['clauses']:,} clauses, {found['workers']} processes a server:",
        "",
        "| " + " | ".join(_HTTP) + " |",
        "|---" * len(_HTTP) + "|",
    ]
    for server, asked in found["servers"].items():
        for what, loads in asked.items():
            for connections, load in loads.items() if isinstance(loads, dict) else ():
                cells = " | ".join(figure(load[key]) for key in _SERVED)
                lines.append(f"| {server} | {what} | {connections} | {cells} |")
    left_out = found.get("left_out", {})
    lines += [f"\nLeft out: {name}, for {reason}." for name, reason in left_out.items()]
    return "\n".join(lines)


def _growth(stages: dict[str, Any]) -> str:
    found = stages.get("growth")
    if not found:
        return ""
    sizes = [one["clauses"] for one in found["sizes"]]
    steps = [f"{one:,} to {two:,}" for one, two in pairwise(sizes)]
    lines = [
        "Exponents of growth: with 1 a time is in proportion to the clauses.",
        "",
        "| | " + " | ".join(f"{size:,}, ms" for size in sizes) + " | " + " | ".join(steps) + " |",
        "|---" * (1 + len(sizes) + len(steps)) + "|",
    ]
    for name, kind, quantile in MEASURES:
        times = [figure(one[kind][quantile]) for one in found["sizes"]]
        grown = [figure(value) for value in found["exponents"][name]]
        lines.append(f"| {name} | " + " | ".join(times + grown) + " |")
    return "\n".join(lines)


def _product(stages: dict[str, Any]) -> str:
    lines = ["| the product | |", "|---|---|"]
    for name in ("index", "path", "added", "serve"):
        lines += [
            f"| {name}: {label} | {_figure(value)} |"
            for label, value in _flat(stages.get(name, {}))
            if label not in ("seconds", "load", "bytes") and not isinstance(value, list)
        ]
    return "\n".join(lines) if len(lines) > 2 else ""


def _spent(stages: dict[str, Any]) -> str:
    spent = [f"{name} {facts['seconds']:.0f}" for name, facts in stages.items()]
    return f"Seconds of each stage: {', '.join(spent)}." if spent else ""


def _flat(facts: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in facts.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}, ")
        else:
            yield above + name.replace("_", " "), value


def _figure(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else figure(value)
