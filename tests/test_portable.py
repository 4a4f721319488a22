"""What Windows lacks or does otherwise, with stand-ins: these tests run on POSIX."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.index import create_index
from khoan.terminal import speak_vietnamese

ROOT = Path(__file__).resolve().parents[1]

WITHOUT_POSIX = """
import importlib, json, mmap, multiprocessing, os, pkgutil, select, signal, socket, sys, tempfile
import click, docx, flask, flask_babel, lxml.etree, numpy, prometheus_client, pydantic, pypdfium2
import spectree, tqdm, waitress, whoosh.index, whoosh.writing

# Modules and names that Python has on POSIX only (docs.python.org: "Availability: Unix").
for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "posix"):
    sys.modules[name] = None
LACKING = {
    os: ("fork forkpty geteuid getuid getegid getgid getpgid killpg setsid setpgid sysconf nice"
         " sched_getaffinity sched_setaffinity O_NONBLOCK O_DIRECTORY O_NOFOLLOW O_CLOEXEC"
         " waitstatus_to_exitcode memfd_create posix_fadvise statvfs fchmod fchown chown mkfifo"
         " register_at_fork WNOHANG uname getloadavg pread preadv pwrite sendfile"),
    signal: ("SIGKILL SIGHUP SIGALRM SIGUSR1 SIGUSR2 SIGCHLD SIGPIPE SIGQUIT alarm setitimer"
             " pthread_sigmask sigwait"),
    socket: "AF_UNIX SO_REUSEPORT send_fds recv_fds",
    select: "poll epoll kqueue",
    mmap: "MADV_DONTNEED MADV_SEQUENTIAL MADV_RANDOM MADV_WILLNEED MAP_SHARED PROT_READ",
}
for module, names in LACKING.items():
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
"""

IMPORTED = """
failed = {}
for top in ("analyzers", "indexer", "khoan", "search_ui"):
    for found in pkgutil.walk_packages(importlib.import_module(top).__path__, top + "."):
        if found.name.endswith("__main__"):
            continue
        try:
            importlib.import_module(found.name)
        except Exception as error:
            failed[found.name] = repr(error)
print(json.dumps(failed))
"""


def run(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_module_is_imported_where_posix_is_not() -> None:
    assert json.loads(run(WITHOUT_POSIX + IMPORTED)) == {}


WORKED = """
from types import SimpleNamespace
from whoosh.util import filelock
import indexer.engines.folder.lock as lock

locked = []
sys.modules["msvcrt"] = SimpleNamespace(
    LK_NBLCK=2, LK_LOCK=1, LK_UNLCK=0, locking=lambda fd, mode, size: locked.append(mode)
)
lock.FileLock = filelock.MsvcrtLock
import khoan
report = khoan.index([sys.argv[1]], sys.argv[2])
with khoan.open(sys.argv[2]) as index:
    page = khoan.create_app(index).test_client().get("/?q=cai+cach")
    print(json.dumps([len(report.failures), index.search("cai cach").total > 0, page.status_code]))
"""


def test_texts_are_indexed_and_served_where_posix_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1. Cải cách hành chính.\n", encoding="utf-8")
    made = run(WITHOUT_POSIX + WORKED, str(tmp_path / "a.txt"), str(tmp_path / "index"))
    assert json.loads(made) == [0, True, 200]


def test_one_process_serves_where_none_can_be_forked() -> None:
    code = (
        WITHOUT_POSIX
        + "from khoan.workers import can_share, cores; print(can_share(), cores() > 0)"
    )
    assert run(code).split() == ["False", "True"]


@pytest.mark.parametrize("encoding", ["cp1252", "cp1258", "cp437", "ascii", "utf-8"])
def test_what_is_written_to_a_pipe_is_utf8(encoding: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    speak_vietnamese(stream)
    stream.write("Luật đất đai…")
    stream.flush()
    assert raw.getvalue().decode() == "Luật đất đai…"


def test_how_errors_are_written_stays() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="cp1252", errors="backslashreplace")
    speak_vietnamese(stream)
    assert stream.errors == "backslashreplace"


def test_a_stream_that_is_none_is_passed_over() -> None:
    speak_vietnamese(None, io.StringIO())  # pythonw has None


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("portable")
    (home / "a.txt").write_text("1. Thi đua yêu nước.\n", encoding="utf-8")
    with create_index(home / "index") as made:
        made.add([home / "a.txt"])
    return home / "index"


COMMANDS = [["search", "thi dua"], ["search", "thi dua", "--json"], ["export"], ["--help"]]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("encoding", ["cp1252", "cp1258"])
def test_a_command_writes_utf8_in_any_code_page(
    index: Path, command: list[str], encoding: str
) -> None:
    environment = {
        **os.environ,
        "PYTHONIOENCODING": encoding,
        "KHOAN_INDEX": str(index),
        "LANGUAGE": "vi",
    }
    done = subprocess.run(
        [sys.executable, "-m", "khoan", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert {"đ"} & set(done.stdout.decode())


def test_an_old_segment_that_is_still_mapped_is_left_for_later(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a file that is open or mapped cannot be removed."""
    (tmp_path / "b.txt").write_text("1. Nước sạch.\n", encoding="utf-8")
    remove, held = os.remove, {name for name in os.listdir(index) if name.startswith("MAIN_")}  # noqa: PTH208  # names

    def refuse(path: str | Path, **options: object) -> None:
        if Path(path).name in held - {"MAIN_WRITELOCK"}:
            raise PermissionError(13, "in use", str(path))
        remove(path)

    monkeypatch.setattr("os.remove", refuse)
    with create_index(index) as opened:
        opened.add([tmp_path / "b.txt"], rebuild=True)
        assert opened.search("nuoc sach").total == 1
