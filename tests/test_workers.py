"""``khoan serve --workers``: several processes answer as one."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from indexer.index import create_index
from khoan.channel import Bounds
from khoan.commands.serve import serve
from khoan.serving import bind
from khoan.workers import can_share
from search_ui import Settings
from search_ui.counters import BUCKETS, MOST_NAMES, SIZE, Counters
from search_ui.lanes import Busy, Locks, SharedLane
from search_ui.rates import SIZE as RATES
from search_ui.rates import Rates
from search_ui.settings import turns
from search_ui.sharing import alone, between

ROOT = Path(__file__).resolve().parents[1]
shared_only = pytest.mark.skipif(not can_share(), reason="one process only on this system")
pytestmark = shared_only


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("workers")
    (home / "a.txt").write_text("1. Thi đua yêu nước.\n\n2. Nước sạch.\n", encoding="utf-8")
    with create_index(home / "index") as made:
        made.add([home / "a.txt"])
    return home / "index"


class Served:
    """A server with two workers."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        assert process.stderr is not None
        found = re.search(r"http://([\d.]+:\d+)/", process.stderr.readline())
        assert found is not None
        self.address = found[1]
        self.reading = threading.Thread(
            target=lambda: self.said.extend(process.stderr or ()), daemon=True
        )
        self.reading.start()

    def workers(self) -> set[int]:
        """The ids of the processes."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {int(one) for one in listed.read_text().split()}

    def get(self, path: str) -> str:
        with urlopen(f"http://{self.address}{path}", timeout=30) as answer:
            return str(answer.read().decode())

    def counted(self) -> float:
        """Searches, by ``/metrics``."""
        found = re.search(r'endpoint="api_search",status="200"} (\S+)', self.get("/metrics"))
        return float(found[1]) if found else 0


@contextmanager
def served(folder: Path, *options: str, workers: str = "2") -> Iterator[Served]:
    command = [sys.executable, "-m", "khoan", "serve", "--port", "0", "--index", str(folder)]
    with subprocess.Popen(
        [*command, "--workers", workers, *options], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            made = Served(running)
            made.get("/healthz")
            yield made
        finally:
            running.kill()
            made.reading.join(30)


def until(holds: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether it holds in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError):
            if holds():
                return True
        time.sleep(0.02)
    return False


def lives(process: int) -> bool:
    """Whether it runs; one that nobody waited for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


SEARCH = "/api/v1/search?q=nuoc"


def test_there_are_as_many_processes_as_asked_for(folder: Path) -> None:
    with served(folder) as site:
        assert until(lambda: len(site.workers()) == 2)


def test_one_worker_is_the_process_itself(folder: Path) -> None:
    with served(folder, workers="1") as site:
        assert site.workers() == set()


def test_metrics_are_of_all_processes(folder: Path) -> None:
    with served(folder) as site:
        for _ in range(20):
            site.get(SEARCH)
        assert {site.counted() for _ in range(10)} == {20.0}


def test_a_worker_that_dies_is_replaced(folder: Path) -> None:
    with served(folder) as site:
        assert until(lambda: len(site.workers()) == 2)
        killed = site.workers().pop()
        os.kill(killed, signal.SIGKILL)
        assert until(lambda: len(site.workers() - {killed}) == 2)
        assert site.get("/healthz")


def test_what_a_dead_worker_answered_stays_counted(folder: Path) -> None:
    with served(folder) as site:
        for _ in range(10):
            site.get(SEARCH)
        for killed in site.workers():
            os.kill(killed, signal.SIGKILL)
            assert until(lambda killed=killed: killed not in site.workers())  # type: ignore[misc]
        site.get(SEARCH)
        assert site.counted() == 11


def test_a_hangup_replaces_every_worker_and_loses_no_request(folder: Path) -> None:
    lost: list[str] = []
    ended = threading.Event()

    def ask() -> None:
        host, _, port = site.address.partition(":")
        while not ended.is_set():
            connection = HTTPConnection(host, int(port), timeout=30)
            try:
                connection.request("GET", SEARCH)
                if connection.getresponse().status != 200:
                    lost.append("status")
            except (OSError, HTTPException) as error:
                lost.append(repr(error))
            finally:
                connection.close()

    with served(folder) as site:
        assert until(lambda: len(site.workers()) == 2)
        before = site.workers()
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        site.process.send_signal(signal.SIGHUP)
        replaced = until(lambda: len(site.workers()) == 2 and not site.workers() & before)
        ended.set()
        for thread in threads:
            thread.join()
    assert (replaced, lost) == (True, [])


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)], ids=["SIGINT", "SIGTERM"]
)
def test_all_end_with_the_supervisor(folder: Path, number: signal.Signals, status: int) -> None:
    with served(folder) as site:
        workers = site.workers()
        site.process.send_signal(number)
        ended = site.process.wait(30)
        assert (ended, [one for one in workers if lives(one)]) == (status, [])


def test_none_outlives_a_supervisor_that_is_killed(folder: Path) -> None:
    with served(folder) as site:
        assert until(lambda: len(site.workers()) == 2)
        workers = site.workers()
        site.process.kill()
        assert until(lambda: not any(lives(one) for one in workers))


SLOW = """
import time
from khoan.serving import bind, listen
from khoan.workers import Supervisor

def app(environ, start_response):
    time.sleep(1)
    start_response("200 OK", [])
    return [b"well"]

sockets = bind("127.0.0.1", 0)
print(sockets[0].getsockname()[1], flush=True)
Supervisor(lambda part: listen(app, "", 0, 2, sockets=sockets), 2).run()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["SIGTERM", "SIGHUP"])
def test_what_was_requested_is_answered_before_the_end(number: signal.Signals) -> None:
    command = [sys.executable, "-c", SLOW]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        port = int(running.stdout.readline())
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 2)
            assert until(lambda: b"200 OK" in connection.recv(2**10))
            time.sleep(0.2)  # the second is being worked on
            running.send_signal(number)
            second = b""
            while part := connection.recv(2**10):
                second += part
        running.terminate()
    assert (b"200 OK" in second, second[-4:]) == (True, b"well")


def test_a_new_generation_is_served_by_all(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("1. Phòng cháy.\n", encoding="utf-8")
    with served(folder) as site:
        site.get(SEARCH)
        with create_index(folder) as opened:
            opened.add([tmp_path / "b.txt"])
        answers = {'"total":1' in site.get("/api/v1/search?q=chay") for _ in range(20)}
    assert answers == {True}


def test_the_rate_limit_is_one_for_all(folder: Path) -> None:
    with served(folder, "--rate-limit", "5/hour") as site:
        statuses = [_status(f"http://{site.address}/api/v1/stats") for _ in range(12)]
    assert statuses == [200] * 5 + [429] * 7


def _status(where: str) -> int:
    try:
        with urlopen(where, timeout=30) as answer:  # noqa: S310  # loopback
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_bounds_are_shared_by_the_processes() -> None:
    each = Bounds(connections=1_000, buffered_bytes=256).shared(4)
    assert (each.connections, each.buffered_bytes, each.header_bytes) == (250, 64, 32 * 2**10)


def test_the_addresses_of_a_name_are_on_one_port() -> None:
    sockets = bind("localhost", 0)
    ports = {one.getsockname()[1] for one in sockets}
    for one in sockets:
        one.close()
    assert len(ports) == 1


@pytest.mark.parametrize(
    ("options", "said"), [(["--workers", "2"], True), (["--workers", "1"], False), ([], False)]
)
def test_one_process_is_said_where_more_were_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], said: bool
) -> None:
    monkeypatch.setattr("khoan.workers.can_share", lambda: False)
    ran = CliRunner().invoke(serve, [*options, "--index", str(tmp_path / "none")])
    assert ("--workers" in ran.stderr) is said


@pytest.mark.parametrize("workers", [1, 2, 4, 16])
@pytest.mark.parametrize("threads", [2, 3, 4, 8, 64])
def test_turns_leave_a_thread_however_many_workers(threads: int, workers: int) -> None:
    assert sum(turns(threads, workers).values()) < threads


@pytest.fixture
def file(tmp_path: Path) -> Iterator[int]:
    opened = os.open(tmp_path / "locks", os.O_RDWR | os.O_CREAT)
    yield opened
    os.close(opened)


TAKE = "import sys; from search_ui.lanes import Locks; print(Locks(int(sys.argv[1])).take(7))"


def elsewhere(file: int) -> str:
    """Whether another process can take lock 7."""
    ran = subprocess.run(
        [sys.executable, "-c", TAKE, str(file)],
        cwd=ROOT, pass_fds=[file], capture_output=True, text=True, check=True,
    )  # fmt: skip
    return ran.stdout.strip()


@pytest.mark.parametrize(("given_back", "expected"), [(False, "False"), (True, "True")])
def test_a_lock_is_one_for_all_processes(file: int, given_back: bool, expected: str) -> None:
    locks = Locks(file)
    locks.take(7)
    if given_back:
        locks.give(7)
    assert elsewhere(file) == expected


def test_a_lock_is_free_when_its_process_has_ended(file: int) -> None:
    assert elsewhere(file) == "True"
    assert Locks(file).take(7)


def test_a_lock_is_one_for_all_threads(file: int) -> None:
    locks = Locks(file)
    assert (locks.take(7), locks.take(7), locks.take(8)) == (True, False, True)


def test_large_requests_of_all_processes_wait_for_one_another(file: int) -> None:
    lane = SharedLane(Locks(file), 1, slots=1, waiting=1, seconds=0.05)
    leave = lane.enter()
    with pytest.raises(Busy):
        lane.enter()
    leave()
    lane.enter()


def test_no_more_wait_than_may_in_all_processes(file: int) -> None:
    lane = SharedLane(Locks(file), 1, slots=1, waiting=0, seconds=60)
    lane.enter()
    with pytest.raises(Busy):
        lane.enter()


def test_the_lanes_of_a_server_do_not_meet() -> None:
    large, exports = between(2).lanes(Settings(large_waiting=0, export_waiting=0))
    large.enter()
    exports.enter()
    with pytest.raises(Busy):
        exports.enter()


def test_exports_of_a_server_may_share_the_turns_of_large_requests() -> None:
    large, exports = between(2).lanes(Settings(export_slots=0))
    assert large is exports


def test_a_count_ends_with_its_time() -> None:
    rates = alone().rates
    assert [rates.add("a", 60), rates.add("a", 60), rates.add("b", -1), rates.add("b", 60)] == [
        1,
        2,
        1,
        1,
    ]


def test_a_full_table_forgets_what_would_end_first() -> None:
    rates = Rates(memoryview(bytearray(RATES)), b"salt")
    for number in range(40_000):
        rates.add(str(number), 1_000 if number else 1_000_000)
    assert rates.get("0")[0] == 1


@pytest.mark.parametrize(("name", "left"), [("a", (0, 1)), (None, (0, 0))], ids=["one", "all"])
def test_counts_can_be_forgotten(name: str | None, left: tuple[int, int]) -> None:
    rates = alone().rates
    rates.add("a", 60)
    rates.add("b", 60)
    rates.clear(name)
    assert (rates.get("a")[0], rates.get("b")[0]) == left


def test_requests_of_all_parts_are_added_up() -> None:
    memory = memoryview(bytearray(2 * SIZE * 8)).cast("d")
    for part in (0, 1):
        Counters(memory, part).add(1, "200", 0.02)
    requests, seconds = Counters(memory).families(["", "page"])
    found = {(one.name, one.labels.get("le")): one.value for one in seconds.samples}
    assert requests.samples[0].value == 2
    assert found["khoan_request_seconds_count", None] == 2
    assert (
        found["khoan_request_seconds_bucket", "0.01"],
        found["khoan_request_seconds_bucket", "0.025"],
    ) == (0, 2)
    assert found["khoan_request_seconds_sum", None] == pytest.approx(0.04)


@pytest.mark.parametrize(
    ("name", "status", "seconds"),
    [(0, "418", None), (MOST_NAMES + 5, "200", 1e9), (1, "200", BUCKETS[0])],
    ids=["another-status", "one-endpoint-more", "on-a-bound"],
)
def test_every_request_is_counted(name: int, status: str, seconds: float | None) -> None:
    counters = alone().counters()
    counters.add(name, status, seconds)
    requests, _ = counters.families([str(number) for number in range(MOST_NAMES)])
    assert sum(one.value for one in requests.samples) == 1
