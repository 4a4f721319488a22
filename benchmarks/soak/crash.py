"""Builds that are killed, or refused by the operating system, at every point we can reach.

Each round forks a process that runs one build over a known index and is stopped in the middle of
it. Then the index must open and answer as before that build or as after it, the next build must
succeed, and the folder must hold the files of one generation and nothing else.
"""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import perf_counter, sleep

from benchmarks.soak import corpus
from benchmarks.soak.outcome import Outcome
from indexer.core.errors import IndexUnreadable, IndexUnwritable
from indexer.engines.folder.lock import LOCK
from indexer.engines.folder.manifest import MANIFEST
from indexer.engines.folder.run_file import run_name
from indexer.engines.folder.seal import read_seal, seal_name
from indexer.index import create_index, open_index

DOCUMENTS = range(1, 9)
DONE, REFUSED, BROKEN = 0, 3, 9
"""Exit status of a forked build: committed; refused with a report; failed otherwise."""

Trap = Callable[[Path], None]
"""Called in the forked process, with the index's folder, before the build."""


class Bench:
    """An index that is hurt again and again, and one with the same history that never is."""

    def __init__(self, folder: Path, index: Path | None = None) -> None:
        self.files, self.safe = folder / "files", folder / "safe"
        self.index = index or folder / "index"
        self.version = 0
        corpus.write(self.files, DOCUMENTS)
        for place in (self.index, self.safe):
            build(place, self.files)
        self.before = self.after = ask(self.safe)

    def change(self) -> None:
        """New versions of some files; ``after`` is what the next build must lead to."""
        self.version += 1
        self.before = self.after
        first = self.version % 5 + 1
        corpus.write(self.files, range(first, first + 3), self.version)
        build(self.safe, self.files)
        self.after = ask(self.safe)

    def judge(self, how: str, outcome: Outcome) -> None:
        """What the hurt index is like now; then the next build."""
        try:
            answers = ask(self.index)
        except Exception as error:  # noqa: BLE001  # whatever it is, the index is lost
            outcome.lost.append(f"{how}: does not open: {error}")
            shutil.rmtree(self.index)
            answers = None
        if answers is not None:
            outcome.count("as after" if answers == self.after else "as before")
            if answers not in (self.before, self.after):
                outcome.lost.append(f"{how}: answers are neither those before nor those after")
        build(self.index, self.files)
        if answers is not None and ask(self.index) != self.after:
            outcome.lost.append(f"{how}: the next build does not lead where it should")
        if strays := stray(self.index):
            outcome.lost.append(f"{how}: left {', '.join(strays)}")


def build(index: Path, files: Path) -> None:
    """One build, as ``khoan index`` does it."""
    with create_index(index) as opened:
        report = opened.add([files])
    if report.failures:
        raise AssertionError(report.failures)


def ask(index: Path) -> dict[str, object]:
    """Everything it says."""
    with open_index(index) as opened:
        return corpus.answers(opened)


def stray(index: Path) -> list[str]:
    """Files that belong to no generation."""
    newest = max(int(path.stem.partition("-")[2]) for path in index.glob("seal-*.json"))
    known = {MANIFEST, LOCK, seal_name(newest), run_name(newest), *read_seal(index, newest).files}
    return sorted(path.name for path in index.iterdir() if path.name not in known)


def forked(bench: Bench, trap: Trap) -> int:
    """Start a build with a trap in it. Gives the process's id."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    status = BROKEN
    try:
        trap(bench.index)
        build(bench.index, bench.files)
        status = DONE
    except (IndexUnwritable, IndexUnreadable):
        status = REFUSED
    except BaseException as error:  # noqa: BLE001  # reported, then the process ends
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    finally:
        os._exit(status)


def ended(child: int) -> int:
    """How it ended: an exit status, or minus the signal that killed it."""
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


OPERATIONS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"})


def nth_operation(number: int, act: Callable[[], None]) -> Trap:
    """A trap at the n-th time that a file of the index is opened, renamed or removed."""

    def trap(index: Path) -> None:
        left = number

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            if event in OPERATIONS and str(arguments[0]).startswith(str(index)):
                left -= 1
                if left == 0:
                    act()

        sys.addaudithook(watch)

    return trap


def kill_here() -> None:
    """SIGKILL: nothing of the process runs after this."""
    os.kill(os.getpid(), signal.SIGKILL)


def fail_here() -> None:
    """The operating system says no."""
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def limit_files(size: int) -> Trap:
    """No file may grow beyond ``size`` bytes: writes fail in the middle of one."""

    def trap(_: Path) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return trap


def killed_at_operations(folder: Path, step: int = 1) -> Outcome:
    """SIGKILL at each (or each ``step``-th) opening, renaming and removing of a file."""
    outcome = Outcome("SIGKILL at each file operation of a build")
    bench = Bench(folder)
    for number in range(1, 10_000, step):
        bench.change()
        status = ended(forked(bench, nth_operation(number, kill_here)))
        outcome.times += 1
        bench.judge(f"operation {number}", outcome)
        if status == DONE:
            break
    return outcome


def failing_at_operations(folder: Path, step: int = 1) -> Outcome:
    """An input/output error at each (or each ``step``-th) such operation."""
    outcome = Outcome("I/O error at each file operation of a build")
    bench = Bench(folder)
    unhurt = 0
    for number in range(1, 10_000, step):
        bench.change()
        status = ended(forked(bench, nth_operation(number, fail_here)))
        if status == BROKEN:
            outcome.lost.append(f"operation {number}: the build fell apart")
        outcome.times += 1
        bench.judge(f"operation {number}", outcome)
        # An error while tidying up stops no build: only many in a row mean that all were tried.
        unhurt = unhurt + step if status == DONE else 0
        if unhurt > 20:
            break
    return outcome


def killed_at_random(folder: Path, rounds: int, seed: int = 0) -> Outcome:
    """SIGKILL after a random time."""
    outcome = Outcome("SIGKILL after a random time")
    random, bench = Random(seed), Bench(folder)
    started = perf_counter()
    bench.change()
    ended(forked(bench, lambda _: None))
    usual = perf_counter() - started
    for turn in range(rounds):
        bench.change()
        child = forked(bench, lambda _: None)
        sleep(random.uniform(0, usual))
        os.kill(child, signal.SIGKILL)
        ended(child)
        outcome.times += 1
        bench.judge(f"kill {turn}", outcome)
    return outcome


def killed_commands(folder: Path, rounds: int, seed: int = 0) -> Outcome:
    """The command itself, ``khoan index``, killed at moments spread over all of an undisturbed
    run; in every fourth round just after its commit, which is too near the end to be hit by
    chance."""
    outcome = Outcome("SIGKILL of `khoan index`: after a random time, or just after its commit")
    random, bench = Random(seed), Bench(folder)
    command = [sys.executable, "-m", "khoan", "index", str(bench.files), "--index"]
    command.append(str(bench.index))
    bench.change()
    started = perf_counter()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    usual = perf_counter() - started
    for turn in range(rounds):
        bench.change()
        before = contents(bench.index)
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            if turn % 4 == 3:
                while process.poll() is None and contents(bench.index) == before:
                    sleep(0.001)
                sleep(random.uniform(0, 0.02))
            else:
                sleep(random.uniform(0, usual))
            process.kill()
        if process.returncode != -signal.SIGKILL:
            outcome.count("ended before it was killed")
        elif contents(bench.index) != before:
            outcome.count("killed after its commit")
        else:
            outcome.count("killed before its commit")
        outcome.times += 1
        bench.judge(f"kill {turn}", outcome)
    return outcome


def contents(index: Path) -> set[str]:
    """The tables of contents that are there: a commit is the moment when another one is."""
    return {path.name for path in index.glob("*.toc")}


def failing_writes(folder: Path, rounds: int, seed: int = 0) -> Outcome:
    """Writes that fail because a file may not grow any more."""
    outcome = Outcome("writes that fail in the middle of a file")
    random, bench = Random(seed), Bench(folder)
    largest = max(path.stat().st_size for path in bench.index.iterdir())
    for turn in range(rounds):
        bench.change()
        size = random.randint(0, 2 * largest)
        status = ended(forked(bench, limit_files(size)))
        if status == BROKEN:
            outcome.lost.append(f"files of at most {size} bytes: the build fell apart")
        outcome.times += 1
        bench.judge(f"limit {turn} ({size} bytes)", outcome)
    return outcome


def full_disk(folder: Path, rounds: int, seed: int = 0) -> Outcome:
    """A small file system that is full. Needs the right to mount; else zero rounds."""
    outcome = Outcome("a full disk (tmpfs of 1 MB)")
    disk = folder / "disk"
    disk.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        outcome.notes["skipped"] = "no right to mount"
        return outcome
    try:
        random, bench = Random(seed), Bench(folder, disk / "index")
        ballast = disk / "ballast"
        for turn in range(rounds):
            bench.change()
            free = shutil.disk_usage(disk).free
            left = random.randint(0, 400_000)
            ballast.write_bytes(bytes(max(0, free - left)))
            status = ended(forked(bench, lambda _: None))
            if status == BROKEN:
                outcome.lost.append(f"{left} bytes left: the build fell apart")
            outcome.count("refused" if status == REFUSED else "went through")
            ballast.unlink()
            outcome.times += 1
            bench.judge(f"full disk {turn} ({left} bytes left)", outcome)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
    return outcome
