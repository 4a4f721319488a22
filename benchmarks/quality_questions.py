"""Real questions to a large collection: the rows of the questions part of ``make quality``.

320 questions of the Zalo AI Challenge 2021 to 26,206 articles of 1,728 documents (``../shared``).
They are the half that may be tuned on; intervals are bootstrapped over the questions.
"""

from __future__ import annotations

import json
import random
import tarfile
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import khoan
from analyzers.analysis import analyze
from benchmarks.quality_rows import Report, Row
from benchmarks.ranking_sets import without_accents
from benchmarks.truth import SHARED
from indexer.core import query as q
from indexer.core.engine import Engine, EngineRequest, Hit
from indexer.index import Index
from indexer.querying.reading import read
from indexer.querying.relax import ask
from indexer.querying.request import SearchRequest

FOLDER = SHARED / "corpora" / "zalo2021"
DEPTH: Final = 60
"""Clauses ranked for a question; articles are ranked by their best clause."""
CUTOFF: Final = 10
RESAMPLES: Final = 2000

Ranker = Callable[[Engine, str], Sequence[Hit]]


class Question(NamedTuple):
    text: str
    answers: frozenset[str]
    """``file#article``, any of which is right."""


def report() -> Report:
    """Every measure, or none where the collection is not on this machine."""
    if not FOLDER.is_dir():
        return Report("Questions to a large collection (not on this machine)", ())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with tarfile.open(FOLDER / "docs.tar.gz") as archive:
            archive.extractall(folder, filter="data")
        khoan.index([str(folder / "docs")], str(folder / "index"))
        with khoan.open(str(folder / "index")) as index:
            return Report("Questions to 26,206 articles (Zalo 2021)", tuple(_rows(index)))


def _rows(index: Index) -> list[Row]:
    questions = _questions()
    bare = [question._replace(text=without_accents(question.text)) for question in questions]
    started = time.process_time()
    ours = _ranks(index, questions, product)
    each = 1000 * (time.process_time() - started) / len(questions)
    unaccented = _ranks(index, bare, product)
    baselines = {name: _ranks(index, questions, ranker) for name, ranker in BASELINES.items()}
    best = max(baselines.values(), key=mrr)
    low, high = _interval(ours, best)
    return [
        Row("MRR@10 / R@10", f"{mrr(ours):.4f} / {recall(ours):.4f}", ">= .735 / .88",
            mrr(ours) >= 0.735 and recall(ours) >= 0.88),
        Row("- without accents", f"{mrr(unaccented):.4f} / {recall(unaccented):.4f}",
            "within .005", mrr(ours) - mrr(unaccented) <= 0.005),
        *(
            Row(f"- baseline: {name}", f"{mrr(ranks):.4f} / {recall(ranks):.4f}", "", True)
            for name, ranks in baselines.items()
        ),
        Row("- MRR@10 above the best baseline, 95 % interval",
            f"{mrr(ours) - mrr(best):+.3f} [{low:+.3f}, {high:+.3f}]", "> 0", low > 0),
        Row("- processor time a question, milliseconds", f"{each:.0f}", "", True),
    ]  # fmt: skip


def _questions() -> list[Question]:
    lines = (FOLDER / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    found = map(json.loads, lines)
    return [Question(one["text"], frozenset(one["relevant"])) for one in found]


def product(engine: Engine, text: str) -> Sequence[Hit]:
    """The product's own ranking."""
    return ask(engine, read(engine, text), SearchRequest(text, limit=DEPTH)).hits.hits


def _bm25(*fields: str) -> Ranker:
    """BM25 over any of the query's terms, without accents, in these fields."""

    def rank(engine: Engine, text: str) -> Sequence[Hit]:
        found = analyze(text, words=False)
        columns = {"folded": found.folded, "pair": found.pair}
        terms = [
            q.Term(field, term)
            for field in fields
            for name in (("folded", "pair") if field == "context" else (field,))
            for term in dict.fromkeys(columns[name].texts)
        ]
        return engine.search(EngineRequest(q.Any(tuple(terms)), limit=DEPTH)).hits

    return rank


BASELINES: Final[dict[str, Ranker]] = {
    "BM25, syllables of the clause": _bm25("folded"),
    "BM25, syllables and pairs of the clause": _bm25("folded", "pair"),
    "BM25, syllables and pairs of the clause in its context": _bm25("context"),
}


def _ranks(index: Index, questions: Sequence[Question], ranker: Ranker) -> list[int]:
    """For each question the rank of its first right article, 0 where it is not found."""
    ranks = []
    for question in questions:
        articles = list(dict.fromkeys(map(_article, ranker(index.engine, question.text))))
        right = (at for at, one in enumerate(articles, 1) if one in question.answers)
        ranks.append(next(right, 0))
    return ranks


def _article(hit: Hit) -> str:
    number = next((step.number for step in hit.clause.path if step.level == "dieu"), "")
    return f"{Path(hit.document.source).name}#{number}"


def mrr(ranks: Sequence[int]) -> float:
    """Mean reciprocal rank, 0 below rank ``CUTOFF``."""
    return sum(1 / rank for rank in ranks if 0 < rank <= CUTOFF) / len(ranks)


def recall(ranks: Sequence[int]) -> float:
    """The part of the questions with a right article among the first ``CUTOFF``."""
    return sum(0 < rank <= CUTOFF for rank in ranks) / len(ranks)


def _interval(ours: Sequence[int], others: Sequence[int]) -> tuple[float, float]:
    """The 95 % interval of the difference in MRR (percentile bootstrap over the questions)."""
    chance = random.Random(2021)
    pairs = list(zip(ours, others, strict=True))
    differences = []
    for _ in range(RESAMPLES):
        sample = chance.choices(pairs, k=len(pairs))
        differences.append(mrr([a for a, _ in sample]) - mrr([b for _, b in sample]))
    differences.sort()
    return differences[RESAMPLES // 40], differences[-RESAMPLES // 40]
