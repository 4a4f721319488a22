"""Every file of an index, damaged in every way we can think of."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks.soak import corpus
from benchmarks.soak.outcome import Outcome
from indexer.core.errors import IndexDamaged, IndexIncompatible, IndexMissing
from indexer.index import create_index, open_index

Harm = Callable[[Path, Random], None]


def flip(path: Path, random: Random) -> None:
    """One bit."""
    data = bytearray(path.read_bytes())
    if data:
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    path.write_bytes(data)


def cut(path: Path, random: Random) -> None:
    """The end is missing."""
    data = path.read_bytes()
    path.write_bytes(data[: random.randrange(len(data)) if data else 0])


def zero(path: Path, random: Random) -> None:
    """A block that never reached the disk."""
    data = bytearray(path.read_bytes())
    start = random.randrange(len(data)) if data else 0
    end = min(len(data), start + random.choice((1, 512, 4096)))
    data[start:end] = bytes(end - start)
    path.write_bytes(data)


def grow(path: Path, random: Random) -> None:
    """Something was appended."""
    with path.open("ab") as stream:
        stream.write(random.randbytes(random.randint(1, 64)))


def lose(path: Path, _: Random) -> None:
    """The file is gone."""
    path.unlink()


def garble(path: Path, random: Random) -> None:
    """As many other bytes."""
    path.write_bytes(random.randbytes(path.stat().st_size))


HARMS: dict[str, Harm] = {f.__name__: f for f in (flip, cut, zero, grow, lose, garble)}


def build(folder: Path) -> Path:
    """A small index of several segments, with deletions."""
    files, index = folder / "files", folder / "index"
    with create_index(index) as opened:
        for batch in range(3):
            corpus.write(files, range(batch * 4 + 1, batch * 4 + 5))
            opened.add([files])
        corpus.write(files, range(2, 4), version=1)
        opened.add([files])
    return index


def damage(folder: Path, rounds: int, seed: int = 0) -> Outcome:
    """``rounds`` damages to each file: a clear refusal, or the same answers; never others."""
    outcome = Outcome("damage to one file of an index, then opening and asking everything")
    random = Random(seed)
    whole = build(folder)
    with open_index(whole) as opened:
        right = corpus.answers(opened)
    for name in sorted(path.name for path in whole.iterdir()):
        for turn in range(rounds):
            harm = list(HARMS)[turn % len(HARMS)] if rounds < 12 else random.choice(list(HARMS))
            broken = folder / "broken"
            shutil.copytree(whole, broken)
            HARMS[harm](broken / name, random)
            changed = not _same(whole / name, broken / name)
            outcome.times += changed
            answers = _ask(broken)
            if answers is None:
                outcome.count("refused")
            elif answers != right:
                outcome.lost.append(
                    f"{harm} {name}: {answers if isinstance(answers, str) else 'wrong'}"
                )
            else:
                outcome.count("answered the same")
            shutil.rmtree(broken)
    return outcome


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.read_bytes() == other.read_bytes()


def _ask(folder: Path) -> dict[str, object] | str | None:
    try:
        with open_index(folder) as opened:
            return corpus.answers(opened)
    except (IndexDamaged, IndexIncompatible, IndexMissing):
        return None
    except Exception as error:  # noqa: BLE001  # any other error is a broken promise
        return f"{type(error).__name__}: {error}"
