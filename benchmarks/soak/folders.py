"""Storms over a folder that is indexed: nothing is forgotten that nobody asked to forget.

A disk that is mounted is a folder put in the place of an empty one, and taken away when it is
unmounted; in the second trial it is really mounted, in a namespace of the trial's own (Linux).
Where the first runs as root, whom no permission binds, it is another user while a folder is closed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.soak import corpus
from benchmarks.soak.outcome import Outcome
from indexer.engines.memory import MemoryEngine
from indexer.index import Index

_NOBODY: Final = 65534
_DISK: Final = "disk"
"""The folder below the root where a disk is mounted; it has half of the documents."""
PLACES: Final = ("", "a", _DISK, f"{_DISK}/c")
_EACH: Final = 7
"""Documents a folder: more than ten on the disk, and more than a third of all."""

Undo = Callable[[], object]
Event = Callable[[Path], Undo]


def folders(folder: Path, rounds: int) -> Outcome:
    """So many rounds, each of an event before or during a run that prunes, after which the event
    is undone and a run made again."""
    outcome = Outcome("events in a folder that is indexed with --prune before, during and after")
    storm = _Storm(folder)
    _give_away(folder)
    return _rounds(storm, EVENTS, rounds, outcome)


def mounts(folder: Path, rounds: int) -> Outcome:
    """The same with disks that are mounted, covered and unmounted."""
    outcome = Outcome("disks mounted and unmounted below a folder that is indexed with --prune")
    namespace = _namespace()
    if not namespace:
        outcome.notes["skipped"] = "no right to mount"
        return outcome
    folder.mkdir(exist_ok=True)
    command = [*namespace, sys.executable, "-c", _MOUNTED, str(folder), str(rounds)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        outcome.lost.append(ran.stderr[-500:])
    else:
        outcome = Outcome(outcome.tried, **json.loads(ran.stdout))
    return outcome


def mounted(folder: Path, rounds: int) -> Outcome:
    """What ``mounts`` does, in a namespace whose mounts nobody else sees."""
    storm = _Storm(folder)
    _mounted_from_elsewhere(storm.root)  # the documents of the disk are elsewhere, and mounted
    return _rounds(storm, MOUNTING, rounds, Outcome(""))


def _rounds(storm: _Storm, events: Sequence[Event], rounds: int, outcome: Outcome) -> Outcome:
    for number in range(rounds):
        event = storm.random.choice(events)
        with _somebody() if event in CLOSING else nullcontext():
            outcome.lost += [f"round {number}: {why}" for why in storm.round(event, outcome)]
        outcome.times += 1
    outcome.notes["documents"] = len(storm.wanted())
    return outcome


class _Storm:
    def __init__(self, folder: Path) -> None:
        self.random = Random(14)
        self.root = folder / "root"
        self.index = Index(MemoryEngine())
        self.next = 1
        for place in PLACES:
            for _ in range(_EACH):
                self.write(self.root / place)
        self.index.add([self.root])

    def write(self, folder: Path) -> None:
        corpus.write(folder, range(self.next, self.next + 1))
        self.next += 1

    def wanted(self) -> set[str]:
        """The numbers of the documents whose files are there."""
        return {path.stem for path in self.root.rglob("*.txt")}

    def held(self) -> list[str]:
        return [(document.number or "").split("/")[0] for document in self.index.documents()]

    def round(self, event: Event, outcome: Outcome) -> Iterator[str]:
        """Sentences of what went wrong."""
        if event not in CLOSING and self.random.random() < 0.3:
            self.change()
            outcome.count("deleted, written over or added")
        before = self.wanted() & set(self.held())
        outcome.count(event.__name__.replace("_", " "))
        undo: list[Undo] = []
        at = self.random.choice([-1, -1, 0, 5, 20])
        if at < 0:
            undo.append(event(self.root))

        def during(done: int, _total: int, _source: str) -> None:
            if done >= at and not undo:
                undo.append(event(self.root))

        self.index.add([self.root], prune=True, progress=during)
        if lost := before - set(self.held()):
            yield f"{event.__name__} at {at}: {len(lost)} forgotten"
        for each in undo:
            each()
        self.index.add([self.root], prune=True)
        held = self.held()
        if sorted(held) != sorted(self.wanted()):
            yield f"{event.__name__} at {at}, undone: {sorted(held)} instead of {self.wanted()}"

    def change(self) -> None:
        """What a person means: a file is deleted, another is written over, a third is new."""
        path = self.random.choice(sorted(self.root.rglob("*.txt")))
        path.unlink()
        self.write(path.parent)


def move_the_root(root: Path) -> Undo:
    away = root.with_name("away")
    root.rename(away)
    return lambda: away.rename(root)


def unmount_the_root(root: Path) -> Undo:
    return _unmounted(root)


def unmount_the_disk(root: Path) -> Undo:
    return _unmounted(root / _DISK)


def move_the_disk(root: Path) -> Undo:
    away = root.with_name("away")
    (root / _DISK).rename(away)
    return lambda: away.rename(root / _DISK)


def mount_another_disk(root: Path) -> Undo:
    back = _unmounted(root / _DISK)
    other = root / _DISK / "khác.md"
    other.write_text(corpus.text(9999), encoding="utf-8")

    def undo() -> None:
        other.unlink()
        back()

    return undo


def put_a_file_in_the_place_of_the_disk(root: Path) -> Undo:
    away = root.with_name("away")
    (root / _DISK).rename(away)
    (root / _DISK).write_text("?", encoding="utf-8")

    def undo() -> None:
        (root / _DISK).unlink()
        away.rename(root / _DISK)

    return undo


def put_a_link_that_leads_nowhere(root: Path) -> Undo:
    away = root.with_name("away")
    root.rename(away)
    root.symlink_to(root.with_name("nowhere"))

    def undo() -> None:
        root.unlink()
        away.rename(root)

    return undo


def close_the_root(root: Path) -> Undo:
    return _closed(root, 0)


def close_the_disk(root: Path) -> Undo:
    return _closed(root / _DISK, 0)


def list_the_disk_only(root: Path) -> Undo:
    return _closed(root / _DISK, 0o400)


def enter_the_disk_only(root: Path) -> Undo:
    return _closed(root / _DISK, 0o100)


def rename_a_folder(root: Path) -> Undo:
    (root / "a").rename(root / "b")
    return lambda: (root / "b").rename(root / "a")


CLOSING: Final = (close_the_root, close_the_disk, list_the_disk_only, enter_the_disk_only)
EVENTS: Final[tuple[Event, ...]] = (
    move_the_root, unmount_the_root, unmount_the_disk, move_the_disk, mount_another_disk,
    put_a_file_in_the_place_of_the_disk, put_a_link_that_leads_nowhere, rename_a_folder,
    *CLOSING,
)  # fmt: skip


def unmount_it(root: Path) -> Undo:
    _run("umount", "-l", root / _DISK)
    return lambda: _run("mount", "--bind", _elsewhere(root), root / _DISK)


def cover_the_disk(root: Path) -> Undo:
    return _covered(root / _DISK)


def cover_the_root(root: Path) -> Undo:
    return _covered(root)


def mount_another(root: Path) -> Undo:
    undo = _covered(root / _DISK)
    (root / _DISK / "khác.md").write_text(corpus.text(9999), encoding="utf-8")
    return undo


MOUNTING: Final[tuple[Event, ...]] = (unmount_it, cover_the_disk, cover_the_root, mount_another)
_MOUNTED: Final = """
import json, sys
from pathlib import Path
from benchmarks.soak.folders import mounted
found = mounted(Path(sys.argv[1]), int(sys.argv[2]))
print(json.dumps({"times": found.times, "lost": found.lost, "notes": found.notes}))
"""


def _namespace() -> tuple[str, ...]:
    """What to begin a command with so that it may mount; empty where this user may not."""
    for options in ("-m", "-Urm"):
        try_it = ("unshare", options, "mount", "-t", "tmpfs", "tmpfs", "/mnt")
        if shutil.which("unshare") and not subprocess.run(try_it, capture_output=True).returncode:  # noqa: PLW1510
            return ("unshare", options)
    return ()


def _elsewhere(root: Path) -> Path:
    return root.with_name("elsewhere")


def _mounted_from_elsewhere(root: Path) -> None:
    (root / _DISK).rename(_elsewhere(root))
    (root / _DISK).mkdir()
    _run("mount", "--bind", _elsewhere(root), root / _DISK)


def _covered(folder: Path) -> Undo:
    _run("mount", "-t", "tmpfs", "tmpfs", folder)
    return lambda: _run("umount", "-l", folder)


def _run(*command: str | Path) -> None:
    subprocess.run(list(map(str, command)), check=True)


def _unmounted(folder: Path) -> Undo:
    away = folder.with_name("away")
    if folder.name == _DISK:
        away = folder.parent.with_name("away")
    folder.rename(away)
    folder.mkdir()

    def undo() -> None:
        folder.rmdir()
        away.rename(folder)

    return undo


def _closed(folder: Path, mode: int) -> Undo:
    before = folder.stat().st_mode
    folder.chmod(mode)
    return lambda: folder.chmod(before)


def _give_away(folder: Path) -> None:
    """Make another user the owner, if this is root."""
    if os.name == "nt" or os.geteuid() != 0:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, _NOBODY, _NOBODY)


@contextmanager
def _somebody() -> Iterator[None]:
    """The owner, who is not root. He may not be allowed to start our processes, so no more files
    may have changed than are read in this one."""
    if os.name == "nt" or os.geteuid() != 0:
        yield
        return
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(_NOBODY)
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)
