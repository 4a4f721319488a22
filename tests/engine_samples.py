"""Documents and entries for the tests of engines; ``test_engines.py`` is the contract suite."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from analyzers.token import Span, Terms
from indexer.core.document import Citation, Clause, Document, Step
from indexer.core.engine import Engine, Entry


def terms(text: str) -> dict[str, Terms]:
    """A toy analysis that is enough to ask every kind of query."""
    syllables = text.split()
    pairs = [f"{a}_{b}" for a, b in pairwise(syllables)]
    return {
        "folded": Terms(syllables, range(len(syllables))),
        "pair": Terms(pairs, range(len(pairs))),
    }


def make(
    id_: str, texts: Sequence[str], *, date: str | None = None, **values: str
) -> tuple[Document, list[Entry]]:
    """A document whose pieces are ``texts``, a line each."""
    whole, clauses = "", []
    for number, text in enumerate(texts, start=1):
        start = len(whole)
        whole += text + "\n\n"
        path = (Step("muc", "I", "mở đầu"), Step("khoan", str(number)))
        span = Span(start, start + len(text))
        clauses.append(Clause(f"{id_}#khoan-{number}", id_, path, "clause", text, span))
    document = Document(
        id=id_,
        source=f"thư mục/{id_}.txt",
        title="Về việc thử",
        type=values.get("type"),
        number="1/CT",
        date=date,
        recipients=("Sở A", "Lưu: VT"),
        text=whole,
        citations=(
            Citation(
                span=Span(0, 2),
                number="34-CT/TW",
                date="2014-04-07",
                place=(Step("dieu", "5"), Step("khoan", "2")),
            ),
        ),
    )
    shown = {name: (value,) for name, value in values.items()}
    return document, [Entry(clause, terms(clause.text), shown) for clause in clauses]


def linked(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with headings above them and articles that they are part of, in a way that their
    texts decide, so that every engine gets the same."""
    choose = random.Random("|".join(entry.clause.text for entry in entries))
    headings = [["d", "ee", "d_ee"], ["a"], []]
    return [
        replace(
            entry,
            above=tuple(heading for heading in headings if choose.random() < 0.6),
            article=choose.randint(0, place),
        )
        for place, entry in enumerate(entries)
    ]


def fill(engine: Engine, *documents: tuple[Document, list[Entry]]) -> None:
    with engine.writer() as writer:
        for document, entries in documents:
            writer.put(document, entries)
