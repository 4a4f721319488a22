"""Every command's exit status, and what it prints where: data on stdout, the rest on stderr.

Statuses: 0 found or done; 1 nothing found, or some files failed; 2 wrong usage or query; 3 index
missing, locked, incompatible or damaged; 130 interrupted.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pytest

from indexer.engines.folder.lock import LOCK, write_lock
from indexer.engines.whoosh import engine
from khoan.cli import cli, main

TEXT = """Số: {number}/KH-UBND

An Bình, ngày 3 tháng 5 năm 2024

KẾ HOẠCH

Về việc thử

1. Thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014 về phong trào thi đua yêu nước trong toàn tỉnh.

2. {subject}.
"""
FIRST = "7-kh-ubnd.2024-05-03#khoan-1"
DOCUMENT = "7-kh-ubnd.2024-05-03"
SECOND = "7-kh-ubnd.2024-05-03#khoan-2"


class Ran(NamedTuple):
    status: int
    out: str
    err: str


def run(capfd: pytest.CaptureFixture[str], arguments: list[str]) -> Ran:
    capfd.readouterr()
    with pytest.raises(SystemExit) as left:
        main(arguments)
    sys.stdout.flush()
    code = left.value.code
    assert isinstance(code, int)
    return Ran(code, *capfd.readouterr())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two files, an index of them, a damaged one, and one of another format."""
    home = tmp_path_factory.mktemp("status")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        Path("a.txt").write_text(TEXT.format(number=7, subject="Nước sạch nông thôn"), "utf-8")
        Path("b.txt").write_text(TEXT.format(number=8, subject="Trồng cây xanh"), "utf-8")
        Path("bad.xyz").write_text("?")
        Path("bad.ndjson").write_text("{\n")
        with pytest.raises(SystemExit):
            main(["index", "a.txt", "b.txt"])
        shutil.copytree("khoan-index", "damaged")
        for path in Path("damaged").glob("MAIN_*.arr"):
            path.write_bytes(path.read_bytes()[:100])
        shutil.copytree("khoan-index", "foreign")
        Path("foreign", "khoan.json").write_text('{"format": 0, "layout": "other"}')
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "home"
    shutil.copytree(made, copy)
    monkeypatch.chdir(copy)
    monkeypatch.delenv("KHOAN_INDEX", raising=False)
    return copy


NOTHING = r""
USAGE = r"Cách dùng: khoan .*\nLỗi: .*"
CASES: list[tuple[str, list[str], int, str, str]] = [
    # name, arguments, status, all of stdout, all of stderr
    ("index: done", ["index", "a.txt"], 0, NOTHING, r"khoan-index: đã lập chỉ mục 1 tệp .*"),
    ("index: as JSON", ["index", "a.txt", "--json"], 0, r"\{\n  \"indexed\": 1,.*", r".*đã lập.*"),
    ("index: bad file", ["index", "bad.xyz"], 1, NOTHING, r"bỏ qua    bad\.xyz: .*bỏ qua 1 tệp\n"),
    ("index: bad file, as JSON", ["index", "bad.xyz", "--json"], 1,
     r"\{.*bad\.xyz.*", r"bỏ qua .*"),
    ("index: no path", ["index"], 2, NOTHING, USAGE),
    ("watch: no path", ["watch"], 2, NOTHING, USAGE),
    ("search: found", ["search", "nuoc sach"], 0,
     rf"khoản 2, Kế hoạch 7/KH-UBND 2024-05-03\n  2\. Nước sạch nông thôn\.\n  {SECOND}\n\n",
     r"Có phải bạn muốn tìm: nước sạch\n1-1 trong 1 đoạn, \d+ ms\n"),
    ("search: relaxed", ["search", "thi đua yêu nước trồng cây"], 0, r"khoản .*",
     r"(Có phải .*\n)?Ít đoạn có đủ mọi từ: .*\n1-\d+ trong \d+ đoạn, \d+ ms\n"),
    ("search: as JSON", ["search", "nuoc sach", "--json"], 0, r"\{\n.*\"total\": 1,.*", NOTHING),
    ("search: nothing", ["search", "zzz"], 1, NOTHING, r"Không tìm thấy\. .*\n"),
    ("search: nothing, as JSON", ["search", "zzz", "--json"], 1, r".*\"total\": 0,.*", NOTHING),
    ("search: phrase with other accents", ["search", '"nuớc"'], 1, r"(.|\n)*#khoan(.|\n)*",
     r"Không đoạn nào có nguyên văn .*\n\d+ đoạn cho \"nuoc\"\n"),
    ("search: bad query", ["search", "ngay:abc"], 2, NOTHING,
     r"khoan: .*\n       ở ký tự thứ 6\n       Viết .*\n"),
    ("suggest: found", ["suggest", "nuoc s"], 0, r"Nước sạch nông thôn\n", NOTHING),
    ("suggest: as JSON", ["suggest", "nuoc s", "--json"], 0, r"\{.*Nước sạch.*", NOTHING),
    ("suggest: nothing", ["suggest", "zzzz"], 1, NOTHING, NOTHING),
    ("suggest: no prefix", ["suggest"], 2, NOTHING, USAGE),
    ("parse: done", ["parse", "a.txt"], 0,
     r"mã  .*viện dẫn Chỉ thị, 34-CT/TW, 2014-04-07\n", NOTHING),
    ("parse: as JSON", ["parse", "a.txt", "--json"], 0, r"\{\n.*\}\n", NOTHING),
    ("parse: bad file", ["parse", "bad.xyz"], 1, NOTHING, r"khoan: bad\.xyz: .*"),
    ("parse: no such file", ["parse", "nowhere"], 2, NOTHING, USAGE),
    ("show: a clause", ["show", SECOND], 0, r"2\. Nước sạch nông thôn\.\n", NOTHING),
    ("show: a clause, as JSON", ["show", SECOND, "--json"], 0, r"\{\n.*\}\n", NOTHING),
    ("show: a document", ["show", DOCUMENT], 0, r"Số: 7/KH-UBND\n.*thôn\.\n+", NOTHING),
    ("show: a document, as JSON", ["show", DOCUMENT, "--json"], 0, r"\{.*", NOTHING),
    ("show: unknown", ["show", "x"], 1, NOTHING, r"khoan: .*«x».\n"),
    ("show: no id", ["show"], 2, NOTHING, USAGE),
    ("cites: found", ["cites", FIRST], 0,
     r"34-CT/TW, 2014-04-07 -> 34-ct-tw\.2014-04-07 \(chưa có\)\n", NOTHING),
    ("cites: as JSON", ["cites", FIRST, "--json"], 0, r"\[\n.*\]\n", NOTHING),
    ("cites: nothing", ["cites", SECOND], 1, NOTHING, NOTHING),
    ("cites: nothing, as JSON", ["cites", SECOND, "--json"], 1, r"\[\]\n", NOTHING),
    ("cites: unknown", ["cites", "x"], 1, NOTHING, r"khoan: .*«x».\n"),
    ("cites: no id", ["cites"], 2, NOTHING, USAGE),
    ("cited-by: found", ["cited-by", "34-CT/TW"], 0, rf"{FIRST}\n  1\. Thực hiện.*\n\n", NOTHING),
    ("cited-by: as JSON", ["cited-by", "34-CT/TW", "--json"], 0, r"\[\n.*\]\n", NOTHING),
    ("cited-by: nothing", ["cited-by", "x"], 1, NOTHING, r"khoan: không có .*«x».\n"),
    ("cited-by: nothing, as JSON", ["cited-by", "x", "--json"], 1, r"\[\]\n", r"khoan: .*"),
    ("cited-by: no id", ["cited-by"], 2, NOTHING, USAGE),
    ("effects: nothing", ["effects", DOCUMENT], 1, NOTHING, r"khoan: không có .*\n"),
    ("effects: nothing, as JSON", ["effects", "x", "--json"], 1, r"\{\n.*\}\n", r"khoan: .*"),
    ("effects: no id", ["effects"], 2, NOTHING, USAGE),
    ("consolidated: nothing", ["consolidated", "x"], 1, NOTHING, r"khoan: không có .*«x».*\n"),
    ("consolidated: no id", ["consolidated"], 2, NOTHING, USAGE),
    ("status: unknown", ["status", DOCUMENT], 1, rf"{DOCUMENT}  Chưa rõ hiệu lực \(.*\)\n",
     NOTHING),
    ("status: as JSON", ["status", DOCUMENT, "--json"], 1, r"\{\n.*\}\n", NOTHING),
    ("status: not named", ["status", "x"], 1, NOTHING, r"khoan: không có .*«x».\n"),
    ("status: a day that is none", ["status", "x", "--at", "2020"], 2, NOTHING, USAGE),
    ("status: no id", ["status"], 2, NOTHING, USAGE),
    ("similar: found", ["similar", FIRST], 0,
     rf"{FIRST.replace('7', '8', 1)}  100%\n  1\. Thực hiện.*\n\n", NOTHING),
    ("similar: as JSON", ["similar", FIRST, "--json"], 0, r"\[\n.*\]\n", NOTHING),
    ("similar: nothing", ["similar", SECOND], 1, NOTHING, NOTHING),
    ("similar: unknown", ["similar", "x"], 1, NOTHING, r"khoan: .*«x».\n"),
    ("similar: no id", ["similar"], 2, NOTHING, USAGE),
    ("demo: port out of range", ["demo", "--port", "65536"], 2, NOTHING, USAGE),
    ("serve: port out of range", ["serve", "--port", "65536"], 2, NOTHING, USAGE),
    ("serve: host that is none", ["serve", "--host", "nowhere.invalid"], 2, NOTHING, USAGE),
    ("check: whole", ["check"], 0, NOTHING, r"khoan-index: 3 tệp .*: nguyên vẹn\n"),
    ("check: whole, as JSON", ["check", "--json"], 0,
     r"\{.*\"whole\": true\n\}\n", r".*nguyên vẹn\n"),
    ("check: damaged", ["check", "--index", "damaged"], 3, NOTHING, r"hỏng .*: 1 chỗ hỏng\n.*"),
    ("check: damaged, as JSON", ["check", "--index", "damaged", "--json"], 3,
     r"\{.*\"whole\": false\n\}\n", r"hỏng .*: 1 chỗ hỏng\n.*"),
    ("snapshot: done", ["snapshot", "copy"], 0, NOTHING, r"copy: đã chép 3 tệp .*\n"),
    ("snapshot: is there", ["snapshot", "damaged"], 3, NOTHING, r"khoan: damaged đã có\.\n.*"),
    ("snapshot: no folder", ["snapshot"], 2, NOTHING, USAGE),
    ("export: done", ["export"], 0, r"\{\"khoan\":\"export\".*\n\{.*\n\{.*\n", NOTHING),
    ("export: too many words", ["export", "x"], 2, NOTHING, USAGE),
    ("import: not an export", ["import", "bad.ndjson"], 2, NOTHING, r"khoan: Dòng 1: .*"),
    ("import: no such file", ["import", "nowhere"], 2, NOTHING, USAGE),
    ("help", ["--help"], 0, r"Cách dùng: khoan .*", NOTHING),
    ("version", ["--version"], 0, r"khoan \d.*\n", NOTHING),
    ("no command", [], 2, NOTHING, r"Cách dùng: khoan .*"),
]  # fmt: skip
"""A command's every way to end, but for those below that all share."""


@pytest.mark.parametrize(
    ("arguments", "status", "out", "err"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_status_and_streams(
    home: Path,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    status: int,
    out: str,
    err: str,
) -> None:
    ran = run(capfd, arguments)
    assert ran.status == status
    assert re.fullmatch(out, ran.out, re.DOTALL), ran.out
    assert re.fullmatch(err, ran.err, re.DOTALL), ran.err
    if "--json" in arguments:
        json.loads(ran.out)


def test_every_command_is_in_the_table() -> None:
    assert {case[1][0] for case in CASES if case[1]} - {"--help", "--version"} == set(cli.commands)


def test_an_export_can_be_imported(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Path("all.ndjson").write_text(run(capfd, ["export"]).out, encoding="utf-8")
    ran = run(capfd, ["import", "all.ndjson", "--index", "new"])
    assert ran == (0, "", "new: đã nhập 2 văn bản\n")


READERS = [
    ["search", "x"], ["suggest", "x"], ["show", "x"], ["cites", "x"], ["cited-by", "x"],
    ["similar", "x"], ["serve", "--port", "0"], ["export"], ["snapshot", "copy"],
    ["effects", "x"], ["status", "x"], ["consolidated", "x"],
]  # fmt: skip
WRITERS = [["index", "a.txt"], ["import", "bad.ndjson"], ["watch", "a.txt"]]
UNUSABLE = [
    *((arguments, index) for index in ("missing", "damaged", "foreign") for arguments in READERS),
    *((arguments, index) for index in ("damaged", "foreign") for arguments in WRITERS),
    (["check"], "missing"),
]


@pytest.mark.parametrize(
    ("arguments", "index"), UNUSABLE, ids=[f"{a[0]} {index}" for a, index in UNUSABLE]
)
def test_an_index_that_cannot_be_used(
    home: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], index: str
) -> None:
    ran = run(capfd, [*arguments, "--index", index])
    assert (ran.status, ran.out) == (3, "")
    assert re.fullmatch(r"khoan: .+\n       .+\n", ran.err), ran.err


@pytest.mark.parametrize("arguments", WRITERS[:1], ids=lambda arguments: arguments[0])
def test_an_index_that_another_writes(
    home: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
) -> None:
    monkeypatch.setattr(engine, "LOCK_WAIT", 0.1)
    with write_lock(Path("khoan-index"), 0):
        ran = run(capfd, arguments)
    assert (ran.status, ran.out) == (3, "")
    assert f"tiến trình {os.getpid()}" in ran.err


ENTRANCES = [
    "indexer.index.open_index", "indexer.index.create_index", "indexer.check.check",
    "indexer.engines.folder.backup.snapshot", "indexer.ingest.prepare.IsolatedReader.start",
]  # fmt: skip
"""Where a command's work begins, one of them for each."""


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def interrupt(*_: Any, **__: Any) -> NoReturn:
        raise KeyboardInterrupt

    for entrance in ENTRANCES:
        monkeypatch.setattr(entrance, interrupt)
    return None


INTERRUPTED = [*READERS, *WRITERS, ["check"], ["parse", "a.txt"], ["demo", "--no-browser"]]


@pytest.mark.parametrize("arguments", INTERRUPTED, ids=lambda arguments: arguments[0])
def test_an_interrupted_command(
    home: Path, interrupted: None, capfd: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    if arguments[0] == "watch":
        pytest.importorskip("watchfiles")
    assert run(capfd, arguments) == (130, "", "\nĐã dừng.\n")


HOLDING = """
import os, pathlib, signal, time
from indexer.engines.folder.lock import LOCK, write_lock
from khoan.cli import cli, main

@cli.command()
def hold():
    with write_lock(pathlib.Path("."), 1):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(9)

main(["hold"])
"""


@pytest.mark.skipif(os.name == "nt", reason="ends a process with a signal")
def test_a_command_that_is_ended_gives_up_what_it_holds(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", HOLDING], cwd=tmp_path, check=False)
    left = [path.name for path in tmp_path.iterdir() if path.name != LOCK]
    assert (ended.returncode, left) == (130, [])


def test_every_command_is_interrupted() -> None:
    assert {arguments[0] for arguments in INTERRUPTED} == set(cli.commands)


def test_a_reader_that_has_gone_is_no_mistake(
    home: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any, **__: Any) -> NoReturn:
        raise BrokenPipeError

    saved = os.dup(1)
    monkeypatch.setattr("indexer.index.open_index", gone)
    try:
        assert run(capfd, ["search", "x"])[::2] == (0, "")
    finally:
        os.dup2(saved, 1)
        os.close(saved)
