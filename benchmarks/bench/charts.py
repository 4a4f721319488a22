"""Charts of a report as SVG, drawn without a library: bars, and lines over two logarithmic axes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from pathlib import Path
from typing import Any, Final

Report = dict[str, Any]
_WIDTH: Final = 640
_COLOURS: Final = ("#1b6f9c", "#b3541e", "#4d7c32", "#7a4a8c", "#8a7a1e", "#666666")
_STYLE: Final = (
    "text{font:13px system-ui,sans-serif;fill:#222}.axis{stroke:#999;fill:none}"
    "@media (prefers-color-scheme:dark){text{fill:#ddd}}"
)


def draw(report: Report, folder: Path) -> list[Path]:
    """Write every chart that the report has figures for; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, chart in CHARTS.items():
        drawn = chart(report["stages"])
        if drawn:
            path = folder / f"{name}.svg"
            path.write_text(drawn, encoding="utf-8")
            made.append(path)
    return made


def bars(title: str, unit: str, values: Mapping[str, float]) -> str:
    """A horizontal bar for each value, with its figure."""
    left, row = 190, 26
    widest = max(values.values())
    parts = [_text(8, 20, title, weight="bold")]
    for place, (name, value) in enumerate(values.items()):
        y = 36 + row * place
        width = (_WIDTH - left - 90) * value / widest
        parts.append(_text(left - 8, y + 14, name, anchor="end"))
        colour = _COLOURS[0] if name.startswith("Khoản") else _COLOURS[-1]
        parts.append(f'<rect x="{left}" y="{y}" width="{width:.1f}" height="18" fill="{colour}"/>')
        parts.append(_text(left + width + 6, y + 14, f"{_short(value)} {unit}"))
    return _svg(title, 46 + row * len(values), parts)


def lines(
    title: str, axes: tuple[str, str], rows: Mapping[str, Sequence[tuple[float, float]]]
) -> str:
    """A line for each row of points, on logarithmic axes."""
    left, top, right, bottom = 64, 40, _WIDTH - 150, 330
    xs = [x for points in rows.values() for x, _ in points]
    ys = [y for points in rows.values() for _, y in points]
    across = _scale(min(xs) / 1.2, max(xs) * 1.2, left, right)
    low, high = 10.0 ** floor(log10(min(ys))), 10.0 ** ceil(log10(max(ys)) + 1e-9)
    up = _scale(low, max(high, low * 10), bottom, top)
    parts = [
        _text(8, 20, title, weight="bold"),
        f'<path class="axis" d="M{left} {top}V{bottom}H{right}"/>',
        _text((left + right) / 2, bottom + 40, axes[0], anchor="middle"),
        _text(left, top - 6, axes[1]),
    ]
    parts += [_text(across(x), bottom + 18, _short(x), anchor="middle") for x in sorted(set(xs))]
    y = low
    while y <= max(high, low * 10) * 1.001:
        parts.append(f'<path class="axis" opacity=".3" d="M{left} {up(y):.1f}H{right}"/>')
        parts.append(_text(left - 6, up(y) + 4, _short(y), anchor="end"))
        y *= 10
    for number, (name, points) in enumerate(rows.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        place = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in points)
        parts.append(f'<polyline points="{place}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, y in points:
            parts.append(f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="3" fill="{colour}"/>')
        parts.append(_text(across(points[-1][0]) + 8, up(points[-1][1]) + 4, name))
    return _svg(title, bottom + 54, parts)


def _scale(low: float, high: float, first: float, last: float) -> Callable[[float], float]:
    """Where a value lies between two places, by its logarithm."""
    return lambda value: (
        first + (last - first) * (log10(value) - log10(low)) / (log10(high) - log10(low))
    )


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{escape(text)}</text>"
    )


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    inside = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" role="img">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n{inside}\n</svg>\n"
    )


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _of_http(kind: str, figure: str, title: str, unit: str) -> Callable[[Report], str]:
    """Bars of all servers at most connections, at the smallest size."""

    def chart(stages: Report) -> str:
        found = [stages[name] for name in sorted(stages) if name.startswith("http-")]
        found.sort(key=lambda one: one["clauses"])
        if not found:
            return ""
        values = {}
        for name, asked in found[0]["servers"].items():
            for what in (kind,) if name != "khoan" else (kind, *_OURS):
                if what in asked:
                    most = max(asked[what], key=int)
                    label = f"Khoản, {what}" if name == "khoan" else LABELS.get(name, name)
                    values[label] = asked[what][most][figure]
        return bars(f"{title}, {found[0]['clauses']:,} clauses", unit, values)

    return chart


def _of_growth(stages: Report) -> str:
    sizes = stages.get("growth", {}).get("sizes", [])
    if len(sizes) < 2:
        return ""
    rows = {
        name: [(one["clauses"], one[kind][quantile]) for one in sizes]
        for name, kind, quantile in (
            ("query, p50", "ms", "p50"),
            ("query, p95", "ms", "p95"),
            ("suggestion, p50", "suggest_ms", "p50"),
            ("suggestion, p95", "suggest_ms", "p95"),
        )
    }
    return lines("Time in process by size of the index", ("clauses", "ms"), rows)


def _of_engines(stages: Report) -> str:
    rows: dict[str, list[tuple[float, float]]] = {}
    for stage in sorted((name for name in stages if name.startswith("ask-")), key=_size):
        for engine, kinds in stages[stage]["engines"].items():
            if "any" in kinds:
                point = (_size(stage), kinds["any"]["p50"])
                rows.setdefault(LABELS.get(engine, engine), []).append(point)
    return lines("Any of the words, tokens only, p50", ("clauses", "ms"), rows) if rows else ""


def _size(stage: str) -> int:
    return int(stage.rpartition("-")[2])


_OURS: Final = ("search warm", "search again", "page", "suggest")
LABELS: Final = {
    "khoan": "Khoản", "empty": "empty Flask view", "tantivy": "tantivy", "fts5": "FTS5",
    "xapian": "Xapian", "bm25s": "bm25s", "whoosh": "Whoosh",
}  # fmt: skip
CHARTS: Final[dict[str, Callable[[Report], str]]] = {
    "http-rate": _of_http("search", "requests_s", "Requests a second, 16 connections", "/s"),
    "http-p95": _of_http("search", "p95_ms", "p95 of a request, 16 connections", "ms"),
    "http-processor": _of_http("search", "server_ms", "Processor time of a request", "ms"),
    "growth": _of_growth,
    "engines": _of_engines,
}
"""File name -> chart; nothing is drawn where there are no figures."""
