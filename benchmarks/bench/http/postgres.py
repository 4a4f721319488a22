"""PostgreSQL, started for the time of a measurement: full-text search with a GIN index."""

from __future__ import annotations

import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic, sleep
from typing import Any, Final

from benchmarks.bench.http.local_engines import TOP, Clauses, Search
from benchmarks.servers.node import as_other_user, give

SECONDS: Final = 30.0
"""Until a server that was started has to answer."""
_SETTINGS: Final = (
    "listen_addresses=", "shared_buffers=512MB", "work_mem=64MB", "maintenance_work_mem=512MB",
    "fsync=off", "jit=off",
)  # fmt: skip
_BEST: Final = """
SELECT ts_rank(v, q) AS score, g, x FROM t, to_tsquery('simple', %s) AS q
WHERE v @@ q ORDER BY score DESC LIMIT %s
"""


def missing() -> str:
    """Why it cannot be run here; empty where it can."""
    programs = [name for name in ("initdb", "postgres", "setpriv") if not shutil.which(name)]
    return f"not on PATH: {', '.join(programs)}" if programs else ""


@contextmanager
def running() -> Iterator[tuple[str, list[int]]]:
    """A server with a database of its own, reached by a socket in a folder; deleted at the end.
    Gives how to connect, and its process."""
    folder = Path(mkdtemp(prefix="khoan-postgres-"))
    data = folder / "data"
    try:
        folder.chmod(0o755)
        data.mkdir(mode=0o700)
        give(folder)
        made = [*as_other_user(), "initdb", "-D", str(data), "-U", "bench", "-A", "trust"]
        subprocess.run(
            [*made, "-E", "UTF8", "--no-locale", "-N"], check=True, capture_output=True, cwd=folder
        )
        options = [word for setting in _SETTINGS for word in ("-c", setting)]
        started = [*as_other_user(), "postgres", "-D", str(data), "-k", str(folder), *options]
        with (folder / "said").open("wb") as said:
            server = subprocess.Popen(started, stdout=said, stderr=said, cwd=folder)
        try:
            address = f"host={folder} user=bench dbname=postgres"
            _wait(address)
            yield address, [server.pid]
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(address: str) -> None:
    end = monotonic() + SECONDS
    while not _answers(address):
        if monotonic() > end:
            raise TimeoutError(f"PostgreSQL does not answer at {address}")
        sleep(0.1)


def _answers(address: str) -> bool:
    import psycopg

    try:
        psycopg.connect(address).close()
    except psycopg.OperationalError:
        return False
    return True


def write(clauses: Clauses, address: str) -> None:
    """Write the clauses, and then the index."""
    import psycopg

    with psycopg.connect(address) as base:
        base.execute("DROP TABLE IF EXISTS t")
        base.execute("CREATE TABLE t (g text, x text, v tsvector)")
        with base.cursor().copy("COPY t (g, x) FROM STDIN") as copy:
            for clause in clauses:
                copy.write_row(clause)
        base.execute("UPDATE t SET v = to_tsvector('simple', x)")
        base.execute("CREATE INDEX ON t USING gin (v)")
    with suppress(psycopg.Error), psycopg.connect(address, autocommit=True) as base:
        base.execute("VACUUM ANALYZE t")


def search_of(address: str) -> Search:
    """The best of what has any of some words. Each thread has a connection of its own."""
    import psycopg

    class Connected(threading.local):
        def __init__(self) -> None:
            self.base = psycopg.connect(address, autocommit=True)

        def __del__(self) -> None:
            self.base.close()

    here = Connected()

    def search(words: list[str]) -> list[tuple[float, str, str]]:
        match = " | ".join(f"'{word}'" for word in dict.fromkeys(words))
        found: list[Any] = here.base.execute(_BEST, (match, TOP)).fetchall()
        return found

    return search
