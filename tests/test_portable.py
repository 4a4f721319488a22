"""What Windows lacks or does otherwise, with stand-ins: these tests run on POSIX."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from container_maker import zipped
from office_files import flat_odf

from indexer.core import system_paths
from indexer.core.errors import IndexUnwritable
from indexer.core.system_paths import is_reserved, patiently, prefixed, safe_name, system_path
from indexer.engines.folder import backup, run_file
from indexer.engines.folder.manifest import MANIFEST, write_manifest
from indexer.index import copy_index, create_index
from indexer.ingest.unpack import unpack
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


# Long paths

REFUSED = """
# As Windows without LongPathsEnabled: a path of 260 or more is not found, except with the prefix,
# for which stands here a link to the root of the file system.
import ntpath, pathlib
link = sys.argv[2]
os.symlink("/", link)
from indexer.core import system_paths
system_paths.WINDOWS, system_paths._PREFIX = True, link
events = {"open", "os.listdir", "os.scandir", "os.remove", "os.rename", "os.mkdir", "os.rmdir"}
refused = []

def refuse(event, arguments):
    for path in arguments[:2] if event in events else ():
        if isinstance(path, (str, bytes, pathlib.Path)):
            path = os.path.abspath(os.fsdecode(path))
            if len(path) >= 260 and not path.startswith(link):
                refused.append(path)
                raise FileNotFoundError(2, "path too long", path)

sys.addaudithook(refuse)
"""

LONG = """
from pathlib import Path
from indexer.ingest.files import find
from indexer.ingest.read import digest_of, read_unchanged
from indexer.engines.embedded import Embedded
root = Path(sys.argv[1])
made = []
for name in ("a.txt", "b.odt"):
    file = next(f for f in find([root], {".txt", ".odt"}) if f.source.endswith(name))
    made.append(read_unchanged(file, digest_of(file))[1][0].text[:2])
here = root.joinpath(*["i" * 100] * 3)
kind = Embedded()
with kind.create(str(here), "1", replace=False).writer() as writer:
    writer.record_run("{}")
files = kind.snapshot(str(here), here.with_name("copy"), "1")
print(json.dumps([made, len(str(file.path)), str(file.path).startswith(str(root)),
                  kind.verify(str(here.with_name("copy")), "1")[:2] == files[:2], refused]))
"""


def test_long_paths_are_read_and_written_where_windows_refuses_them(tmp_path: Path) -> None:
    folder = (tmp_path / "văn bản").joinpath(*["nam " + "2" * 80] * 3)
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("1. Một.\n", encoding="utf-8")
    (folder / "b.odt").write_text(flat_odf("text", "<text:p>2. Hai.</text:p>"), encoding="utf-8")
    out = run("import json, os, sys\n" + REFUSED + LONG, str(tmp_path), str(tmp_path / "long"))
    made, length, same, copied, refused = json.loads(out)
    assert (made, length > 260, same, copied, refused) == (["1.", "2."], True, True, True, [])


def test_the_fake_refuses_a_long_path_without_the_prefix(tmp_path: Path) -> None:
    code = REFUSED + "\ntry: open('/' + 'a' * 300)\nexcept OSError as e: print(e.strerror)"
    made = run("import json, os, sys\n" + code, "", str(tmp_path / "long"))
    assert made == "path too long\n"


PREFIXED = [
    ("C:\\van-ban\\a.txt", "\\\\?\\C:\\van-ban\\a.txt"),
    ("\\\\may\\chung\\a.txt", "\\\\?\\UNC\\may\\chung\\a.txt"),
    ("\\\\?\\C:\\a.txt", "\\\\?\\C:\\a.txt"),
    ("\\\\.\\NUL", "\\\\.\\NUL"),
]


@pytest.mark.parametrize(("path", "expected"), PREFIXED, ids=["drive", "server", "whole", "device"])
def test_the_prefix_of_long_paths(path: str, expected: str) -> None:
    assert prefixed(path) == expected


def test_a_short_path_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_paths, "WINDOWS", True)
    assert system_path(Path("a.txt")) == Path("a.txt")


def test_a_long_path_stays_where_there_is_no_limit() -> None:
    assert system_path(Path("a" * 300)) == Path("a" * 300)


# Names

RESERVED = ["CON", "aux.txt", "NUL.tar.gz", "com1", "LPT\u00b9.docx", "con .txt", "a.", "a "]
FREE = ["console.txt", "com10", "com", "auxiliary", "a.con", ".con", "văn bản.docx"]


@pytest.mark.parametrize("name", RESERVED)
def test_a_reserved_name_is_known(name: str) -> None:
    assert is_reserved(name)


@pytest.mark.parametrize("name", FREE)
def test_another_name_is_free(name: str) -> None:
    assert not is_reserved(name)


@pytest.mark.parametrize("name", [*RESERVED, "a:b", "a/b", "", "...", "<a>?.txt", "COM1 . x"])
def test_a_safe_name_can_be_given(name: str) -> None:
    made = safe_name(name)
    assert made
    assert not is_reserved(made)
    assert not set('<>:"/\\|?*') & set(made)


@pytest.mark.parametrize("name", FREE)
def test_a_free_name_stays(name: str) -> None:
    assert safe_name(name) == name


def test_no_copy_is_made_under_a_reserved_name(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "WINDOWS", True)
    with pytest.raises(IndexUnwritable, match="Windows không cho đặt tên aux"):
        backup.snapshot(index, tmp_path / "aux", "", None)


def test_members_are_written_under_names_of_ours(tmp_path: Path) -> None:
    names = ("CON.txt", "aux.", "COM1.docx", "a .txt")
    archive = tmp_path / "a.zip"
    archive.write_bytes(zipped(dict.fromkeys(names, b"1. A.\n")))
    unpack(archive, "", (), tmp_path / "into", 100, 10_000)
    written = [path.name for path in (tmp_path / "into").iterdir()]
    assert (len(written), [name for name in written if is_reserved(name)]) == (3, [])


# Files that are open


class Held:
    """A rename that Windows refuses some times, because another program has the file open."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.slept: list[float] = []

    def __call__(self, before: str | Path, after: str | Path) -> None:
        if self.left:
            self.left -= 1
            raise PermissionError(errno.EACCES, "in use", str(after))
        os.rename(before, after)  # noqa: PTH104  # what it stands for


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    made = Held(3)
    monkeypatch.setattr(system_paths, "WINDOWS", True)
    monkeypatch.setattr(run_file, "WINDOWS", True)
    monkeypatch.setattr(system_paths, "sleep", made.slept.append)
    monkeypatch.setattr(Path, "replace", lambda *names: made(*names))  # noqa: PLW0108  # a method
    return made


def test_an_open_manifest_is_replaced_when_it_is_closed(held: Held, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text("{}", encoding="utf-8")
    write_manifest(tmp_path, "arrays")
    assert json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))["layout"] == "arrays"
    assert len(held.slept) == 3


def test_a_copy_gets_its_name_when_nobody_reads_it(held: Held, index: Path, tmp_path: Path) -> None:
    copy_index(index, tmp_path / "copy")
    assert (tmp_path / "copy" / MANIFEST).exists()
    assert len(held.slept) >= 3


def test_a_record_that_stays_open_is_left_as_it_is(held: Held, tmp_path: Path) -> None:
    held.left = 0
    run_file.write_run(tmp_path, 1, "{}")
    held.left = 1000
    run_file.write_run(tmp_path, 1, '{"later": 1}')
    assert run_file.read_run(tmp_path, 1) == "{}"


def test_what_stays_open_is_an_error_in_the_end(held: Held, tmp_path: Path) -> None:
    held.left = 1000
    with pytest.raises(PermissionError):
        write_manifest(tmp_path, "arrays")
    assert sum(held.slept) < 2


def test_elsewhere_what_is_refused_is_an_error_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise PermissionError(errno.EACCES, "not yours")

    slept: list[float] = []
    monkeypatch.setattr(system_paths, "sleep", slept.append)
    with pytest.raises(PermissionError):
        patiently(refuse)
    assert slept == []
