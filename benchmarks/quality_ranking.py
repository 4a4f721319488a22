"""Finding, measured: the rows of the ranking part of ``make quality``.

Real documents are read from ``../shared``; nothing here names a document or a query of a test set.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from analyzers.analysis import analyze, field_terms
from analyzers.crf import model
from analyzers.words import words
from benchmarks import ranking_sets as sets
from benchmarks.intervals import chosen_on_the_others, difference, mrr, mrr_interval
from benchmarks.quality_rows import Report, Row
from benchmarks.truth import SHARED
from benchmarks.tuning import ABLATIONS as LEFT_OUT
from benchmarks.tuning import OPTIONS
from indexer.core import query as q
from indexer.core.engine import Engine, EngineRequest
from indexer.index import Index, create_index
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse
from indexer.querying.ranking import WEIGHTS, Weights
from indexer.querying.reading import read
from indexer.querying.relax import ask
from indexer.querying.request import SearchRequest
from indexer.suggesting.restoring import restored
from indexer.suggesting.term_counts import counts_of

ALQAC = SHARED / "corpora" / "alqac2022"
LAWS = SHARED / "corpora" / "laws"
DEPTH = 100
PAGE = SearchRequest(limit=DEPTH, facets=())
"""Clauses that are ranked for one query; articles are ranked by their best clause."""
CUTOFF = 10
FOLDS = 10

Ranker = Callable[[Engine, str], list[str]]
"""The ids of the clauses found, best first."""


class Score(NamedTuple):
    mrr: float
    """Mean reciprocal rank, 0 below rank 10."""
    first: float
    """The part of the queries whose answer is first."""

    def __str__(self) -> str:
        return f"{self.mrr:.4f} / {self.first:.4f}"


def report() -> Report:
    """Every measure there are documents for on this machine."""
    rows: list[Row] = []
    notes: list[str] = []
    if ALQAC.is_dir():
        with _index(_alqac_documents()) as index:
            _alqac(index, rows, notes)
    if LAWS.is_dir():
        texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(LAWS.glob("*.txt"))}
        with _index(texts.items()) as index:
            _known_items(index, rows)
            _keywords(index, rows, notes)
            _start_up(index, rows)
        _restoration(list(texts.items()), rows)
        _speed(list(texts.values()), rows)
    return Report("Ranking, spelling and analysis", tuple(rows), tuple(notes))


# ALQAC 2022


def _alqac(index: Index, rows: list[Row], notes: list[str]) -> None:
    questions = sets.questions(ALQAC)
    bare = [replace(question, text=sets.without_accents(question.text)) for question in questions]
    telex = [replace(question, text=sets.telex(question.text)) for question in questions]
    run = _run(index, questions, weighted(WEIGHTS))
    unaccented = _run(index, bare, weighted(WEIGHTS))
    keystrokes = _run(index, telex, weighted(WEIGHTS))
    name = "ALQAC 2022, 520 questions, 1,377 articles (MRR@10 / R@1)"
    score = _score(run)
    rows += [
        Row(name, str(score), ">= .94 / .92", score.mrr >= 0.94 and score.first >= 0.92),
        _within("- without accents", _score(unaccented), score, 0.005),
        _within("- as Telex keystrokes, no click", _score(keystrokes), score, 0.03),
    ]
    rows += _left_out(index, questions, run)
    rows += [_ablated(index, questions, label, run) for label in ABLATIONS]
    notes += [
        f"ALQAC {question.name}: rank {rank or 'over 10'}: {question.text}"
        for question, rank in zip(questions, run, strict=True)
        if rank != 1
    ]


def _left_out(index: Index, questions: Sequence[sets.Question], run: Sequence[int]) -> list[Row]:
    """Weights chosen on the other laws' questions, and on other questions, tried on the rest."""
    runs = [run, *(_run(index, questions, weighted(option)) for option in OPTIONS[1:])]
    laws = [question.law for question in questions]
    by_law = chosen_on_the_others(runs, laws)
    by_question = chosen_on_the_others(runs, [question.name for question in questions], FOLDS)
    each = ", ".join(
        f"{law} {mrr([rank for rank, one in zip(run, laws, strict=True) if one == law]):.3f}"
        for law in sorted(set(laws))
    )
    return [
        _plain("- MRR@10, 95 % interval", str(mrr_interval(run))),
        _chosen("- weights chosen on the other laws", by_law),
        _chosen(f"- weights chosen on other questions ({FOLDS} folds)", by_question),
        _plain("- MRR@10 law by law", each),
    ]  # fmt: skip


def _chosen(name: str, run: Sequence[int]) -> Row:
    score = _score(run)
    return Row(name, f"{score}; {mrr_interval(run)}", ">= .94 / .92", _ok(score))


def _ablated(
    index: Index, questions: Sequence[sets.Question], label: str, whole: Sequence[int]
) -> Row:
    run = _run(index, questions, ABLATIONS[label])
    worth = difference(whole, run).signed()
    return _plain(f"ablation: {label}", f"{_score(run)}; the whole is {worth} above")


# Known items


def _known_items(index: Index, rows: list[Row]) -> None:
    items = sets.known_items(index, 300)
    bare = [replace(item, text=sets.without_accents(item.text)) for item in items]
    for label, questions in (("", items), (" without accents", bare)):
        ours = _score(_run(index, questions, weighted(WEIGHTS)))
        some = _score(_run(index, questions, folded_or))
        every = _score(_run(index, questions, folded_and))
        name = f"300 known clauses of 110 laws, 2 to 5 words{label} (MRR@10 / R@1)"
        rows += [
            Row(name, str(ours), f">= {some.mrr + 0.05:.3f}", ours.mrr >= some.mrr + 0.05),
            _plain(
                "- folded syllables, any of them (ICU folding in Lucene, as it comes)", str(some)
            ),
            _plain("- folded syllables, all of them (with its operator set to AND)", str(every)),
        ]
    run = _run(index, items, weighted(WEIGHTS))
    rows.append(_plain("- MRR@10, 95 % interval", str(mrr_interval(run))))
    rows += [
        _ablated(index, items, label, run)
        for label, ranker in ABLATIONS.items()
        if ranker is not folded_or
    ]


# Keywords


def _keywords(index: Index, rows: list[Row], notes: list[str]) -> None:
    """Short queries as people type them, with what is answered in the first three hits."""
    bad: dict[str, int] = {}
    queries = sets.keyword_queries()
    for query in queries:
        hits = index.search(query.text, limit=3).hits
        places = [sets.place(hit.document.source, hit.clause.path) for hit in hits]
        if query.answers.isdisjoint(places):
            bad[query.kind] = bad.get(query.kind, 0) + 1
            notes.append(f"keywords: {query.text}: {', '.join(places)}")
    each = ", ".join(f"{kind} {count}" for kind, count in bad.items())
    total = sum(bad.values())
    rows.append(
        Row(f"{len(queries)} keyword queries over 110 laws: no answer in the first three",
            f"{total} ({each})" if each else str(total), "<= 3", total <= 3)
    )  # fmt: skip


# Rankers


def weighted(weights: Weights) -> Ranker:
    """The product's own ranking with these weights."""

    def rank(engine: Engine, text: str) -> list[str]:
        answer = ask(engine, read(engine, text, weights), PAGE, weights=weights)
        return [hit.clause.id for hit in answer.hits.hits]

    return rank


def folded_or(engine: Engine, text: str) -> list[str]:
    """BM25 over the clause's syllables without accents, any of them."""
    return _found(engine, q.Any(_folded(text)))


def folded_and(engine: Engine, text: str) -> list[str]:
    """The same, all of them."""
    return _found(engine, q.All(_folded(text)))


def folded_in_context(engine: Engine, text: str) -> list[str]:
    """BM25 over the syllables of the clause in its context, any of them; no pairs."""
    terms = dict.fromkeys(analyze(text, words=False).folded.texts)
    return _found(engine, q.Any(tuple(q.Term("context", term) for term in terms)))


def _folded(text: str) -> tuple[q.Query, ...]:
    terms = dict.fromkeys(analyze(text, words=False).folded.texts)
    return tuple(q.Term("folded", term) for term in terms)


def _found(engine: Engine, query: q.Query) -> list[str]:
    return [hit.clause.id for hit in engine.search(EngineRequest(query, limit=DEPTH)).hits]


ABLATIONS: dict[str, Ranker] = {
    "clause's own folded syllables only": folded_or,
    "folded syllables in context only": folded_in_context,
    **{name: weighted(weights) for name, weights in LEFT_OUT.items()},
}
"""The ranking with one kind of evidence taken out, and what others do."""


# Counting


def _run(index: Index, questions: Sequence[sets.Question], ranker: Ranker) -> list[int]:
    """For each query the rank of its answer, 0 where it is not among the first ten."""
    ranks = []
    for question in questions:
        found = dict.fromkeys(question.unit(id_) for id_ in ranker(index.engine, question.text))
        first = list(found)[:CUTOFF]
        ranks.append(next((at + 1 for at, unit in enumerate(first) if unit in question.answers), 0))
    return ranks


def _score(ranks: Sequence[int]) -> Score:
    return Score(mrr(ranks), sum(rank == 1 for rank in ranks) / len(ranks))


def _ok(score: Score) -> bool:
    return score.mrr >= 0.94 and score.first >= 0.92


def _within(name: str, score: Score, whole: Score, margin: float) -> Row:
    reached = whole.mrr - score.mrr <= margin
    return Row(name, str(score), f"within {margin} of the accented run", reached)


def _plain(name: str, value: str) -> Row:
    return Row(name, value, "", True)


# Accents, speed, start-up


def _restoration(texts: Sequence[tuple[str, str]], rows: list[Row]) -> None:
    """Every fifth law is held out; the others are what accents are restored from."""
    right = total = 0
    with _index(one for at, one in enumerate(texts) if at % 5) as index:
        counts = counts_of(index.engine)
        for folded, exact in sets.lines([text for _, text in texts[::5]], 1500, seed=5):
            found = restored(folded, counts)
            total += len(exact)
            right += sum(one == other for one, other in zip(found, exact, strict=True))
    value = right / total
    rows.append(
        Row("accents restored in held-out laws, right", f"{value:.4f}", ">= .96", value >= 0.96)
    )  # fmt: skip


def _speed(texts: Sequence[str], rows: list[Row]) -> None:
    from pyvi import ViTokenizer

    model()
    paragraphs = [part for text in texts[:6] for part in text.split("\n") if part.strip()]
    paragraphs = [unicodedata.normalize("NFC", part) for part in paragraphs]
    rates: dict[str, list[float]] = {"all": [], "words": [], "pyvi": []}
    for _ in range(5):
        for name, work in (("all", field_terms), ("words", words), ("pyvi", ViTokenizer.tokenize)):
            sample = paragraphs[:1500] if name == "pyvi" else paragraphs
            count = sum(len(part.split()) for part in sample)
            started = time.process_time()
            for part in sample:
                work(part)
            rates[name].append(count / (time.process_time() - started))
    middle = {name: statistics.median(found) for name, found in rates.items()}
    rows += [
        Row("analysis, all fields, syllables/s, one core (median of 5)", f"{middle['all']:,.0f}",
            ">= 150,000", middle["all"] >= 150_000),
        _plain("- compounds alone / pyvi itself, side by side",
               f"{middle['words']:,.0f} / {middle['pyvi']:,.0f}"),
    ]  # fmt: skip


def _start_up(index: Index, rows: list[Row]) -> None:
    folder = str(_FOLDERS[index])
    command = [sys.executable, "-m", "khoan", "search", "thi dua yeu nuoc", "--index", folder]
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        seconds.append(time.perf_counter() - started)
    middle = statistics.median(seconds)
    rows.append(
        Row("khoan search in a fresh process, 110 laws, seconds (median of 5)", f"{middle:.2f}",
            "< 0.5", middle < 0.5)
    )  # fmt: skip


_FOLDERS: dict[Index, Path] = {}


@contextmanager
def _index(documents: object) -> Iterator[Index]:
    with tempfile.TemporaryDirectory() as name, create_index(Path(name)) as index:
        with index.engine.writer() as writer:
            for source, text in documents:  # type: ignore[attr-defined]
                document, clauses = parse(text, source)
                writer.put(document, entries(document, clauses))
        _FOLDERS[index] = Path(name)
        yield index


def _alqac_documents() -> Iterator[tuple[str, str]]:
    """The four laws as files: their number, and their articles with their numbers."""
    for law in json.loads((ALQAC / "law.json").read_text(encoding="utf-8")):
        articles = (f"Điều {one['id']}. {one['text']}" for one in law["articles"])
        head = f"Luật số: {law['id']}\n\nLUẬT\n\n"
        yield f"{law['id'].replace('/', '-')}.txt", head + "\n\n".join(articles)
