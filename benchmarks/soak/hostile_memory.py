"""What memory a server takes that answers strangers."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import quote

from benchmarks.bench.process_memory import resident_in_all
from benchmarks.soak.hostile_requests import hostile_paths, places_of
from benchmarks.soak.outcome import Outcome
from benchmarks.soak.site import KHOAN, get, normal_paths, served
from indexer.index import open_index
from search_ui import create_app

GROWTH: Final = 1.5
"""How many times its memory at the start a server may take."""


CLIENTS: Final = 4
ROUNDS: Final = 12
"""How often each route is asked before memory is measured, so that each process has answered it."""


def growing(index: Path, number: int, khoan: str = KHOAN) -> Outcome:
    """Memory of a server that answers mixed requests, good and hostile. It starts to count when
    every route has been answered, by all processes of the server."""
    outcome = Outcome("mixed requests to one server, and its memory")
    with open_index(index) as opened:
        rules = sorted(str(rule) for rule in create_app(opened).url_map.iter_rules())
        places = places_of(opened, 200)
    paths = list(hostile_paths(rules, places, number // 10))
    normal = normal_paths()
    with served(index, khoan) as (process, address):
        _ask(address, list(_each_once(rules, places)) * ROUNDS)
        sizes = [resident_in_all("Pss", process)]
        anonymous = [resident_in_all("Pss_Anon", process)]
        for tenth in range(10):
            part = paths[tenth::10] + [next(normal) for _ in range(number // 10 * 9 // 10)]
            Random(tenth).shuffle(part)
            _ask(address, part)
            outcome.times += len(part)
            sizes.append(resident_in_all("Pss", process))
            anonymous.append(resident_in_all("Pss_Anon", process))
    outcome.notes["MB after each tenth"] = " ".join(f"{size:.0f}" for size in sizes)
    outcome.notes["of which no file backs"] = " ".join(f"{size:.0f}" for size in anonymous)
    outcome.notes["times its start"] = f"{max(sizes) / sizes[0]:.2f}"
    if max(sizes) > GROWTH * sizes[0]:
        outcome.lost.append(f"{sizes[0]:.0f} MB at the start, {max(sizes):.0f} at the most")
    return outcome


def _each_once(rules: Sequence[str], places: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """A usual request of each route, and of each kind of file that one gives."""
    for rule in rules:
        kinds = places["kind"] if "kind>" in rule else ("",)
        for kind in kinds:
            path = rule.replace("<kind>", kind)
            for name, some in places.items():
                path = re.sub(rf"<(?:\w+:)?{name}>", quote(some[0], safe=""), path)
            yield path if "<" in rule and "kind" not in rule else f"{path}?q=thi+dua"


def _ask(address: str, paths: Sequence[str]) -> None:
    """Ask for each, from several clients; memory counts here, not answers."""

    def ask(some: Sequence[str]) -> None:
        for path in some:
            with suppress(OSError, HTTPException):
                get(address, path)

    threads = [threading.Thread(target=ask, args=(paths[one::CLIENTS],)) for one in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
