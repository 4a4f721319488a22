"""Real documents that the parser was not made on: the rows of the wild part of ``make quality``.

The truth and the program that scores it are beside the checkout (``../shared``); this module adds
up what that program says of each document and compares it with the targets.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import khoan
from benchmarks.quality_rows import Report, Row
from benchmarks.truth import SHARED

TRUTH = SHARED / "gold" / "wild.json"
FILES = SHARED / "corpora" / "wild"
SCORER = SHARED / "tools" / "score_wild.py"
QUERIES = Path(__file__).with_name("wild_queries.tsv")

FIELD_TARGETS = {
    "type": (0.98, 0.97), "number": (0.98, 0.95), "date": (0.98, 0.95), "place": (0.98, 0.95),
    "issuer": (0.98, 0.95), "signer": (0.98, 0.95), "title": (0.95, 0.95),
}  # fmt: skip
"""Field -> precision and recall to reach."""

Scores = Sequence[dict[str, Any]]
"""What the scorer says of each document; see ``--json`` there."""


def report() -> Report:
    """Every measure, or none where the documents are not on this machine."""
    if not TRUTH.exists():
        return Report("Real documents (not on this machine)", ())
    scores = _scores()
    rows = [*_whole(scores), *_fields(scores), *_pieces(scores), _queries()]
    notes = [f"{one['file']}: {fault}" for one in scores for fault in one["bad"]]
    return Report(f"Real documents ({len(scores)})", tuple(rows), tuple(notes))


def _scores() -> Scores:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "scores.json"
        command = f"{sys.executable} -m khoan"
        subprocess.run(
            [sys.executable, SCORER, TRUTH, FILES, command, "--brief", "--json", out],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        scores: Scores = json.loads(out.read_text(encoding="utf-8"))
        return scores


def _whole(scores: Scores) -> Iterable[Row]:
    count = len(scores)
    yield _share("everything right but citations", sum(s["all"] for s in scores), count, 0.75)
    yield _share(
        "readable, or refused with a reason", sum(s["readable"] for s in scores), count, 1.0
    )
    has = [s["has"] for s in scores if s.get("has")]
    yield _share("strings of the text found", sum(f for f, _ in has), sum(n for _, n in has), 0.995)
    lacks = sum(s.get("lacks", 0) for s in scores)
    yield Row("running heads, watermarks, menus inside clauses", str(lacks), "0", lacks == 0)


def _fields(scores: Scores) -> Iterable[Row]:
    for field, targets in FIELD_TARGETS.items():
        seen = [s["meta"][field] for s in scores if field in s.get("meta", {})]
        right = seen.count("right")
        given = right + seen.count("wrong") + seen.count("invented")
        stated = right + seen.count("wrong") + seen.count("missed")
        yield _precision_recall(field, right, given, stated, targets)


def _pieces(scores: Scores) -> Iterable[Row]:
    right, extra, missed = _sums(scores, "units")
    f1 = 2 * right / (2 * right + extra + missed)
    exact = sum(s["units"][1:] == [0, 0] for s in scores if "units" in s)
    judged = sum("units" in s for s in scores)
    yield Row(
        "addresses of articles, khoản and điểm",
        f"F1 {f1:.4f}; exact in {exact} of {judged} documents",
        ">= .99; >= 62",
        f1 >= 0.99 and exact >= 62,
    )
    for name, key, target in (
        ("quoted articles that can be addressed", "quoted", 65 / 70),
        ("forms that open a piece", "forms", 62 / 65),
    ):
        found, total = _sums(scores, key)
        yield _share(name, found, total, target)
    right, _, missed = _sums(scores, "annexes")
    yield _share("annexes that open a piece", right, right + missed, 1.0)
    opened, _, total = _sums(scores, "other")
    yield _share("numbered items of documents without articles", opened, total, 670 / 690)
    right, extra, missed = _sums(scores, "cites")
    yield _precision_recall("citations", right, right + extra, right + missed, (0.98, 0.97))


def _queries() -> Row:
    """Questions whose clause is among the first three, over all files together."""
    queries = [
        line.split("\t")
        for line in QUERIES.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    with tempfile.TemporaryDirectory() as folder:
        khoan.index([str(FILES)], folder)
        with khoan.open(folder) as index:
            found = 0
            for file, words, query in queries:
                hits = index.search(query, limit=3).hits
                found += any(
                    hit.document.source.endswith(file)
                    and words in " ".join(hit.clause.text.split())
                    for hit in hits
                )
    return _share("natural queries with their clause in the first three", found, len(queries), 1.0)


def _sums(scores: Scores, key: str) -> list[int]:
    return [sum(column) for column in zip(*(s[key] for s in scores if key in s), strict=True)]


def _share(measure: str, part: int, whole: int, target: float) -> Row:
    value = part / whole if whole else 1.0
    return Row(measure, f"{part} of {whole} ({value:.1%})", f">= {target:.1%}", value >= target)


def _precision_recall(
    measure: str, right: int, given: int, stated: int, targets: tuple[float, float]
) -> Row:
    precision = right / given if given else 1.0
    recall = right / stated if stated else 1.0
    return Row(
        measure,
        f"precision {precision:.3f}, recall {recall:.3f} of {stated}",
        f">= {targets[0]}, {targets[1]}",
        precision >= targets[0] and recall >= targets[1],
    )
