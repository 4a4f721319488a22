"""An export, imported, is an index with the same answers; anything else is refused by line."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.soak import corpus
from benchmarks.soak.imports import imports
from indexer.core.errors import BadExport
from indexer.engines.memory import MemoryEngine
from indexer.index import Index, create_index, open_index
from indexer.ingest import exchange
from indexer.ingest.exchange import export_lines, import_lines
from khoan.cli import main

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exchange")
    corpus.write(folder / "files", range(1, 9))
    with create_index(folder / "index") as opened:
        opened.add([folder / "files", DATA])
        corpus.write(folder / "files", range(2, 4), version=1)
        opened.add([folder / "files"])
    return folder / "index"


@pytest.fixture(scope="module")
def exported(index: Path) -> bytes:
    with open_index(index) as opened:
        return b"".join(export_lines(opened.engine))


def without_origin(answer: dict[str, object]) -> str:
    return "\n".join(
        line for line in repr(answer).replace(", ", ",\n").split("\n") if "origin=" not in line
    )


def test_an_export_imported_gives_the_same_answers(
    index: Path, exported: bytes, tmp_path: Path
) -> None:
    with open_index(index) as opened, create_index(tmp_path / "index") as copy:
        import_lines(copy.engine, io.BytesIO(exported))
        assert without_origin(corpus.answers(copy)) == without_origin(corpus.answers(opened))


def test_exporting_what_was_imported_gives_the_same_file(exported: bytes) -> None:
    engine = MemoryEngine()
    import_lines(engine, io.BytesIO(exported))
    assert b"".join(export_lines(engine)) == exported


def test_every_line_is_json(exported: bytes) -> None:
    lines = [json.loads(line) for line in exported.splitlines()]
    assert (lines[0], lines[-1]) == (
        {"khoan": "export", "version": 1},
        {"end": True, "documents": len(lines) - 2},
    )


def test_paths_of_files_are_not_exported(exported: bytes) -> None:
    assert str(DATA).encode() not in exported


def test_the_files_of_an_imported_document_are_found_again(exported: bytes) -> None:
    engine = MemoryEngine()
    done = import_lines(engine, io.BytesIO(exported))
    Index(engine).add([DATA])
    assert engine.statistics().documents == done.documents


Change = Callable[[list[Any]], object]


def answer(**values: object) -> Change:
    return lambda lines: lines[1]["document"].update(values)


def named(anchor: str) -> Change:
    def change(lines: list[Any]) -> None:
        lines[2]["clauses"][0]["id"] = f"{lines[2]['document']['id']}#{anchor}"

    return change


BAD: list[tuple[str, Change, int]] = [
    ("nothing", lambda lines: lines.clear(), 2),
    ("cut before the end", lambda lines: lines.pop(), 5),
    ("a line is missing", lambda lines: lines.pop(2), 4),
    ("another header", lambda lines: lines.__setitem__(0, {"version": 1}), 1),
    ("another version", lambda lines: lines[0].update(version=2), 1),
    ("no object", lambda lines: lines.__setitem__(1, [1]), 2),
    ("no document", lambda lines: lines[1].pop("document"), 2),
    ("no text", lambda lines: lines[1]["document"].pop("text"), 2),
    ("text is a number", lambda lines: lines[1]["document"].update(text=5), 2),
    ("text is null", lambda lines: lines[1]["document"].update(text=None), 2),
    ("no id", lambda lines: lines[2]["document"].update(id=""), 3),
    ("no date", lambda lines: lines[2]["document"].update(date="soon"), 3),
    ("span past the end", lambda lines: lines[2]["clauses"][0].update(span=[0, 10**9]), 3),
    ("span of text", lambda lines: lines[2]["clauses"][0].update(span=["0", 1]), 3),
    ("span reversed", lambda lines: lines[2]["clauses"][0].update(span=[3, 1]), 3),
    ("overlap", lambda lines: lines[2]["clauses"][1].update(span=[0, 9]), 3),
    ("a piece of another", lambda lines: lines[2]["clauses"][0].update(id="x#y"), 3),
    ("one id twice", lambda lines: lines[2]["clauses"].append(lines[2]["clauses"][-1]), 3),
    ("unknown kind", lambda lines: lines[2]["clauses"][0].update(kind="x"), 3),
    ("unknown level", lambda lines: lines[3]["clauses"][-1].update(path=[{"level": "x"}]), 4),
    ("half a character in the text", answer(text="\ud800"), 2),
    ("half a character in the title", answer(title="\udfff"), 2),
    ("half a character in the name", answer(source="a\ud800.txt"), 2),
    ("a title without end", answer(title="a" * 20_001), 2),
    ("a text without end", answer(text="a " * 2_000_001), 2),
    ("an id that no link can hold", answer(id="a/b"), 2),
    ("an id that climbs", answer(id=".."), 2),
    ("an id of two lines", answer(id="a\nb"), 2),
    ("a digest that is none", answer(digest='"\r\n'), 2),
    ("recipients are a text", answer(recipients="abc"), 2),
    ("citations are an object", answer(citations={}), 2),
    ("places are a list", answer(read_at=[1]), 2),
    ("the document is a list", lambda lines: lines[1].update(document=[]), 2),
    ("the document is null", lambda lines: lines[1].update(document=None), 2),
    ("pieces are an object", lambda lines: lines[1].update(clauses={}), 2),
    ("a piece is a text", lambda lines: lines[1].update(clauses=["a"]), 2),
    ("a kind that is a list", lambda lines: lines[2]["clauses"][0].update(kind=[]), 3),
    ("a piece's name that no link can hold", named("a b"), 3),
    ("a piece's name of nothing", named(""), 3),
    ("a document twice", lambda lines: lines.__setitem__(2, lines[1]), 3),
    ("clauses are missing", lambda lines: lines[2].pop("clauses"), 3),
]


def file_of(lines: list[Any]) -> io.BytesIO:
    return io.BytesIO("\n".join(map(json.dumps, lines)).encode())


@pytest.fixture
def lines(tmp_path: Path) -> list[Any]:
    corpus.write(tmp_path / "files", range(1, 4))
    engine = MemoryEngine()
    Index(engine).add([tmp_path / "files"])
    return [json.loads(line) for line in export_lines(engine)]


@pytest.mark.parametrize(("change", "line"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_bad_export_is_named_by_line_and_changes_nothing(
    lines: list[Any], change: Change, line: int
) -> None:
    change(lines)
    engine = MemoryEngine()
    with pytest.raises(BadExport) as refused:
        import_lines(engine, file_of(lines), strict=True)
    assert (refused.value.line, list(engine.documents())) == (line, [])


@pytest.mark.parametrize("line", [b"{", b"\xff", b"[" * 100_000, b'"\\ud800"', b"nul"])
def test_a_line_that_is_no_object_is_named(line: bytes) -> None:
    with pytest.raises(BadExport):
        import_lines(MemoryEngine(), io.BytesIO(line))


def test_the_commands_carry_an_index_over(
    index: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for arguments in (
        ["export", "--index", str(index)],
        ["import", str(tmp_path / "all"), "--index", str(tmp_path / "copy")],
        ["export", "--index", str(tmp_path / "copy")],
    ):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 0
        answer = capfdbinary.readouterr().out
        if arguments[0] == "export" and not (tmp_path / "all").exists():
            (tmp_path / "all").write_bytes(answer)
    assert answer == (tmp_path / "all").read_bytes()


def test_a_bad_export_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad").write_bytes(b"{}\n")
    with pytest.raises(SystemExit) as left:
        main(["import", str(tmp_path / "bad"), "--index", str(tmp_path / "index")])
    assert (left.value.code, "Dòng 1" in capsys.readouterr().err) == (2, True)


@pytest.mark.parametrize("processes", [1, 2])
def test_lines_are_checked_by_other_processes_too(
    lines: list[Any], exported: bytes, processes: int
) -> None:
    engine = MemoryEngine()
    import_lines(engine, io.BytesIO(exported), processes)
    assert b"".join(export_lines(engine)) == exported
    lines[3]["document"]["text"] = "\ud800"
    assert import_lines(engine, file_of(lines), processes).refused[0].line == 4


@pytest.fixture
def two_bad_lines(lines: list[Any]) -> list[Any]:
    lines[1]["document"]["text"] = 5
    lines[3]["document"]["id"] = ".."
    return lines


def test_every_bad_line_is_named_and_the_others_are_taken(two_bad_lines: list[Any]) -> None:
    engine = MemoryEngine()
    done = import_lines(engine, file_of(two_bad_lines))
    taken = [document.id for document in engine.documents()]
    assert [one.line for one in done.refused] == [2, 4]
    assert (done.refusals, taken) == (2, [two_bad_lines[2]["document"]["id"]])


def test_what_replaces_a_document_and_is_refused_leaves_it(lines: list[Any]) -> None:
    engine = MemoryEngine()
    import_lines(engine, file_of(lines))
    before = list(engine.documents())
    lines[2]["document"]["text"] = None
    import_lines(engine, file_of(lines))
    assert sorted(engine.documents(), key=str) == sorted(before, key=str)


def test_strictly_no_document_is_taken_beside_a_bad_line(two_bad_lines: list[Any]) -> None:
    engine = MemoryEngine()
    with pytest.raises(BadExport) as refused:
        import_lines(engine, file_of(two_bad_lines), strict=True)
    assert list(engine.documents()) == []
    assert [one.line for one in refused.value.refused.refused] == [2, 4]  # type: ignore[attr-defined]


def test_of_very_many_bad_lines_some_are_named_and_all_are_counted(
    lines: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "MAX_NAMED", 3)
    several = [lines[0], *[{}] * 5, {"end": True, "documents": 5}]
    done = import_lines(MemoryEngine(), file_of(several))
    assert ([one.line for one in done.refused], done.refusals) == ([2, 3, 4], 5)


def test_a_line_without_end_is_refused_and_the_next_is_taken(
    lines: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "MAX_LINE", 20_000)
    lines[1]["document"]["text"] = "a" * 50_000
    engine = MemoryEngine()
    done = import_lines(engine, file_of(lines))
    assert ([one.line for one in done.refused], done.documents) == ([2], 2)


@pytest.mark.parametrize(
    ("options", "status", "taken"), [([], 1, 1), (["--strict"], 2, 0)], ids=["usual", "strict"]
)
def test_the_command_names_every_bad_line(
    two_bad_lines: list[Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    status: int,
    taken: int,
) -> None:
    (tmp_path / "bad").write_bytes(file_of(two_bad_lines).getvalue())
    place = str(tmp_path / "index")
    with pytest.raises(SystemExit) as left:
        main(["import", str(tmp_path / "bad"), "--index", place, "--json", *options])
    said = capsys.readouterr()
    answer = json.loads(said.out)
    named = [one["line"] for one in answer["refused"]]
    assert (left.value.code, answer["documents"], named) == (status, taken, [2, 4]), said.err
    assert re.findall(r"dòng (\d)", said.err) == ["2", "4"]


def test_a_piece_that_is_too_long_is_cut(lines: list[Any]) -> None:
    text = "Thi đua yêu nước. " * 1000
    lines[1]["document"] |= {"text": text, "citations": [], "read_at": {}}
    piece = {**lines[1]["clauses"][0], "span": [0, len(text)]}
    lines[1]["clauses"] = [piece]
    engine = MemoryEngine()
    import_lines(engine, io.BytesIO("\n".join(map(json.dumps, lines)).encode()))
    clauses = engine.clauses(lines[1]["document"]["id"])
    assert [clause.part for clause in clauses] == [1, 2, 3, 4, 5]
    assert max(len(clause.text) for clause in clauses) <= 4000


def test_what_is_accepted_can_be_shown_and_what_is_not_is_named(tmp_path: Path) -> None:
    outcome = imports(tmp_path, 60)
    assert (outcome.times, outcome.lost) == (60, [])
