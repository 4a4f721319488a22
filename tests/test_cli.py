"""The command line as a person meets it: what it prints where, and how it exits."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from khoan.cli import cli, main

TEXT = """Số: 7/KH-UBND

An Bình, ngày 3 tháng 5 năm 2024

KẾ HOẠCH

Về việc thử

1. Thi đua yêu nước.

2. Nước sạch nông thôn.
"""


class Ran(NamedTuple):
    status: int
    out: str
    err: str


class Run:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: object) -> Ran:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        captured = self.capsys.readouterr()
        code = left.value.code
        assert isinstance(code, int)
        return Ran(code, captured.out, captured.err)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KHOAN_INDEX", raising=False)
    return Run(capsys)


@pytest.fixture
def indexed(run: Run) -> Run:
    Path("kế hoạch.txt").write_text(TEXT, encoding="utf-8")
    assert run("index", "kế hoạch.txt").status == 0
    return run


def test_indexing_prints_no_data(run: Run) -> None:
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    assert run("index", "a.txt").out == ""


def test_indexing_counts_on_stderr(run: Run) -> None:
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    assert "1 tệp" in run("index", "a.txt").err


def test_a_bad_file_is_named(run: Run) -> None:
    Path("a.xyz").write_text("?", encoding="utf-8")
    ran = run("index", "a.xyz")
    assert (ran.status, "a.xyz" in ran.err) == (1, True)


def test_what_is_left_out_is_counted_by_kind(run: Run) -> None:
    for name in ("a.txt", "b.dwg", "c.dwg", "d.vsd"):
        Path(name).write_text(TEXT, encoding="utf-8")
    ran = run("index", ".", "--json")
    assert json.loads(ran.out)["left_out"] == [
        {"kind": ".dwg", "count": 2, "sources": ["b.dwg", "c.dwg"]},
        {"kind": ".vsd", "count": 1, "sources": ["d.vsd"]},
    ]
    assert "tệp .dwg: 2 (b.dwg, c.dwg)" in ran.err
    assert ran.status == 0


def test_search_without_accents_finds_the_clause(indexed: Run) -> None:
    hits = json.loads(indexed("search", "nuoc sach", "--json").out)["hits"]
    assert [hit["label"] for hit in hits] == ["khoản 2"]


def test_search_json_has_the_documented_fields(indexed: Run) -> None:
    page = json.loads(indexed("search", "thi dua", "--json").out)
    assert set(page) >= {
        "query", "total", "relaxed", "offset", "limit", "took_ms", "suggestion", "facets", "hits",
    }  # fmt: skip


def test_search_prints_the_passage(indexed: Run) -> None:
    assert "Thi đua yêu nước" in indexed("search", "thi dua").out


def test_no_escape_codes_where_stdout_is_no_terminal(indexed: Run) -> None:
    assert "\x1b" not in indexed("search", "thi dua").out


def test_filters_narrow(indexed: Run) -> None:
    ran = indexed("search", "thi dua", "--filter", "type=Chi thi", "--json")
    assert (ran.status, json.loads(ran.out)["total"]) == (1, 0)


def test_show_prints_a_clause(indexed: Run) -> None:
    id_ = json.loads(indexed("search", "nuoc sach", "--json").out)["hits"][0]["id"]
    assert indexed("show", id_).out.strip() == "2. Nước sạch nông thôn."


def test_show_prints_a_document(indexed: Run) -> None:
    assert indexed("show", "7-kh-ubnd.2024-05-03").out.rstrip("\n") == TEXT.rstrip("\n")


def test_parse_gives_slices_of_the_file(indexed: Run) -> None:
    parsed = json.loads(indexed("parse", "kế hoạch.txt", "--json").out)
    clauses = parsed["clauses"]
    assert [TEXT[slice(*c["span"])] for c in clauses] == [c["text"] for c in clauses] != []


def test_the_index_may_be_named_by_the_environment(
    indexed: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("khoan-index").rename("elsewhere")
    monkeypatch.setenv("KHOAN_INDEX", "elsewhere")
    assert indexed("search", "thi dua").status == 0


def foreign(folder: Path) -> None:
    folder.mkdir()
    (folder / "khoan.json").write_text('{"format": 0, "analysis": "other"}', encoding="utf-8")


def damaged(folder: Path) -> None:
    folder.mkdir()
    (folder / "khoan.json").write_text("{", encoding="utf-8")


MISTAKES: list[tuple[str, list[str], int, str]] = [
    ("nothing found", ["search", "zzz"], 1, "Không tìm thấy"),
    ("unknown id", ["show", "nobody"], 1, "nobody"),
    ("unknown command", ["serach", "x"], 2, "serach"),
    ("unknown option", ["search", "x", "--lmit", "3"], 2, "--lmit"),
    ("missing query", ["search"], 2, "CÂU_TÌM"),
    ("file that is not there", ["index", "nowhere"], 2, "nowhere"),
    ("malformed filter", ["search", "x", "--filter", "type"], 2, "TÊN=GIÁ_TRỊ"),
    ("unknown filter", ["search", "x", "--filter", "colour=red"], 2, "colour"),
    ("filter that is no date", ["search", "x", "--filter", "from=soon"], 2, "2024-03-28"),
    ("limit out of range", ["search", "x", "--limit", "-1"], 2, "limit"),
    ("query too long", ["search", "x" * 2000], 2, "dài quá"),
    ("index missing", ["search", "x", "--index", "nowhere"], 3, "khoan index"),
    ("index of another version", ["search", "x", "--index", "foreign"], 3, "--rebuild"),
    ("index damaged", ["search", "x", "--index", "damaged"], 3, "khoan.json"),
]


@pytest.mark.parametrize(
    ("arguments", "status", "says"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES]
)
def test_mistakes(indexed: Run, arguments: list[str], status: int, says: str) -> None:
    foreign(Path("foreign"))
    damaged(Path("damaged"))
    ran = indexed(*arguments)
    assert (ran.status, says in ran.err, ran.out) == (status, True, "")


@pytest.mark.parametrize("spoilt", [foreign, damaged])
def test_rebuilding_replaces_an_index_that_cannot_be_used(
    indexed: Run, spoilt: Callable[[Path], None]
) -> None:
    spoilt(Path("spoilt"))
    Path("spoilt", "keep.txt").write_text("mine", encoding="utf-8")
    assert indexed("index", "kế hoạch.txt", "--index", "spoilt", "--rebuild").status == 0
    assert indexed("search", "thi dua", "--index", "spoilt").status == 0
    assert Path("spoilt", "keep.txt").exists()


def test_interrupting_exits_130(indexed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("indexer.index.open_index", interrupted)
    assert indexed("search", "thi dua").status == 130


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_help_with_an_example(run: Run, name: str) -> None:
    ran = run(name, "--help")
    assert (ran.status, f"Ví dụ:  khoan {name}" in ran.out) == (0, True)


CITING = TEXT.replace("Thi đua yêu nước.", "Thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014.")


def test_cites_says_which_document_is_meant(run: Run) -> None:
    Path("a.txt").write_text(CITING, encoding="utf-8")
    run("index", "a.txt")
    found = json.loads(run("cites", "7-kh-ubnd.2024-05-03#khoan-1", "--json").out)
    assert [cited["target"]["id"] for cited in found] == ["34-ct-tw.2014-04-07"]


def test_cited_by_finds_the_clause(run: Run) -> None:
    Path("a.txt").write_text(CITING, encoding="utf-8")
    run("index", "a.txt")
    found = json.loads(run("cited-by", "34-CT/TW", "--json").out)
    assert [citing["clause"]["id"] for citing in found] == ["7-kh-ubnd.2024-05-03#khoan-1"]


@pytest.mark.parametrize("command", ["cites", "cited-by"])
def test_nothing_is_cited_under_an_unknown_id(indexed: Run, command: str) -> None:
    assert indexed(command, "nothing").status == 1


def test_similar_of_an_unknown_clause(indexed: Run) -> None:
    assert indexed("similar", "nothing").status == 1


def test_folded_hits_name_their_like(indexed: Run) -> None:
    hits = json.loads(indexed("search", "nuoc", "--fold", "--json").out)["hits"]
    assert [hit["same"] for hit in hits] == [[], []]


def test_suggest_completes(indexed: Run) -> None:
    assert "nước sạch" in indexed("suggest", "nuoc s").out.lower()


def test_explain_says_what_matched(indexed: Run) -> None:
    hits = json.loads(indexed("search", "nuoc sach", "--explain", "--json").out)["hits"]
    assert {"unaccented", "pair"} <= {reason["kind"] for reason in hits[0]["reasons"]}


def test_another_spelling_is_offered(indexed: Run) -> None:
    assert "nước sạch" in indexed("search", "nuoc sach").err


QUERIES = [
    ("two words", ["nuoc", "sach"], 1),
    ("one argument", ["nuoc sach"], 1),
    ("a minus is of the query", ["nuoc", "-thon"], 1),
    ("a minus before an h", ["nuoc", "-hop"], 2),
    ("options between words", ["nuoc", "--limit", "5", "sach"], 1),
    ("everything after two dashes", ["--limit=5", "--", "nuoc", "-sach"], 1),
]


@pytest.mark.parametrize(
    ("arguments", "total"), [q[1:] for q in QUERIES], ids=[q[0] for q in QUERIES]
)
def test_words_of_a_query_need_no_quotation_marks(
    indexed: Run, arguments: list[str], total: int
) -> None:
    assert json.loads(indexed("search", "--json", *arguments).out)["total"] == total


def test_an_unknown_option_is_no_word_of_the_query(indexed: Run) -> None:
    ran = indexed("search", "nuoc", "--lmit", "5")
    assert (ran.status, "--lmit" in ran.err) == (2, True)


def test_nothing_shown_is_not_counted_backwards(indexed: Run) -> None:
    assert indexed("search", "nuoc", "--limit", "0").err.startswith("2 đoạn,")


def test_words_to_complete_need_no_quotation_marks(indexed: Run) -> None:
    assert json.loads(indexed("suggest", "nuoc", "sa", "--json").out)["query"] == "nuoc sa"


def test_a_table_of_synonyms_is_taken_from_the_command_line(indexed: Run) -> None:
    Path("bảng.tsv").write_text("ganh đua\tthi đua\n", encoding="utf-8")
    ran = indexed("search", "ganh đua", "--synonyms", "bảng.tsv")
    assert (ran.status, "«ganh đua» → «thi đua»" in ran.err) == (0, True)


def test_a_table_of_synonyms_is_taken_from_the_environment(
    indexed: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("bảng.tsv").write_text("ganh đua\tthi đua\n", encoding="utf-8")
    monkeypatch.setenv("KHOAN_SYNONYMS", "bảng.tsv")
    assert "«ganh đua» → «thi đua»" in indexed("search", "ganh đua").err


@pytest.mark.parametrize("command", [("search", "thi đua"), ("serve", "--port", "0")])
def test_a_malformed_table_of_synonyms_is_wrong_usage(
    indexed: Run, command: tuple[str, ...]
) -> None:
    Path("synonyms.tsv").write_text("ganh đua\tthi đua\nhỏng\n", encoding="utf-8")
    ran = indexed(*command)
    assert (ran.status, "dòng 2" in ran.err) == (2, True)
