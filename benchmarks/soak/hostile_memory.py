"""What memory a server takes that answers strangers."""

from __future__ import annotations

import threading
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.bench.process_memory import resident_in_all
from benchmarks.soak.hostile_requests import hostile_paths, places_of
from benchmarks.soak.outcome import Outcome
from benchmarks.soak.site import KHOAN, get, normal_paths, served
from indexer.index import open_index
from search_ui import create_app

GROWTH: Final = 1.5
"""How many times its memory at the start a server may take."""


def growing(index: Path, number: int, khoan: str = KHOAN) -> Outcome:
    """Memory of a server that answers mixed requests, good and hostile."""
    outcome = Outcome("mixed requests to one server, and its memory")
    clients = 4
    with open_index(index) as opened:
        rules = sorted(str(rule) for rule in create_app(opened).url_map.iter_rules())
        places = places_of(opened, 200)
    paths = list(hostile_paths(rules, places, number // 10))
    normal = normal_paths()
    with served(index, khoan) as (process, address):
        for path in [next(normal) for _ in range(min(100, number // 10))]:
            get(address, path)
        sizes = [resident_in_all("Pss", process)]
        anonymous = [resident_in_all("Pss_Anon", process)]

        def ask(some: list[str]) -> None:
            for path in some:
                with suppress(OSError, HTTPException):  # memory counts here
                    get(address, path)

        for tenth in range(10):
            part = paths[tenth::10] + [next(normal) for _ in range(number // 10 * 9 // 10)]
            Random(tenth).shuffle(part)
            threads = [
                threading.Thread(target=ask, args=(part[one::clients],)) for one in range(clients)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            outcome.times += len(part)
            sizes.append(resident_in_all("Pss", process))
            anonymous.append(resident_in_all("Pss_Anon", process))
    outcome.notes["MB after each tenth"] = " ".join(f"{size:.0f}" for size in sizes)
    outcome.notes["of which no file backs"] = " ".join(f"{size:.0f}" for size in anonymous)
    if max(sizes) > GROWTH * sizes[0] + 5:
        outcome.lost.append(f"{sizes[0]:.0f} MB at the start, {max(sizes):.0f} at the most")
    return outcome
