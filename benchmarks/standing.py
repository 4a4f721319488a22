"""What asking for the status of texts costs: ``python -m benchmarks.standing [DOCUMENTS]``.

An index of made-up documents (default 20,000, ten pieces each), each of which says when it takes
effect; every tenth ends another one, every fifth amends a clause of another. Processor time of one
thread.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Final

from analyzers.token import Span, Terms
from indexer.core.document import Clause, Document, Step
from indexer.core.engine import EngineRequest, Entry, Filter, Reader
from indexer.core.ids import document_term
from indexer.core.query import Term
from indexer.effects.model import Effect, Target, When
from indexer.effects.terms import effect_terms
from indexer.engines.embedded import create_engine
from indexer.identity.filter_values import document_values
from indexer.validity.collection import standings, validity_of
from indexer.validity.reader import at_day

DAY: Final = "2021-06-01"
PIECES: Final = 10


def main() -> int:
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(Path(folder) / "index", "bench")
        with engine.writer() as writer:
            for number in range(documents):
                document, entries = made(number)
                writer.put(document, entries)
        with engine.snapshot() as reader:
            measure(reader)
        engine.close()
    return 0


def measure(reader: Reader) -> None:
    """Print what each question costs."""
    wide = Term("folded", "x")
    plain = EngineRequest(wide, facets=("type", "year"), limit=10)
    counted = EngineRequest(wide, facets=("type", "year", "status"), limit=10)
    ended = EngineRequest(wide, (Filter("status", ("het",)),), limit=10)
    living = EngineRequest(wide, (Filter("status", ("con",)),), limit=10)
    asked = at_day(reader, DAY)
    page = [hit.document.id for hit in reader.search(plain).hits]
    say("read the effects of all, once a generation", lambda: validity_of(reader), 1)
    say("a page's marks, the first time", lambda: [standings(reader, DAY)(id_) for id_ in page], 1)
    say("a page's marks, again", lambda: [standings(reader, DAY)(id_) for id_ in page], 100)
    say("the status of every document, once a day", lambda: validity_of(reader).documents(DAY), 1)
    say("a search of all, without counts by status", lambda: reader.search(plain), 20)
    say("the same, with counts by status", lambda: asked.search(counted), 20)
    say("a filter for what has ended, the first time", lambda: asked.search(ended), 1)
    say("a filter for what has ended, again", lambda: asked.search(ended), 20)
    say("a filter for what is in force, the first time", lambda: asked.search(living), 1)
    say("a filter for what is in force, again", lambda: asked.search(living), 20)


def say(what: str, do: Callable[[], object], times: int) -> None:
    """Print a question and its milliseconds, the best of five rounds where it is asked again."""
    rounds = 5 if times > 1 else 1
    best = float("inf")
    for _ in range(rounds):
        started = process_time()
        for _ in range(times):
            do()
        best = min(best, (process_time() - started) / times)
    print(f"{what:48} {best * 1000:9.3f} ms")


_TEXT: Final = "x" * 9


def _span(piece: int) -> Span:
    return Span(10 * piece, 10 * piece + len(_TEXT))


def made(number: int) -> tuple[Document, Iterator[Entry]]:
    """A document, and its pieces with the terms of its effects and its id only."""
    year = 1990 + number % 35
    id_ = f"{number}-{year}-nd-cp.{year}-03-01"
    clauses = [
        Clause(
            f"{id_}#dieu-{n}",
            id_,
            (Step("dieu", str(n)),),
            "clause",
            "x" * 9,
            Span(10 * n, 10 * n + 9),
        )
        for n in range(PIECES)
    ]
    document = Document(
        id=id_,
        source=f"{number}.txt",
        type="Nghị định",
        number=f"{number}/{year}/NĐ-CP",
        date=f"{year}-03-01",
        text=" ".join(_TEXT for _ in clauses),
    )
    values = document_values(document)
    listed = [document_term(id_)]
    stated = effect_terms(id_, list(effects(number, year)), clauses)

    def entries() -> Iterator[Entry]:
        for clause, terms in zip(clauses, stated, strict=True):
            indexed = {"folded": Terms(["x"], range(1)), "address": Terms(listed, range(1))}
            if terms:
                indexed["cites"] = Terms(list(terms), range(len(terms)))
            yield Entry(clause, indexed, values)

    return document, entries()


def effects(number: int, year: int) -> Iterator[Effect]:
    """What a made-up document says."""
    start = When("date", f"{year}-07-01")
    yield Effect("takes_effect", "dieu-9", Span(90, 95), Target(itself=True), start)
    other = number // 2
    target = Target("Nghị định", f"{other}/{1990 + other % 35}/NĐ-CP")
    if number % 10 == 0 and number:
        yield Effect("expires", "dieu-9", Span(96, 99), target, When("start"))
    elif number % 5 == 0 and number:
        place = Target(target.type, target.number, place=(Step("dieu", "3"),))
        yield Effect("amends", "dieu-1", Span(10, 15), place, When("start"), quoted=Span(15, 19))


if __name__ == "__main__":
    sys.exit(main())
