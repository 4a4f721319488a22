"""Exports that are imported, and copies that are taken while a writer runs."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from benchmarks.soak import concurrency, corpus
from benchmarks.soak.outcome import Outcome
from indexer.check import check
from indexer.core.document import Document, Metadata
from indexer.core.engine import Hit
from indexer.index import copy_index, create_index, open_index
from indexer.ingest.exchange import export_lines, import_lines


def carried_over(folder: Path, documents: int) -> Outcome:
    """An index with a history, exported and imported: both answer every query."""
    outcome = Outcome("answers of an index that was exported and imported")
    files = folder / "files"
    corpus.write(files, range(1, documents + 1))
    with create_index(folder / "index") as opened:
        opened.add([files])
        corpus.write(files, range(1, documents // 3), version=1)
        opened.add([files])
        right = placeless(corpus.answers(opened))
        data = b"".join(export_lines(opened.engine))
    with create_index(folder / "copy") as opened:
        import_lines(opened.engine, io.BytesIO(data))
        found = placeless(corpus.answers(opened))
    outcome.times = len(right)
    outcome.lost += [f"{query}: another answer" for query in right if right[query] != found[query]]
    outcome.notes["size of the export"] = f"{len(data) / 1e6:.1f} MB"
    return outcome


def placeless(found: dict[str, object]) -> dict[str, object]:
    """Answers without where files lay, which an export does not have."""
    return {query: _placeless(answer) for query, answer in found.items()}


def _placeless(value: object) -> object:
    if isinstance(value, (Metadata, Document)):
        return replace(value, origin=None)
    if isinstance(value, Hit):
        return value._replace(document=replace(value.document, origin=None))
    if isinstance(value, (list, tuple)):
        return tuple(_placeless(each) for each in value)
    return value


def snapshots(folder: Path, count: int) -> Outcome:
    """Copies taken while a writer commits again and again."""
    outcome = Outcome("snapshots taken while a writer commits again and again")
    index, files = concurrency.begin(folder)
    with concurrency.writing(index, files) as commits:
        for number in range(count):
            copy = folder / f"copy-{number}"
            copy_index(index, copy)
            with open_index(copy) as opened:
                wrong = concurrency.ask_all(opened)
            outcome.lost += [f"copy {number}: {why}" for why in (wrong, *check(copy).damage) if why]
            outcome.times += 1
    outcome.notes["commits meanwhile"] = len(commits)
    return outcome
