"""Writers beside each other, writers that are killed, and one whose lock is taken over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from time import perf_counter, sleep
from typing import Final

from benchmarks.soak import questions
from benchmarks.soak.cluster.clients import Tally, asking
from benchmarks.soak.cluster.failover import DOCUMENTS, Scene
from benchmarks.soak.outcome import Outcome
from indexer.core.errors import KhoanError
from indexer.index import open_index

FINISHES: Final = 120.0
"""Seconds in which a command that nobody kills is done, waiting for another writer included."""


def _command(address: str, files: Path) -> list[str]:
    command = [sys.executable, "-m", "khoan", "index", str(files), "--jobs", "1"]
    return [*command, "--index", address]


def _started(address: str, files: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        _command(address, files), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def two_writers(scene: Scene, rounds: int) -> Outcome:
    """Two commands that index at once: the documents of both are there, each once."""
    outcome = Outcome("two `khoan index` at once")
    expected = {f"{number}" for number in range(1, DOCUMENTS + 1)}
    for turn in range(rounds):
        others = [scene.files.parent / f"writer-{number}" for number in (1, 2)]
        for place, folder in enumerate(others):
            folder.mkdir(exist_ok=True)
            for number in range(5):
                name = 1000 + 100 * place + 10 * turn + number
                text = questions.text(name, scene.version)
                (folder / f"{name}.txt").write_text(text, encoding="utf-8")
                expected.add(str(name))
        running = [_started(scene.address, folder) for folder in others]
        for process in running:
            _, said = process.communicate(timeout=FINISHES)
            outcome.count(f"status {process.returncode}")
            if process.returncode:
                outcome.lost.append(f"round {turn}: status {process.returncode}: {said[-300:]}")
        with open_index(scene.address) as opened:
            found = [metadata.number or "" for metadata in opened.documents()]
        numbers = sorted(number.partition("/")[0] for number in found)
        if numbers != sorted(expected):
            outcome.lost.append(f"round {turn}: {len(numbers)} documents of {len(expected)}")
        outcome.turn()
    _without(scene, {int(name) for name in expected if int(name) > DOCUMENTS})
    return outcome


def _without(scene: Scene, numbers: set[int]) -> None:
    """Delete what a trial has added."""
    with open_index(scene.address) as opened:
        gone = [
            metadata.id
            for metadata in opened.documents()
            if int((metadata.number or "0").partition("/")[0]) in numbers
        ]
        opened.remove(*gone)


def killed_writers(scene: Scene, kills: int, seed: int = 0) -> Outcome:
    """``khoan index`` killed at random moments: the answers are those before or those after, and
    the same command, run again, leads to those after."""
    outcome = Outcome("kill -9 of `khoan index` at random moments, two clients asking")
    random = Random(seed)
    usual = 2.0
    with asking(scene.address, Tally(DOCUMENTS)) as tally:
        for turn in range(kills):
            before = scene.version
            scene.write(before + 1)
            process = _started(scene.address, scene.files)
            sleep(random.uniform(0.3, 1) * usual)
            process.kill()
            process.communicate()
            killed = process.returncode == -signal.SIGKILL
            _judge(scene, {before, before + 1}, f"kill {turn}", outcome)
            began = perf_counter()
            again = _started(scene.address, scene.files)
            _, said = again.communicate(timeout=FINISHES)
            usual = 0.7 * usual + 0.3 * (perf_counter() - began)
            if again.returncode:
                outcome.lost.append(f"kill {turn}, again: {again.returncode}: {said[-300:]}")
            _judge(scene, {before + 1}, f"kill {turn}, again", outcome)
            outcome.count("killed" if killed else "ended before it was killed")
            outcome.turn()
    outcome.lost += tally.wrong + tally.errors
    outcome.notes["answers meanwhile"] = tally.answers
    return outcome


def _judge(scene: Scene, allowed: set[int], when: str, outcome: Outcome) -> None:
    try:
        found = scene.versions()
    except (KhoanError, AssertionError) as error:
        outcome.lost.append(f"{when}: {error}")
        return
    if len(found) != 1 or not found <= allowed:
        outcome.lost.append(f"{when}: versions {found}, not one of {allowed}")


def taken_over(scene: Scene, expiry: float) -> Outcome:
    """A writer that stands still in the middle of its work for longer than its lock lives: the next
    one takes over, and the first can write nothing more.

    Args:
        expiry: seconds that a lock lives without a sign of its holder.
    """
    outcome = Outcome("a writer is stopped (SIGSTOP), another takes over, the first goes on")
    command = [sys.executable, "-m", "benchmarks.soak.cluster.halting", scene.address]
    first = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    try:
        first.stdout.readline()  # it has the lock, and has written half
        os.kill(first.pid, signal.SIGSTOP)
        began = perf_counter()
        scene.write(scene.version + 1)
        said, status = "", 1
        while status and perf_counter() - began < 3 * expiry + 10:
            second = _started(scene.address, scene.files)
            _, said = second.communicate(timeout=FINISHES)
            status = second.returncode
        outcome.notes["taken over after (s)"] = round(perf_counter() - began, 1)
        if status:
            outcome.lost.append(f"nobody could take over: {said[-300:]}")
        os.kill(first.pid, signal.SIGCONT)
        _, said = first.communicate("go on\n", timeout=FINISHES)
        outcome.notes["the first says"] = said.strip()[-200:]
        if first.returncode == 0:
            outcome.lost.append("the first has committed, although its lock was taken over")
        _judge(scene, {scene.version}, "taken over", outcome)
        scene.write(scene.version + 1)
        scene.commit()
        _judge(scene, {scene.version}, "the next commit", outcome)
    finally:
        first.kill()
        first.communicate()
    outcome.turn()
    return outcome
