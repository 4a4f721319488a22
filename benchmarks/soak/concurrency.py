"""Readers, a server and a copier beside a writer that commits again and again.

Every generation holds the same documents, each of them saying which generation wrote it, and all
of one generation are written together. So an answer in which two documents name different
generations, or in which one is missing, is torn.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import perf_counter, sleep
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from benchmarks.soak.outcome import Outcome
from indexer.index import Index, create_index, open_index
from indexer.querying.results import Results

DOCUMENTS = 6
_ROUND = re.compile(r"vòng thứ (\d+)")

READER = """
import sys
from pathlib import Path
from benchmarks.soak.concurrency import read
read(Path(sys.argv[1]), float(sys.argv[2]))
"""


def text(number: int, generation: int) -> str:
    """A document that says when it was written."""
    return (
        f"Số: {number}/KH-UBND\n\nAn Bình, ngày {number} tháng 2 năm 2024\n\nKẾ HOẠCH\n\n"
        f"1. Phong trào thi đua, vòng thứ {generation}.\n\n2. Nước sạch.\n"
    )


def write(folder: Path, generation: int) -> None:
    """All documents of a generation."""
    folder.mkdir(exist_ok=True)
    for number in range(1, DOCUMENTS + 1):
        (folder / f"{number}.txt").write_text(text(number, generation), encoding="utf-8")


def torn(results: Results) -> str | None:
    """What is wrong with an answer to ``phong trao thi dua``, if anything."""
    rounds = [_ROUND.search(hit.clause.text) for hit in results.hits]
    generations = {found[1] for found in rounds if found}
    if results.total != DOCUMENTS or len(results.hits) != DOCUMENTS:
        return f"{results.total} found"
    return None if len(generations) == 1 else f"generations {sorted(generations)} in one answer"


def read(folder: Path, seconds: float) -> None:
    """Ask again and again, over one open index and over one opened each time; print the tally."""
    answers, wrong, newest = 0, [], 0
    with open_index(folder) as reused:
        end = perf_counter() + seconds
        while perf_counter() < end:
            try:
                page = reused.search("phong trao thi dua", limit=50)
                with open_index(folder) as fresh:
                    pages = (page, fresh.search("phong trao thi dua", limit=50))
            except Exception as error:  # noqa: BLE001  # counted: no error is right here
                wrong.append(f"{type(error).__name__}: {error}")
                continue
            answers += 2
            wrong += [why for page in pages if (why := torn(page))]
            generation = int(_ROUND.search(page.hits[0].clause.text)[1]) if page.hits else 0
            if generation < newest:
                wrong.append(f"generation {generation} after {newest}")
            newest = max(newest, generation)
    print(json.dumps({"answers": answers, "wrong": wrong[:20]}))


@contextmanager
def writing(index: Path, files: Path) -> Iterator[list[int]]:
    """A thread that commits generation after generation; the list grows with each."""
    done: list[int] = []
    stop = threading.Event()

    def commit() -> None:
        with create_index(index) as opened:
            while not stop.is_set():
                write(files, len(done) + 2)
                opened.add([files])
                done.append(len(done) + 2)

    thread = threading.Thread(target=commit)
    thread.start()
    try:
        yield done
    finally:
        stop.set()
        thread.join()


def begin(folder: Path) -> tuple[Path, Path]:
    """An index of the first generation, and the folder of its files."""
    files, index = folder / "files", folder / "index"
    write(files, 1)
    with create_index(index) as opened:
        opened.add([files])
    return index, files


def readers(folder: Path, processes: int, seconds: float) -> Outcome:
    """Processes that read while another commits."""
    outcome = Outcome(f"{processes} reading processes beside a writer that commits again and again")
    index, files = begin(folder)
    command = [sys.executable, "-c", READER, str(index), str(seconds)]
    with writing(index, files) as commits:
        running = [
            subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)
        ]
        for process in running:
            output, _ = process.communicate()
            if process.returncode:
                outcome.lost.append(f"a reader ended with status {process.returncode}")
                continue
            tally = json.loads(output)
            outcome.times += tally["answers"]
            outcome.lost += tally["wrong"]
    outcome.notes["commits meanwhile"] = len(commits)
    return outcome


@contextmanager
def serving(index: Path) -> Iterator[str]:
    """A server of its own process; gives its address."""
    command = [sys.executable, "-m", "khoan", "serve", "--port", "0", "--index", str(index)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            found = None
            while found is None and (line := process.stderr.readline()):
                found = re.search(r"http://127\.0\.0\.1:\d+", line)
            assert found, "the server did not start"
            yield found[0]
        finally:
            process.terminate()


def server(folder: Path, commits: int) -> Outcome:
    """A running server while commits come in: how soon it serves each, and what it drops."""
    outcome = Outcome("requests to a running server while commits come in")
    index, files = begin(folder)
    with serving(index) as address, create_index(index) as opened:
        stop = threading.Event()

        def ask() -> None:
            while not stop.is_set():
                try:
                    found = _generations(address)
                except (HTTPError, URLError, OSError, ValueError) as error:
                    outcome.lost.append(f"a request failed: {error}")
                    continue
                outcome.times += 1
                if len(found) != 1:
                    outcome.lost.append(f"a torn answer: {found}")

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        delays = []
        try:
            for generation in range(2, commits + 2):
                write(files, generation)
                opened.add([files])
                delays.append(_until_served(address, generation))
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    outcome.notes["commits"] = commits
    outcome.notes["served after, at most"] = f"{max(delays):.2f} s"
    if max(delays) > 1:
        outcome.lost.append(f"a new generation was served only after {max(delays):.2f} s")
    return outcome


def _until_served(address: str, generation: int) -> float:
    started = perf_counter()
    while perf_counter() - started < 10:
        with suppress(OSError):
            if _generations(address) == {str(generation)}:
                break
        sleep(0.01)
    return perf_counter() - started


def _generations(address: str) -> set[str]:
    url = f"{address}/api/v1/search?q=phong+trao+thi+dua&limit=50"
    with urlopen(url, timeout=10) as answer:  # noqa: S310  # our own server
        page = json.load(answer)
    if page["total"] != DOCUMENTS:
        return {f"{page['total']} found"}
    return {found[1] for hit in page["hits"] if (found := _ROUND.search(hit["text"]))}


def ask_all(opened: Index) -> str | None:
    """What is wrong with what an index answers, if anything."""
    return torn(opened.search("phong trao thi dua", limit=50))
