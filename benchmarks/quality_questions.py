"""Real questions to a large collection: the rows of the questions part of ``make quality``.

320 questions of the Zalo AI Challenge 2021 to 26,206 articles of 1,728 documents (``../shared``).
They are the half that may be tuned on; the other half is not on this machine.
"""

from __future__ import annotations

import json
import tarfile
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import khoan
from benchmarks.baselines import TOKENS, best_ranks
from benchmarks.intervals import (
    chosen_on_the_others,
    difference,
    found,
    mrr,
    mrr_interval,
)
from benchmarks.quality_rows import Report, Row
from benchmarks.ranking_sets import without_accents
from benchmarks.truth import SHARED
from benchmarks.tuning import ABLATIONS, OPTIONS
from indexer.core.engine import Engine, Hit
from indexer.index import Index
from indexer.querying.ranking import WEIGHTS, Weights
from indexer.querying.reading import read
from indexer.querying.relax import ask
from indexer.querying.request import SearchRequest
from indexer.querying.synonyms import NO_SYNONYMS, Synonyms

FOLDER = SHARED / "corpora" / "zalo2021"
DEPTH: Final = 60
"""Clauses ranked for a question; articles are ranked by their best clause."""
FOLDS: Final = 10

Ranker = Callable[[Engine, str], Sequence[Hit]]


class Question(NamedTuple):
    text: str
    answers: frozenset[str]
    """``file#article``, any of which is right."""

    @property
    def document(self) -> str:
        """The file of the first answer."""
        return min(self.answers).partition("#")[0]


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
            return Report("Questions to 26,206 articles (Zalo 2021)", tuple(rows(index)))


def rows(index: Index) -> list[Row]:
    """The rows, of an index of the collection."""
    questions = _questions()
    bare = [question._replace(text=without_accents(question.text)) for question in questions]
    started = time.process_time()
    runs = [_ranks(index, questions, weighted(WEIGHTS))]
    each = 1000 * (time.process_time() - started) / len(questions)
    runs += [_ranks(index, questions, weighted(option)) for option in OPTIONS[1:]]
    ours = runs[0]
    unaccented = _ranks(index, bare, weighted(WEIGHTS))
    baselines = _baselines(index, questions)
    best = max(baselines.values(), key=mrr)
    above = difference(ours, best)
    return [
        Row("MRR@10 / R@10", f"{mrr(ours):.4f} / {found(ours):.4f}", ">= .735 / .88",
            mrr(ours) >= 0.735 and found(ours) >= 0.88),
        _plain("- MRR@10, 95 % interval", str(mrr_interval(ours))),
        Row("- without accents", f"{mrr(unaccented):.4f} / {found(unaccented):.4f}",
            "within .005", mrr(ours) - mrr(unaccented) <= 0.005),
        *_chosen(questions, runs),
        *(
            _plain(f"- baseline: BM25 over articles, {name}",
                   f"{mrr(ranks):.4f} / {found(ranks):.4f}")
            for name, ranks in baselines.items()
        ),
        Row("- MRR@10 above the best baseline", above.signed(), "> 0", above.low > 0),
        *(
            _plain(f"ablation: {name}", f"{mrr(ranks):.4f} / {found(ranks):.4f}; with it "
                   f"{difference(ours, ranks).signed()}")
            for name, ranks in (
                *(
                    (name, _ranks(index, questions, weighted(weights)))
                    for name, weights in ABLATIONS.items()
                ),
                ("no everyday words", _ranks(index, questions, weighted(WEIGHTS, NO_SYNONYMS))),
            )
        ),
        _plain("- processor time a question, milliseconds", f"{each:.0f}"),
    ]  # fmt: skip


def _chosen(questions: Sequence[Question], runs: Sequence[Sequence[int]]) -> list[Row]:
    """The same with weights that other questions, and those of other documents, chose."""
    made = (
        ("of other questions", [question.text for question in questions]),
        ("of other documents", [question.document for question in questions]),
    )
    both = [(name, chosen_on_the_others(runs, groups, FOLDS)) for name, groups in made]
    return [
        Row(f"- weights chosen on questions {name} ({FOLDS} folds)",
            f"{mrr_interval(ranks)} / {found(ranks):.4f}", ">= .735 / .88",
            mrr(ranks) >= 0.735 and found(ranks) >= 0.88)
        for name, ranks in both
    ]  # fmt: skip


def _plain(name: str, value: str) -> Row:
    return Row(name, value, "", True)


def _questions() -> list[Question]:
    lines = (FOLDER / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    parsed = map(json.loads, lines)
    return [Question(one["text"], frozenset(one["relevant"])) for one in parsed]


def weighted(weights: Weights, synonyms: Synonyms | None = None) -> Ranker:
    """The product's own ranking with these weights, and these synonyms if not its own."""

    def rank(engine: Engine, text: str) -> Sequence[Hit]:
        request = SearchRequest(text, limit=DEPTH)
        return ask(
            engine, read(engine, text, weights, synonyms=synonyms), request, weights=weights
        ).hits.hits

    return rank


def _baselines(index: Index, questions: Sequence[Question]) -> dict[str, list[int]]:
    """What BM25 makes of whole articles, by what it takes for a term."""
    articles: dict[str, list[str]] = {}
    for document in index.documents():
        for clause in index.clauses(document.id):
            number = next((step.number for step in clause.path if step.level == "dieu"), "")
            name = f"{Path(document.source).name}#{number}"
            articles.setdefault(name, [document.title or ""]).append(clause.text)
    texts = ["\n".join(parts) for parts in articles.values()]
    numbers = {name: at for at, name in enumerate(articles)}
    answers = [
        frozenset(numbers[one] for one in question.answers if one in numbers)
        for question in questions
    ]
    made = {}
    for name, tokens in TOKENS.items():
        (k1, b), ranks = best_ranks(texts, [one.text for one in questions], answers, tokens)
        made[f"{name} (k1 {k1}, b {b})"] = ranks
    return made


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
