"""The status of real documents at a day, against the truth: rows of ``make quality``.

Wrong is a status that the truth rules out. *Unknown* is never wrong, and counted apart where the
truth knows better.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from time import perf_counter
from typing import Final

from analyzers.token import Terms
from benchmarks.quality_effects import TRUTH, read_file
from benchmarks.quality_rows import Report, Row
from benchmarks.truth import SHARED
from indexer.core.document import Clause, Document
from indexer.core.engine import Entry
from indexer.core.ids import document_term
from indexer.effects.extract import effects
from indexer.effects.terms import effect_terms
from indexer.engines.memory import MemoryEngine
from indexer.identity.filter_values import document_values
from indexer.validity.collection import Validity
from indexer.validity.status import State

STATUS: Final = SHARED / "gold" / "status.json"
_SAID: Final[tuple[tuple[str, frozenset[State]], ...]] = (
    ("not yet", frozenset({"not_yet"})),
    ("in force or unknown", frozenset({"in_force", "unknown"})),
    ("in force", frozenset({"in_force"})),
    ("no longer", frozenset({"no_longer"})),
    ("partly / in force", frozenset({"partly", "in_force"})),
    ("partly", frozenset({"partly"})),
    ("suspended", frozenset({"suspended"})),
    ("unknown", frozenset({"unknown"})),
)
"""What the truth's words begin with -> the states that they allow."""


def report() -> Report:
    """Every measure, or none where the documents are not on this machine."""
    if not STATUS.exists():
        return Report("Status at a day (not on this machine)", ())
    validity = graph()
    truth = json.loads(STATUS.read_text(encoding="utf-8"))
    started = perf_counter()
    found = [(row, state_of(validity, row["doc"], row["at"])) for row in truth]
    each = (perf_counter() - started) * 1000 / len(found)
    wrong = [(row, got) for row, got in found if got not in allowed(row["status"]) | {"unknown"}]
    unsaid = [
        (row, got)
        for row, got in found
        if got == "unknown" and "unknown" not in allowed(row["status"])
    ]
    rows = [
        Row("wrong", f"{len(wrong)} of {len(found)}", "0", not wrong),
        Row("unknown where the truth knows", f"{len(unsaid)} of {len(found)}", "", reached=True),
        Row("milliseconds for one text, the first time", f"{each:.2f}", "", reached=True),
    ]
    notes = tuple(
        f"{row['doc']} at {row['at']}: {got}, not {row['status']}" for row, got in wrong + unsaid
    )
    return Report(f"Status at a day ({len(found)} texts and days)", tuple(rows), notes)


def graph() -> Validity:
    """What the documents of the truth say of one another."""
    engine = MemoryEngine()
    with engine.writer() as writer:
        for one in json.loads(TRUTH.read_text(encoding="utf-8")):
            document, clauses = read_file(one["file"])
            writer.put(document, _entries(document, clauses))
    return Validity(engine)


def _entries(document: Document, clauses: tuple[Clause, ...]) -> Iterator[Entry]:
    """The pieces with the terms of their effects and of their document only."""
    values = document_values(document)
    listed = [document_term(document.id)]
    stated = effect_terms(document.id, effects(document, clauses), clauses)
    for clause, terms in zip(clauses, stated, strict=True):
        indexed = {"folded": Terms(["x"], range(1)), "address": Terms(listed, range(1))}
        if terms:
            indexed["cites"] = Terms(list(terms), range(len(terms)))
        yield Entry(clause, indexed, values)


def state_of(validity: Validity, number: str, at: str) -> State:
    """How a text that is named by its number stands; unknown where nothing names it."""
    states = {validity.standing(node, at).state for node in validity.named(number)}
    return states.pop() if len(states) == 1 else "unknown"


def allowed(said: str) -> frozenset[State]:
    """The states that the words of the truth allow."""
    return next(states for words, states in _SAID if said.startswith(words))
