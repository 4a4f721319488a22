"""What a run of indexing did, as it is stored with an index: all counts, and those files that a
person should look at.

It is bounded, whatever was found: what it says of files is cut to ``MOST_FILES`` and
``MOST_BYTES``, failures first. It holds no path of the machine, only sources as documents have
them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, get_args

from indexer.core.said import Said

State = Literal["indexed", "unchanged", "left_out", "failed"]
STATES: Final[tuple[State, ...]] = get_args(State)

MOST_FILES: Final = 1_000
MOST_TALLIES: Final = 200
"""Folders, and kinds of files."""
MOST_BYTES: Final = 1 << 19
"""Of what is said of files, as JSON."""
LONGEST: Final = 1_000
"""Code points of one text: a source, a reason."""


class FileOutcome(NamedTuple):
    """What became of one file that was found."""

    source: str
    kind: str
    """Its suffix in lower case, empty where it has none; ``link``: one that is not followed;
    ``folder``: one that could not be listed."""
    state: State
    reason: str = ""
    """Of what failed or was left out: why. Of what was indexed: why its text cannot be fully
    trusted, where it cannot."""
    advice: str = ""
    """What to do about it, where something is known."""
    clauses: int = 0
    """Pieces that were put into the index."""

    @property
    def folder(self) -> str:
        """The part of its source before the last ``/``; empty: the folder that was named."""
        return self.source.rstrip("/").rpartition("/")[0]


class Tally(NamedTuple):
    """Files of one kind or folder, by what became of them."""

    name: str
    indexed: int = 0
    unchanged: int = 0
    left_out: int = 0
    failed: int = 0

    @property
    def found(self) -> int:
        """All of them."""
        return self.indexed + self.unchanged + self.left_out + self.failed


@dataclass(frozen=True, slots=True)
class Run:
    """One run."""

    started: str
    """When, ISO 8601 in UTC."""
    seconds: float
    """How long it took."""
    total: Tally
    clauses: int = 0
    """Pieces of the files that were indexed."""
    pruned: int = 0
    """Documents that were deleted because their file is gone."""
    kinds: tuple[Tally, ...] = ()
    """The most frequent first."""
    folders: tuple[Tally, ...] = ()
    """Those with most failures first, then by name; ``MOST_TALLIES`` at most, as of kinds."""
    files: tuple[FileOutcome, ...] = ()
    """Files that failed, then those whose text cannot be fully trusted, then those left out."""
    more: int = 0
    """Such files that are not in ``files``."""


def tallies(outcomes: Iterable[FileOutcome]) -> tuple[Tally, tuple[Tally, ...], tuple[Tally, ...]]:
    """Outcomes counted: all together, by kind (the most frequent first), and by folder (those with
    most failures first)."""
    kinds: dict[str, list[int]] = {}
    folders: dict[str, list[int]] = {}
    total = [0] * len(STATES)
    place = {state: number for number, state in enumerate(STATES)}
    for one in outcomes:
        at = place[one.state]
        for counts in (
            total,
            kinds.setdefault(one.kind, [0] * len(STATES)),
            folders.setdefault(one.folder, [0] * len(STATES)),
        ):
            counts[at] += 1
    return (
        Tally("", *total),
        tuple(sorted((Tally(k, *c) for k, c in kinds.items()), key=lambda t: (-t.found, t.name))),
        tuple(sorted((Tally(f, *c) for f, c in folders.items()), key=_worst_first)),
    )


def _worst_first(tally: Tally) -> tuple[int, int, str]:
    return -tally.failed, -tally.left_out, tally.name


def dump_run(run: Run) -> str:
    """A run as one line of JSON, cut to its limits."""
    files: list[list[Any]] = []
    size = 0
    for one in run.files[:MOST_FILES]:
        row = [_cut(one.source), _cut(one.kind), one.state,
               _text(one.reason), _text(one.advice), one.clauses]  # fmt: skip
        size += len(json.dumps(row))
        if size > MOST_BYTES:
            break
        files.append(row)
    body = {
        "started": run.started,
        "seconds": round(run.seconds, 3),
        "total": run.total[1:],
        "clauses": run.clauses,
        "pruned": run.pruned,
        "kinds": [[_cut(tally.name), *tally[1:]] for tally in run.kinds[:MOST_TALLIES]],
        "folders": [[_cut(tally.name), *tally[1:]] for tally in run.folders[:MOST_TALLIES]],
        "files": files,
        "more": run.more + len(run.files) - len(files),
    }
    return json.dumps(body, separators=(",", ":"))


def load_run(line: str | None) -> Run | None:
    """What ``dump_run`` wrote; None where there is nothing, or nothing that can be read: a report
    is never a reason not to open an index."""
    if not line:
        return None
    try:
        body = json.loads(line)
        return Run(
            started=str(body["started"]),
            seconds=float(body["seconds"]),
            total=Tally("", *map(int, body["total"])),
            clauses=int(body["clauses"]),
            pruned=int(body["pruned"]),
            kinds=tuple(map(_tally, body["kinds"])),
            folders=tuple(map(_tally, body["folders"])),
            files=tuple(map(_file, body["files"])),
            more=int(body["more"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _tally(row: list[Any]) -> Tally:
    return Tally(str(row[0]), *map(int, row[1:]))


def _file(row: list[Any]) -> FileOutcome:
    source, kind, state, reason, advice, clauses = row
    if state not in STATES:
        raise ValueError(state)
    return FileOutcome(str(source), str(kind), state, _said(reason), _said(advice), int(clauses))


def _cut(text: str) -> str:
    """A text that UTF-8 and the limits can hold."""
    plain = text.encode("utf-8", "replace").decode()
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def _text(text: str) -> Any:
    """A text for people as JSON, from which it can still be translated."""
    if not isinstance(text, Said):
        return _cut(text)
    values = {name: _value(value) for name, value in text.values.items()}
    return {"template": _cut(text.template), "values": values}


def _value(value: object) -> Any:
    if isinstance(value, (bool, int, float)):
        return value
    return _text(value if isinstance(value, str) else str(value))


def _said(given: Any) -> str:
    if not isinstance(given, Mapping):
        return str(given)
    values = {str(name): _given(value) for name, value in given["values"].items()}
    return Said(str(given["template"]), **values)


def _given(value: Any) -> object:
    return value if isinstance(value, (bool, int, float)) else _said(value)
