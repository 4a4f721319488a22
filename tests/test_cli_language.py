"""The command line in Vietnamese and English: one language at a time, in everything it says."""

from __future__ import annotations

import ast
import gettext
import io
import os
from pathlib import Path

import catalogue
import pytest

from indexer.core.said import Said
from khoan.cli import cli, main
from khoan.language import choose, tr, used

VIETNAMESE = set("ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")
EXAMPLES = ("luật", "Chỉ thị", "Khoản")
"""Words of documents, and the name of the program: they are the same in any language."""

CHOICES = [
    ("nothing said", [], {}, "vi"),
    ("the locale C", [], {"LANG": "C.UTF-8"}, "vi"),
    ("LANG", [], {"LANG": "en_US.UTF-8"}, "en"),
    ("LC_ALL goes before LANG", [], {"LC_ALL": "vi_VN.UTF-8", "LANG": "en_GB"}, "vi"),
    ("an empty variable says nothing", [], {"LC_ALL": "", "LANG": "en_GB"}, "en"),
    ("a list of languages", [], {"LANGUAGE": "fr:en:vi"}, "en"),
    ("a language that only begins like one", [], {"LANG": "enm"}, "vi"),
    ("an option goes before all", ["search", "x", "--lang", "en"], {"LANG": "vi_VN"}, "en"),
    ("an option with its value", ["--lang=vi", "check"], {"LANG": "en_US"}, "vi"),
    ("a language there is not", ["--lang", "fr"], {"LANG": "en_US"}, "en"),
    ("words after --", ["search", "--", "--lang", "en"], {}, "vi"),
]


@pytest.mark.parametrize(
    ("arguments", "environment", "language"), [c[1:] for c in CHOICES], ids=[c[0] for c in CHOICES]
)
def test_the_language(arguments: list[str], environment: dict[str, str], language: str) -> None:
    assert choose(arguments, environment) == language


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit):
        main(list(arguments))
    captured = capsys.readouterr()
    return captured.out + captured.err


COMMANDS = [(), *((name,) for name in cli.commands)]


@pytest.mark.parametrize("command", COMMANDS, ids=[" ".join(c) or "khoan" for c in COMMANDS])
def test_help_is_in_english(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, *command, "--lang", "en", "--help")
    for example in EXAMPLES:
        text = text.replace(example, "")
    assert not VIETNAMESE & set(text.lower())


@pytest.mark.parametrize("command", COMMANDS, ids=[" ".join(c) or "khoan" for c in COMMANDS])
def test_help_is_in_vietnamese(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    text = printed(capsys, *command, "--lang", "vi", "--help").lower()
    english = ("usage", "options", "show", "the ", "example", "default", "required", " and ")
    assert not [
        word for word in english if word in text.replace("khoan show", "").replace("  show ", "")
    ]


MISTAKES = [
    ("no words", ["search"], "Thiếu tham số", "Missing argument"),
    ("no such command", ["serch"], "Không có lệnh 'serch'", "No such command 'serch'"),
    ("no such option", ["search", "x", "--nope"], "Không có tùy chọn", "No such option"),
    ("no number", ["search", "x", "--limit", "z"], "không phải số", "is not a valid"),
    ("a number too large", ["search", "x", "--limit", "5000"], "khoảng", "range"),
    ("none of the choices", ["search", "x", "--sort", "q"], "một trong", "is not one of"),
    ("no such file", ["parse", "nothing"], "không có ở đó", "does not exist"),
    ("a file that cannot be opened", ["import", "nothing"], "không có tệp", "No such file"),
    ("no such folder", ["index", "nothing"], "Không có nothing", "There is no nothing"),
    ("no index", ["search", "x"], "Không có chỉ mục trong", "There is no index in"),
    ("what to do", ["search", "x"], "Lập chỉ mục trước", "Make one first"),
    ("a filter that is none", ["search", "x", "--filter", "a"], "TÊN=GIÁ_TRỊ", "NAME=VALUE"),
]


@pytest.mark.parametrize(
    ("arguments", "vietnamese", "english"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES]
)
def test_a_mistake_is_said_in_the_language(
    arguments: list[str],
    vietnamese: str,
    english: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KHOAN_INDEX", raising=False)
    said = [printed(capsys, *arguments, f"--lang={language}") for language in ("vi", "en")]
    assert (vietnamese in said[0], english in said[1]) == (True, True)


TEXT = "Số: 7/KH-UBND\n\nKẾ HOẠCH\n\nVề việc thử\n\n1. Thi đua.\n\n2. Nước sạch.\n"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_run_is_told_in_one_language(
    language: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "c.xlsx").write_bytes(b"PK")
    text = printed(capsys, "index", str(tmp_path), f"--index={tmp_path / 'i'}", "--lang", language)
    assert bool(VIETNAMESE & set(text.replace(str(tmp_path), ""))) == (language == "vi")


def test_a_filled_in_text_is_said_with_its_values() -> None:
    with used("en"):
        assert tr(Said("tệp .docx hỏng (ở %(part)s)", part="x")) == "a damaged .docx file (in x)"


def test_a_text_within_a_text_is_translated() -> None:
    reason = Said("không phải tệp %(program)s", program="Word")
    with used("en"):
        assert tr("Dòng %(line)s: %(reason)s.", line=3, reason=reason) == "Line 3: not a Word file."


def test_the_locale_is_as_it_was_afterwards() -> None:
    before = os.environ.get("LANGUAGE"), gettext.textdomain()
    with used("en"):
        pass
    assert (os.environ.get("LANGUAGE"), gettext.textdomain()) == before


@pytest.mark.parametrize("text", sorted(catalogue.foreign()))
def test_what_others_say_has_a_vietnamese_translation(text: str) -> None:
    message = catalogue.foreign_catalogue().get(text)
    assert message is not None
    assert all([message.string] if isinstance(message.string, str) else message.string)


def test_the_vietnamese_catalogue_is_compiled() -> None:
    stored = catalogue.foreign_catalogue()
    found = gettext.GNUTranslations(io.BytesIO(catalogue.FOREIGN.with_suffix(".mo").read_bytes()))
    singular = {m.id: m.string for m in stored if m.id and isinstance(m.id, str)}
    assert {text: found.gettext(text) for text in singular} == singular


SOURCES = [
    path
    for package in ("indexer", "khoan")
    for path in sorted((catalogue.ROOT / package).rglob("*.py"))
]


def test_no_text_of_an_error_is_put_together_before_it_can_be_translated() -> None:
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in catalogue.ERRORS:
                found += [path.name for given in node.args if isinstance(given, ast.JoinedStr)]
    assert found == []
