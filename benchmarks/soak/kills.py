"""Every command that writes, and every process that it starts, killed at random moments, while a
server of the same index is asked all the time.

Each round changes the documents, starts a command and kills it, or a process that it has started.
Then the index must open and hold each document whole, as it was or as it is to be; all of them the
one or the other, if it was the command itself. Nothing it started may run on, and nothing lie
about. The same command, run again, must lead to what an index holds that is made from nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, sleep
from typing import Final, NamedTuple

from benchmarks.soak import commands, questions
from benchmarks.soak.commands import Command, Starter
from benchmarks.soak.crash import stray
from benchmarks.soak.outcome import Outcome
from benchmarks.soak.processes import Process, alive, below, left_after
from benchmarks.soak.questions import QUESTION, Questions, wrong_with
from benchmarks.soak.site import served
from indexer.core.errors import KhoanError
from indexer.index import Index, create_index, open_index
from indexer.ingest.exchange import export_lines, import_lines

DOCUMENTS: Final = range(1, 13)
VERSIONS: Final = 5
"""Of each document, one after the other and then the first again."""
ENDS: Final = 60.0
"""Seconds in which what a killed command has started ends by itself."""
USUAL: Final = 0.7
"""Seconds that a command takes, before one has been watched."""
FINISHES: Final = 600.0
"""Seconds in which a command that nobody kills is done."""
APPEARS: Final = 8.0
"""Seconds in which a victim is looked for: a command that watches never ends, and starts no worker
for a few changed files."""
VICTIMS: Final = {
    "worker": "indexer.ingest.worker",
    "network": "unshare",
    "LibreOffice": "soffice.bin",
}
"""What the command line of a process holds that a command starts."""
_BEGAN: Final = perf_counter()
_QUERIES: Final = (QUESTION, "thi dua", '"vòng thứ"', "12/KH-UBND", "không có từ này")
_RTF: Final = r"{\rtf1\ansi\uc0 %s}"


class Work(NamedTuple):
    """A command that writes."""

    arguments: Callable[[Path], list[str]]
    """Of the command, in a scene's folder."""
    victims: tuple[str, ...] = ("command", "worker")
    """Who is killed, in turn."""
    partly: bool = False
    """Whether a command that was killed may have written some of the documents only."""


def _index(*options: str) -> Callable[[Path], list[str]]:
    return lambda folder: ["index", str(folder / "files"), *options]


WORKS: Final[dict[str, Work]] = {
    "index --jobs 1": Work(_index("--jobs", "1")),
    "index --jobs 2": Work(_index("--jobs", "2")),
    "index --prune": Work(_index("--prune", "--jobs", "2")),
    "index --rebuild": Work(_index("--rebuild", "--jobs", "2")),
    "import": Work(lambda folder: ["import", str(folder / "export.ndjson")]),
    "watch": Work(lambda folder: ["watch", str(folder / "files")], partly=True),
    "snapshot": Work(lambda folder: ["snapshot", str(folder / "copy")], ("command",)),
}
WITH_LIBREOFFICE: Final = {
    "index of .rtf": Work(_index("--jobs", "2"), ("command", "worker", "LibreOffice")),
}


@dataclass
class Scene:
    """The files, the index, and who asks for it."""

    folder: Path
    random: Random
    asking: Questions
    commands: Starter
    with_rtf: bool = False
    version: int = 0
    gone: int = 0
    """The number of the document whose file was deleted last."""
    known: dict[tuple[object, ...], dict[str, object]] = field(default_factory=dict)
    """What indexes hold that were made from nothing."""

    @property
    def index(self) -> Path:
        return self.folder / "index"

    def change(self, name: str) -> None:
        """A new version of every document; for some works, more than that."""
        self.version = self.version % VERSIONS + 1
        files = self.folder / "files"
        files.mkdir(exist_ok=True)
        self.gone = self.random.choice(DOCUMENTS[:3]) if name == "index --prune" else 0
        for number in DOCUMENTS:
            text = questions.text(number, self.version)
            suffix = {0: ".html", 5: ".rtf" if self.with_rtf else ".txt"}.get(number % 6, ".txt")
            path = files / f"{number}{suffix}"
            if number == self.gone:
                path.unlink(missing_ok=True)
                continue
            new = path.with_suffix(".new")
            new.write_text(_as(suffix, text), encoding="utf-8")
            new.replace(path)
        if name == "import":
            with self.made("") as made:
                (self.folder / "export.ndjson").write_bytes(b"".join(export_lines(made.engine)))
        elif name == "snapshot":
            shutil.rmtree(self.folder / "copy", ignore_errors=True)
            with create_index(self.index) as opened:
                opened.add([files])

    @contextmanager
    def made(self, name: str) -> Iterator[Index]:
        """What the work must lead to, made from nothing."""
        with TemporaryDirectory() as folder, create_index(Path(folder, "index")) as opened:
            if name == "import":
                with (self.folder / "export.ndjson").open("rb") as stream:
                    import_lines(opened.engine, stream)
            else:
                opened.add([self.folder / "files"])
            yield opened

    def wanted(self, name: str) -> dict[str, object]:
        """What an index holds and answers that is made from nothing."""
        key = (name == "import", self.version, self.gone)
        if key not in self.known:
            with self.made(name) as opened:
                self.known[key] = answers(opened)
        return self.known[key]

    def start(self, work: Work) -> Command:
        """Start the command."""
        temporary = self.folder / "temporary"
        temporary.mkdir(exist_ok=True)
        arguments = [*work.arguments(self.folder), "--index", str(self.index)]
        return self.commands.start(arguments, self.folder / "stderr", {"TMPDIR": str(temporary)})

    def said(self) -> str:
        """What the last command said, shortly."""
        return (self.folder / "stderr").read_text(encoding="utf-8", errors="replace")[-300:]


def kills(
    folder: Path,
    rounds: int,
    works: dict[str, Work],
    seed: int = 0,
    progress: Callable[[int, Outcome], object] | None = None,
) -> Outcome:
    """So many rounds, each of all works; ``progress`` is called after each."""
    outcome = Outcome("SIGKILL of " + ", ".join(f"`khoan {name}`" for name in works))
    outcome.tried += " and of what they start, beside a server that is asked"
    folder.mkdir(exist_ok=True)
    with commands.starter() as started:
        with_rtf = not works.keys() & WORKS.keys()
        scene = Scene(folder, Random(seed), Questions(""), started, with_rtf)
        scene.change("")
        with create_index(scene.index) as opened:
            opened.add([folder / "files"])
        with served(scene.index) as (_, scene.asking.address), scene.asking.all_the_time():
            usual = dict.fromkeys(works, USUAL)
            for turn in range(rounds):
                for place, (name, work) in enumerate(works.items()):
                    victim = work.victims[(turn + place) % len(work.victims)]
                    wrong = round_of(scene, name, work, victim, usual, outcome)
                    outcome.lost += [f"{name} {turn}, {victim} killed: {why}" for why in wrong]
                    outcome.times += 1
                if progress:
                    progress(turn, outcome)
    outcome.lost += [f"beside it, {why}" for why in scene.asking.lost]
    outcome.notes["answers of the server meanwhile"] = scene.asking.asked
    return outcome


def round_of(
    scene: Scene, name: str, work: Work, victim: str, usual: dict[str, float], outcome: Outcome
) -> list[str]:
    """One round: what went wrong. Learns how long the work takes."""
    wrong: list[str] = []
    scene.asking.whole = victim == "command" and not work.partly
    before = scene.version
    change_later = name == "watch" and scene.random.random() < 0.5
    if not change_later:
        scene.change(name)
    process = scene.start(work)
    # What a command starts ends before it does.
    moment = scene.random.uniform(0, (1 if victim == "command" else 0.7) * usual[name])
    if change_later:
        sleep(moment)
        scene.change(name)
        moment = scene.random.uniform(0, 0.5)
    started = killed(process, victim, moment)
    if victim == "command" or name == "watch":
        process.kill()
    status = commands.wait(process, FINISHES)
    outcome.count(f"{victim} killed" if started is not None else f"{victim}: over before")
    if victim != "command" and name != "watch" and status not in (0, 1):
        wrong.append(f"status {status}: {scene.said()}")
    wrong += [f"{left.command[:60]} runs on" for left in left_after(started or [], ENDS)]
    wrong += state_of(scene, {before, scene.version}, scene.asking.whole)
    wrong += finish(scene, name, work, usual)
    wrong += [f"{path.name} was left" for path in (scene.folder / "temporary").iterdir()]
    for path in (scene.folder / "temporary").iterdir():
        shutil.rmtree(path, ignore_errors=True)
    return wrong


def killed(process: Command, victim: str, moment: float) -> list[Process] | None:
    """Kill one after so many seconds, or when there is one then. Gives what ran below it; None:
    there was none until the command ended, or for long."""
    sleep(moment)
    end = monotonic() + APPEARS
    while process.poll() is None and monotonic() < end:
        family = below(process.pid)
        if victim == "command":
            process.kill()
            return family
        for one in family:
            if VICTIMS[victim] in one.command and alive(one):
                os.kill(one.id, signal.SIGKILL)
                return below(one.id)
        sleep(0.003)
    return None


def finish(scene: Scene, name: str, work: Work, usual: dict[str, float]) -> list[str]:
    """Run the command again, to its end, and compare; what is wrong."""
    if name == "snapshot" and (scene.folder / "copy").exists():
        return compare(scene, name)  # it was killed after its last step
    wanted = scene.wanted(name)
    started = monotonic()
    process = scene.start(work)
    try:
        if name == "watch":
            # What the killed one wrote may be all there is to see: wait until this one has begun to
            # write, too, for what lies about is removed by who writes next.
            seen = until(lambda: ask(scene.index) == wanted and not stray(scene.index), FINISHES)
            process.terminate()
            commands.wait(process, FINISHES)
            status = 0 if seen else -1
        else:
            status = commands.wait(process, FINISHES)
    finally:
        process.kill()
    usual[name] = (usual[name] + monotonic() - started) / 2
    wrong = [] if status == 0 else [f"run again: status {status}: {scene.said()}"]
    return wrong + compare(scene, name)


def compare(scene: Scene, name: str) -> list[str]:
    """How what was written differs from what is made from nothing, and what was left over."""
    wrong = []
    wanted = scene.wanted(name)
    for place in (scene.index, *([scene.folder / "copy"] if name == "snapshot" else [])):
        if ask(place) != wanted:
            wrong.append(f"{place.name} differs from one that is made from nothing")
        if strays := stray(place):
            wrong.append(f"left {', '.join(strays)} in {place.name}")
    known = {"files", "index", "temporary", "export.ndjson", "copy", "stderr"}
    wrong += [f"left {path.name}" for path in scene.folder.iterdir() if path.name not in known]
    return wrong


def until(done: Callable[[], bool], seconds: float) -> bool:
    """Whether something comes true in time."""
    end = monotonic() + seconds
    while not done():
        if monotonic() > end:
            return False
        sleep(0.1)
    return True


def state_of(scene: Scene, versions: set[int], whole: bool) -> list[str]:
    """What is wrong with an index whose writer was killed."""
    try:
        with open_index(scene.index) as opened:
            hits = opened.search(QUESTION, limit=100).hits
    except KhoanError as error:
        return [f"does not open: {error}"]
    pairs = [(hit.document.id, hit.clause.text) for hit in hits]
    found = {f"vòng thứ {version}." for version in versions}
    strange = [text for _, text in pairs if not any(each in text for each in found)]
    wrong = [f"a strange clause: {strange[0]}"] if strange else []
    why = wrong_with(pairs, whole)
    return [*wrong, why] if why else wrong


def ask(place: Path) -> dict[str, object] | None:
    """Everything that an index answers; None if it does not."""
    try:
        with open_index(place) as opened:
            return answers(opened)
    except KhoanError:
        return None


def answers(index: Index) -> dict[str, object]:
    """What an index holds and answers, whatever came first."""
    found: dict[str, object] = {}
    for query in _QUERIES:
        page = index.search(query, limit=100)
        hits = sorted((hit.clause.id, round(hit.score, 6)) for hit in page.hits)
        found[query] = (page.total, hits)
    for metadata in index.documents():
        document = index.document(metadata.id)
        text = document.text if document else None
        found[metadata.id] = (text, [(c.id, c.span, c.text) for c in index.clauses(metadata.id)])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="of each work")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("works", nargs="*", help=", ".join({**WORKS, **WITH_LIBREOFFICE}))
    given = parser.parse_args()
    for all_works in (WORKS, WITH_LIBREOFFICE):
        works = {name: all_works[name] for name in given.works or all_works if name in all_works}
        if not works:
            continue
        with TemporaryDirectory(prefix="khoan-soak-") as folder:
            outcome = kills(Path(folder).resolve(), given.rounds, works, given.seed, said_after)
        print(f"{outcome.tried}: {outcome.times} times, {len(outcome.lost)} lost, {outcome.notes}")
        for sentence in outcome.lost[:20]:
            print(f"  LOST: {sentence}")


def said_after(turn: int, outcome: Outcome) -> None:
    """Say on stderr how far it is: on a busy machine a run takes long, and may be ended early."""
    passed = perf_counter() - _BEGAN
    lost = f"{len(outcome.lost)} lost {outcome.lost[-1:] or ''}"
    print(f"round {turn + 1}, {passed:.0f} s: {outcome.times} kills, {lost}", file=sys.stderr)


def _as(suffix: str, text: str) -> str:
    if suffix == ".html":
        paragraphs = "".join(f"<p>{line}</p>\n" for line in text.split("\n\n"))
        return f"<!DOCTYPE html><html lang=vi><meta charset=utf-8><body>{paragraphs}</body></html>"
    if suffix == ".rtf":
        plain = "".join(
            r"\par " if c == "\n" else c if c.isascii() else f"\\u{ord(c)} " for c in text
        )
        return _RTF % plain
    return text


if __name__ == "__main__":
    main()
