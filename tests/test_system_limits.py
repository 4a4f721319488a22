"""What the operating system refuses is said as it is, and nothing is left behind."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from test_isolation import BAD_READER, file

from benchmarks.soak import corpus
from indexer.arrayfile import container
from indexer.core.errors import IndexUnwritable, SystemRefused, UnreadableFile
from indexer.engines.folder.access import writing_errors
from indexer.index import create_index
from indexer.ingest import pool as workers
from indexer.ingest.prepare import IsolatedReader
from indexer.readers.libreoffice import _without_network
from indexer.readers.raw import PROCESS
from khoan.cli import cli, main

CHILD = f"""
import tempfile, subprocess
from pathlib import Path
folder = Path(tempfile.mkdtemp())
child = subprocess.Popen(["sleep", "60"], start_new_session=True)
(folder / {PROCESS!r}).write_text(str(child.pid))
Path(path.parent, "pid").write_text(str(child.pid))
time.sleep(60)
"""


def test_what_a_process_leaves_is_swept_and_what_it_started_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    harm = BAD_READER.replace("time.sleep(60)", "exec(CHILD)").replace(
        "import os", f"CHILD = {CHILD!r}\nimport os", 1
    )
    head, _, tail = workers._START.partition("from indexer.ingest.worker")
    monkeypatch.setattr(workers, "_START", f"{head}exec({harm!r}); {_}{tail}")
    with IsolatedReader(seconds=6, memory=1 << 31) as isolated, pytest.raises(UnreadableFile):
        isolated.start(file(tmp_path, "sleep"))()
    child = int((tmp_path / "pid").read_text(encoding="ascii"))
    state = Path(f"/proc/{child}/stat")
    assert list(temporary.iterdir()) == []
    assert not state.exists() or ") Z " in state.read_text(encoding="ascii")


@pytest.mark.skipif(not _without_network(), reason="this user may not make a network namespace")
def test_libreoffice_runs_without_a_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        connect = f"import socket; socket.create_connection({server.getsockname()!r}, 5)"
        command = [*_without_network(), sys.executable, "-c", connect]
        assert subprocess.run(command, capture_output=True, check=False).returncode != 0


def test_a_folder_for_temporary_files_that_refuses_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "full"))
    monkeypatch.setattr(container, "_SPOOL", 0)
    with pytest.raises(SystemRefused, match="full"):
        container.Spool(np.dtype(np.int32)).append(np.zeros(9, np.int32))


def test_a_process_that_cannot_be_started_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(subprocess, "Popen", refused)
    with IsolatedReader() as isolated, pytest.raises(SystemRefused, match="Too many open files"):
        isolated.start(file(tmp_path, "?"))()


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EMFILE, "Too many"),
        MemoryError(),
        ImportError("failed to map"),
        RuntimeError("can't start new thread"),
    ],
)
def test_a_limit_of_the_system_is_no_traceback(
    error: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(cli, "main", refused)
    with pytest.raises(SystemExit) as left:
        main(["search", "thi"])
    assert (left.value.code, "ulimit" in capsys.readouterr().err) == (3, True)


ADVICE = [
    ("a full disk", OSError(errno.ENOSPC, "No space"), True, "Thêm chỗ trống"),
    ("a deleted file", FileNotFoundError(errno.ENOENT, "No such file"), True, "tệp khóa"),
    ("a deleted index", FileNotFoundError(errno.ENOENT, "No such file"), False, "Lập lại"),
]


@pytest.mark.parametrize(
    ("error", "there", "says"), [a[1:] for a in ADVICE], ids=[a[0] for a in ADVICE]
)
def test_advice_fits_what_happened(tmp_path: Path, error: OSError, there: bool, says: str) -> None:
    if there:
        create_index(tmp_path / "index").close()
    with pytest.raises(IndexUnwritable) as refused, writing_errors(tmp_path / "index"):
        raise error
    assert says in refused.value.advice
    assert ("vẫn trả lời như cũ" in refused.value.advice) == there


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("limits")
    corpus.write(folder / "files", range(1, 3))
    with create_index(folder / "index") as opened:
        opened.add([folder / "files"])
    return folder


SEARCH = ["search", "thi dua"]
SERVE = ["serve", "--port", "0"]
TOO_LITTLE = [
    ("search, 60 MB", SEARCH, "RLIMIT_AS", 60 << 20, "ulimit -v"),
    ("search, 100 MB", SEARCH, "RLIMIT_AS", 100 << 20, "ulimit -v"),
    ("index, 100 MB", ["index", "."], "RLIMIT_AS", 100 << 20, "ulimit -v"),
    ("serve, 100 MB", SERVE, "RLIMIT_AS", 100 << 20, "ulimit -v"),
    ("serve, 180 MB", SERVE, "RLIMIT_AS", 180 << 20, "ulimit -v"),
    ("serve, 16 files", SERVE, "RLIMIT_NOFILE", 16, "ulimit -n"),
]


@pytest.mark.skipif(sys.platform != "linux", reason="macOS has no such limit")
@pytest.mark.parametrize(
    ("command", "limit", "most", "says"),
    [t[1:] for t in TOO_LITTLE],
    ids=[t[0] for t in TOO_LITTLE],
)
def test_a_limit_that_is_too_low_is_said(
    small: Path, command: list[str], limit: str, most: int, says: str
) -> None:
    start = "import resource, sys; from khoan.cli import main; "
    start += f"resource.setrlimit(resource.{limit}, ({most}, {most})); main(sys.argv[1:])"
    ran = subprocess.run(
        [sys.executable, "-c", start, *command, "--index", str(small / "index")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={key: value for key, value in os.environ.items() if key != "OPENBLAS_NUM_THREADS"},
    )
    assert (ran.returncode, says in ran.stderr, ran.stderr.count("\n")) == (3, True, 2), ran.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="counts threads where Linux lists them")
def test_a_search_needs_no_threads_of_numpy(small: Path) -> None:
    start = "import sys; from khoan.cli import main\ntry: main(sys.argv[1:])\nfinally: "
    start += "print(open('/proc/self/status').read(), file=sys.stderr)"
    ran = subprocess.run(
        [sys.executable, "-c", start, *SEARCH, "--index", str(small / "index")],
        capture_output=True,
        text=True,
        check=False,
        env={key: value for key, value in os.environ.items() if key != "OPENBLAS_NUM_THREADS"},
    )
    assert "Threads:\t1\n" in ran.stderr


pytestmark = pytest.mark.skipif(os.name == "nt", reason="limits of POSIX systems")
