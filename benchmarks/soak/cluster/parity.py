"""The same answers: an index on servers beside an embedded one of the same documents.

python -m benchmarks.soak.cluster.parity --nodes 3 --shards 3 FOLDER...
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from benchmarks.servers.cluster import ended_in_order, running
from benchmarks.soak.cluster.asked import Asked, prefixes, searches
from benchmarks.soak.outcome import Outcome
from indexer.core.engine import Count
from indexer.core.errors import QueryError
from indexer.index import Index, create_index
from indexer.querying.results import Results

CLOSE: Final = 1e-5
"""How far two scores may differ, as a share of the larger."""


def parity(embedded: Index, served: Index, count: int = 300) -> Outcome:
    """Ask both the same."""
    outcome = Outcome("searches, suggestions and look-ups, compared with the embedded index")
    asked = searches(embedded, count)
    for one in asked:
        outcome.times += 1
        outcome.count(one.kind)
        for why in differences(one, embedded, served):
            outcome.lost.append(f"{one.kind} {one.request.query!r}: {why}")
    for prefix in prefixes(embedded, count // 5):
        outcome.times += 1
        outcome.count("suggestions")
        if (one := embedded.suggest(prefix)) != (other := served.suggest(prefix)):
            outcome.lost.append(f"suggestions for {prefix!r}: {one} and {other}")
    outcome.lost += list(_contents(embedded, served, Random(1), count // 10, outcome))
    return outcome


def differences(asked: Asked, embedded: Index, served: Index) -> Iterator[str]:
    """In what the answers to one search differ."""
    one, other = _answer(embedded, asked), _answer(served, asked)
    if isinstance(one, str) or isinstance(other, str):
        if one != other:
            yield f"{_short(one)} and {_short(other)}"
        return
    if one.total != other.total:
        yield f"{one.total} and {other.total} found"
    ids, others = ([hit.clause.id for hit in each.hits] for each in (one, other))
    if ids != others:
        at = next((n for n, (a, b) in enumerate(zip(ids, others, strict=False)) if a != b), -1)
        pairs = [each.hits[at] for each in (one, other) if at < len(each.hits)]
        yield f"hit {at + 1}: " + " and ".join(f"{hit.clause.id} {hit.score:.7g}" for hit in pairs)
    for hit, same in zip(one.hits, other.hits, strict=False):
        if hit.clause.id == same.clause.id:
            if abs(hit.score - same.score) > CLOSE * max(abs(hit.score), 1.0):
                yield f"{hit.clause.id} scores {hit.score:.7g} and {same.score:.7g}"
            if _shown(hit) != _shown(same):
                yield f"{hit.clause.id} is shown otherwise"
    if _counts(one.facets) != _counts(other.facets):
        yield f"facets {_counts(one.facets)} and {_counts(other.facets)}"
    for name in ("relaxed", "suggestion", "named"):
        if getattr(one, name) != getattr(other, name):
            yield f"{name}: {getattr(one, name)} and {getattr(other, name)}"


def _answer(index: Index, asked: Asked) -> Results | str:
    try:
        return index.answer(asked.request)
    except QueryError as error:
        return error.message


def _short(answer: Results | str) -> str:
    return answer if isinstance(answer, str) else f"{answer.total} found"


def _shown(hit: object) -> tuple[object, ...]:
    names = ("clause", "document", "label", "marks", "snippet", "other_accents")
    return tuple(getattr(hit, name) for name in names)


def _counts(facets: Mapping[str, Sequence[Count]]) -> dict[str, list[tuple[str, int]]]:
    return {name: [(row.value, row.count) for row in rows] for name, rows in facets.items()}


def _contents(
    embedded: Index, served: Index, random: Random, count: int, outcome: Outcome
) -> Iterator[str]:
    """The documents themselves, and who cites whom."""
    documents = list(embedded.documents())
    if documents != list(served.documents()):
        yield "other documents, or in another order"
    if embedded.statistics() != served.statistics():
        yield f"{embedded.statistics()} and {served.statistics()}"
    for document in random.sample(documents, min(count, len(documents))):
        outcome.times += 1
        outcome.count("documents")
        if embedded.whole(document.id) != served.whole(document.id):
            yield f"{document.id} differs"
        if embedded.cites(document.id) != served.cites(document.id):
            yield f"{document.id} cites other documents"
        if embedded.citing(document.id) != served.citing(document.id):
            yield f"{document.id} is cited by others"
        clauses = embedded.clauses(document.id)
        if not clauses:  # a page of navigation, say, has none
            continue
        clause = random.choice(clauses)
        if served.get(clause.id) != clause:
            yield f"{clause.id} differs"
        if embedded.similar(clause.id) != served.similar(clause.id):
            yield f"{clause.id} is similar to others"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak.cluster.parity")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--count", type=int, default=300, help="searches")
    parser.add_argument("--embedded", type=Path, help="where the embedded index is, or will be")
    given = parser.parse_args()
    ended_in_order()
    with ExitStack() as stack:
        cluster = stack.enter_context(running(given.nodes))
        folder = given.embedded or Path(stack.enter_context(TemporaryDirectory()), "index")
        embedded = stack.enter_context(create_index(folder))
        served = stack.enter_context(create_index(cluster.index("parity"), shards=given.shards))
        for index in (embedded, served):
            began = perf_counter()
            report = index.add(given.folders)
            print(f"{report.clauses} clauses in {perf_counter() - began:.1f} s", file=sys.stderr)
        cluster.wait()
        outcome = parity(embedded, served, given.count)
    for sentence in outcome.lost[:40]:
        print(f"DIFFERS {sentence}")
    print(f"{outcome.times} questions, {len(outcome.lost)} differences; {outcome.notes}")
    return 1 if outcome.lost else 0


if __name__ == "__main__":
    sys.exit(main())
