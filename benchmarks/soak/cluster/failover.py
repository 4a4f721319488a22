"""Nodes that are killed, killed in the middle of a commit, or stopped without a word."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter, sleep
from typing import Final

from benchmarks.servers.cluster import Cluster
from benchmarks.soak import questions
from benchmarks.soak.cluster.clients import Tally, asking
from benchmarks.soak.outcome import Outcome
from indexer.core.engine import Statistics
from indexer.core.errors import KhoanError
from indexer.index import create_index, open_index
from indexer.querying.request import SearchRequest
from indexer.querying.results import Result

DOCUMENTS: Final = 40
LIMIT: Final = 2.0
"""Seconds that a search may take, while a node is stopped."""
_TRIES: Final = 20
OVER: Final = 0.3
"""Seconds by which it may go beyond: what the client itself does with an answer."""


@dataclass
class Scene:
    """An index on a cluster, and the files that it is made of."""

    cluster: Cluster
    address: str
    files: Path
    shards: int | None = 3
    version: int = 0
    random: Random = field(default_factory=lambda: Random(3))

    def write(self, version: int) -> None:
        """Make every file say that it is of this version."""
        self.files.mkdir(parents=True, exist_ok=True)
        self.version = version
        for number in range(1, DOCUMENTS + 1):
            text = questions.text(number, version)
            (self.files / f"{number}.txt").write_text(text, encoding="utf-8")

    def commit(self) -> None:
        """Index the files, as ``khoan index`` does it.

        Raises:
            KhoanError: it was not possible.
        """
        with create_index(self.address, shards=self.shards) as opened:
            opened.add([self.files])

    def versions(self) -> set[int]:
        """Of all documents, whole ones only.

        Raises:
            AssertionError: a document is missing, or not whole.
        """
        hits, known = self._read()
        pairs = [(hit.document.id, hit.clause.text) for hit in hits]
        found = len({document for document, _ in pairs})
        assert found == DOCUMENTS == known.documents, f"{found} of {known.documents} found"
        assert not (why := questions.wrong_with(pairs, whole=True)), why
        return {int(text.split("vòng thứ ")[1].split(".")[0]) for _, text in pairs}

    def _read(self) -> tuple[Sequence[Result], Statistics]:
        """Every clause that the index has, and what it counts; asked for until there is an
        answer, a few times."""
        for _ in range(_TRIES):
            with suppress(KhoanError):
                return self._read_once()
            sleep(1)
        return self._read_once()

    def _read_once(self) -> tuple[Sequence[Result], Statistics]:
        request = SearchRequest(questions.QUESTION, limit=1000, facets=(), literal=True)
        with open_index(self.address) as opened:
            return opened.answer(request).hits, opened.statistics()


def begun(scene: Scene) -> None:
    """The first version, on all nodes."""
    scene.write(1)
    scene.commit()
    scene.cluster.wait()


def killed_nodes(scene: Scene, kills: int) -> Outcome:
    """``kill -9`` of each node in turn, under constant queries."""
    outcome = Outcome("kill -9 of each node in turn, two clients asking all the time")
    failed = 0
    with asking(scene.address, Tally(DOCUMENTS)) as tally:
        for turn in range(kills):
            node = scene.cluster.nodes[turn % len(scene.cluster.nodes)]
            sleep(scene.random.uniform(0, 1))
            node.kill()
            sleep(scene.random.uniform(0.5, 3))
            node.start()
            scene.cluster.wait()
            _see(scene, {scene.version}, f"kill {turn}", outcome, [])
            outcome.lost += [*tally.wrong, *tally.errors]
            failed += len(tally.errors)
            tally.wrong, tally.errors = [], []
            outcome.turn()
    _tell(tally, outcome)
    outcome.notes["refused each time"] = failed
    return outcome


def killed_in_commits(scene: Scene, kills: int) -> Outcome:
    """A node is killed while a writer commits: all of the commit is there, or nothing."""
    outcome = Outcome("kill -9 of a node in the middle of a commit")
    usual = _timed(scene)
    with asking(scene.address, Tally(DOCUMENTS)) as tally:
        for turn in range(kills):
            node = scene.cluster.nodes[turn % len(scene.cluster.nodes)]
            before = scene.version
            scene.write(before + 1)
            said: list[str] = []
            writer = threading.Thread(target=_commit, args=(scene, said))
            writer.start()
            sleep(scene.random.uniform(0, usual))
            node.kill()
            writer.join()
            outcome.count("refused" if said else "went through")
            if len(scene.cluster.nodes) > 1:  # the others answer without it
                _see(scene, {before} if said else {before + 1}, f"kill {turn}", outcome, said)
            node.start()
            scene.cluster.wait()
            _see(scene, {before} if said else {before + 1}, f"kill {turn}, up", outcome, said)
            scene.commit()
            _see(scene, {before + 1}, f"kill {turn}, committed again", outcome, [])
            outcome.turn()
    _tell(tally, outcome)
    return outcome


def stopped_nodes(scene: Scene, turns: int) -> Outcome:
    """SIGSTOP of each node in turn: no search takes longer than its limit."""
    outcome = Outcome(f"SIGSTOP of each node in turn; a search may take {LIMIT:.0f} s")
    for turn in range(turns):
        node = scene.cluster.nodes[turn % len(scene.cluster.nodes)]
        tally = Tally(DOCUMENTS, seconds=LIMIT)
        began = perf_counter()
        try:
            with asking(scene.address, tally):
                sleep(1)
                node.pause()
                sleep(12)
                node.resume()
                sleep(2)
        finally:
            node.resume()
        scene.cluster.wait()
        outcome.turn()
        outcome.lost += tally.wrong
        if tally.longest > LIMIT + OVER:
            outcome.lost.append(f"{node.name} stopped: a search took {tally.longest:.1f} s")
        _most(outcome, "longest search (s)", tally.longest)
        _most(outcome, "longest without an answer (s)", tally.silent)
        _most(outcome, "seconds of a turn", perf_counter() - began)
        outcome.notes["answers"] = int(str(outcome.notes.get("answers", 0))) + tally.answers
        outcome.notes["refused"] = int(str(outcome.notes.get("refused", 0))) + len(tally.said)
    return outcome


def _commit(scene: Scene, said: list[str]) -> None:
    try:
        scene.commit()
    except KhoanError as error:
        said.append(error.message)


def _see(scene: Scene, wanted: set[int], when: str, outcome: Outcome, said: list[str]) -> None:
    try:
        found = scene.versions()
    except (KhoanError, AssertionError) as error:
        outcome.lost.append(f"{when}: {error}")
        return
    # A writer whose last request was not answered does not know that it has committed.
    if found != wanted and not (said and found == {scene.version}):
        outcome.lost.append(f"{when}: versions {found}, not {wanted} ({said})")


def _timed(scene: Scene) -> float:
    scene.write(scene.version + 1)
    began = perf_counter()
    scene.commit()
    return perf_counter() - began


def _tell(tally: Tally, outcome: Outcome) -> None:
    outcome.lost += tally.wrong
    outcome.notes["answers"] = tally.answers
    outcome.notes["asked again"] = tally.refused
    outcome.notes["refused each time"] = len(tally.errors)
    outcome.notes["longest search (s)"] = round(tally.longest, 2)
    for sentence in sorted(set(tally.said))[:5]:
        outcome.notes[sentence] = tally.said.count(sentence)


def _most(outcome: Outcome, name: str, value: float) -> None:
    outcome.notes[name] = round(max(float(str(outcome.notes.get(name, 0.0))), value), 2)
