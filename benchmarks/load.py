"""How many requests a second does the site answer, beside a Flask view that does nothing?

    python -m benchmarks.load INDEX [--seconds 30] [--connections 16]

Needs `wrk` (Debian: apt install wrk). Everything runs on loopback: the server as `khoan serve`
starts it, with `--workers N`, and the load from the same machine. The empty view is served by one
process of waitress with 8 threads. Queries
are stretches of two to four syllables of the index's own clauses, with and without accents.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from analyzers.keys import unaccented
from analyzers.syllables import surfaces
from indexer.index import open_index

QUERIES = 400
EMPTY = """
from flask import Flask
from waitress import create_server
app = Flask("empty")
app.add_url_rule("/", view_func=lambda: "")
server = create_server(app, host="127.0.0.1", port=0, threads=8, ident=None)
print(f"http://127.0.0.1:{server.effective_port}/", flush=True)
server.run()
"""
SCRIPT = """
local paths = {}
for line in io.lines("PATHS") do paths[#paths + 1] = line end
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('{"requests": %d, "microseconds": %d, "p50": %d, "p95": %d, "errors": %d}',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    texts = queries(options.index)
    api = [f"/api/v1/search?q={quote(query)}" for query in texts]
    page = [f"/?q={quote(query)}" for query in texts]
    suggest = [f"/api/v1/suggest?q={quote(query[:-1])}" for query in texts]
    serve = [sys.executable, "-m", "khoan", "serve", "--port", "0", "--index", str(options.index)]
    serve += ["--workers", str(options.workers)]
    again = api[:50]
    print("| what | requests/s | p50 ms | p95 ms | errors |\n|---|---|---|---|---|")
    with served([sys.executable, "-c", EMPTY]) as address:
        report("an empty Flask view", load(address, ["/"], options))
    with served(serve) as address:
        report("`/api/v1/search`, asked again", load(address, again, options))
    with served([*serve, "--cache-mb", "0"]) as address:
        for name, paths in (
            ("`/api/v1/search`", api),
            ("`/` (page)", page),
            ("`/api/v1/suggest`", suggest),
        ):
            report(name, load(address, paths, options))


def queries(folder: Path) -> list[str]:
    """Stretches of the index's clauses, every other one without accents; always the same."""
    random_ = random.Random(7)
    found: list[str] = []
    with open_index(folder) as index:
        ids = [document.id for document in index.documents()]
        while len(found) < QUERIES:
            pieces = index.clauses(random_.choice(ids))
            words = surfaces(random_.choice(pieces).text) if pieces else []
            if len(words) > 8:
                start, length = random_.randrange(len(words) - 4), random_.randint(2, 4)
                query = " ".join(words[start : start + length])
                found.append(unaccented(query) if len(found) % 2 else query)
    return found


@contextmanager
def served(command: list[str]) -> Iterator[str]:
    """A server of its own process; gives the address that it prints."""
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert server.stdout is not None
        address = next(
            found[0] for line in server.stdout if (found := re.search(r"http://[\d.]+:\d+", line))
        )
        # What the server goes on to say must be read, or it would wait for somebody to read it.
        threading.Thread(target=server.stdout.read, daemon=True).start()
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def load(address: str, paths: list[str], options: argparse.Namespace) -> dict[str, int]:
    """wrk's own figures for one list of paths, requested in turn, after a warm-up."""
    with tempfile.TemporaryDirectory(prefix="khoan-load-") as place:
        listed, script = Path(place, "paths"), Path(place, "load.lua")
        listed.write_text("\n".join(paths), encoding="utf-8")
        script.write_text(SCRIPT.replace("PATHS", str(listed)), encoding="utf-8")
        for seconds in (2, options.seconds):
            command = ["wrk", "-t1", f"-c{options.connections}", f"-d{seconds}s", "-s", str(script)]
            ran = subprocess.run([*command, address], capture_output=True, text=True, check=True)
    figures: dict[str, int] = json.loads(ran.stdout[ran.stdout.rindex("{") :])
    return figures


def report(name: str, figures: dict[str, int]) -> None:
    """One row of the table."""
    rate = figures["requests"] / figures["microseconds"] * 1e6
    p50, p95 = figures["p50"] / 1000, figures["p95"] / 1000
    print(f"| {name} | {rate:.0f} | {p50:.1f} | {p95:.1f} | {figures['errors']} |", flush=True)


if __name__ == "__main__":
    main()
