"""A bench report as Markdown tables."""

from __future__ import annotations

from typing import Any

KINDS = ("any", "all", "phrase", "filtered", "faceted", "any, counted", "all, counted")


def table(report: dict[str, Any]) -> str:
    """The report, a table for each size: figures, and ratios to tantivy in brackets."""
    lines = [report["machine"]]
    for run in report["runs"]:
        lines += ["", _title(run), ""]
        names = list(run["engines"])
        lines += ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
        for label, row in _rows(run):
            lines.append(f"| {label} | " + " | ".join(_cell(row, name) for name in names) + " |")
    return "\n".join(lines)


def _rows(run: dict[str, Any]) -> list[tuple[str, dict[str, float]]]:
    engines = run["engines"]
    rows = [
        ("build, s", {n: e["build"]["seconds"] for n, e in engines.items()}),
        ("build, s of processor", {n: e["build"]["cpu_seconds"] for n, e in engines.items()}),
        ("peak of build, MB", {n: e["build"]["peak_mb"] for n, e in engines.items()}),
        ("index, MB", {n: e["index_mb"] for n, e in engines.items()}),
        ("open + first query, ms", {n: e["first"]["after_imports_ms"] for n, e in engines.items()}),
        ("the same with imports", {n: e["first"]["with_imports_ms"] for n, e in engines.items()}),
        (
            "memory beyond files, MB",
            {n: e["serve"]["anonymous_mb"] for n, e in engines.items() if "serve" in e},
        ),
    ]
    for kind in KINDS:
        for quantile in ("p50", "p95"):
            row = {n: e["ms"][kind][quantile] for n, e in engines.items() if kind in e["ms"]}
            if row:
                rows.append((f"{kind}, {quantile}, ms", row))
    return rows


def _cell(row: dict[str, float], name: str) -> str:
    if name not in row:
        return "–"
    shown = f"{row[name]:.3g}"
    if name != "tantivy" and row.get("tantivy"):
        shown += f" ({row[name] / row['tantivy']:.2f})"
    return shown


def _title(run: dict[str, Any]) -> str:
    sizes = f"{run['clauses']:,} clauses, {run['syllables']:,} syllables"
    return f"{sizes}, {run['text_mb']:.1f} MB of text"
