"""``khoan consolidated``."""

from __future__ import annotations

import json

import pytest
from amended_texts import DECREE, amending

from khoan.cli import main

ID = "10-2020-nd-cp.2020-01-10"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("texts")
    (folder / "cho.txt").write_text(DECREE, encoding="utf-8")
    text = amending(
        "Sửa đổi khoản 1 Điều 2 như sau:\n“1. Minh bạch.”",
        "Bãi bỏ Điều 3.",
        "Bổ sung khoản 3 Điều 2 như sau:\n“3. Đã có.”",
    )
    (folder / "sua.txt").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["index", str(folder), "--index", str(folder / "index")])
    return str(folder / "index")


def ran(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capfd.readouterr()
    with pytest.raises(SystemExit) as left:
        main(["consolidated", *arguments])
    out, err = capfd.readouterr()
    return int(left.value.code or 0), out, err


@pytest.mark.parametrize(
    ("day", "expected"), [("2022-06-30", "1. Công khai."), ("2022-07-01", "1. Minh bạch.")],
    ids=["before", "after"],
)  # fmt: skip
def test_it_prints_the_words_of_the_day(
    index: str, capfd: pytest.CaptureFixture[str], day: str, expected: str
) -> None:
    assert expected in ran(capfd, ID, "--at", day, "--index", index)[1]


def test_what_is_gone_is_named(index: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert "Điều 3: đã hết hiệu lực" in ran(capfd, ID, "--at", "2023-01-01", "--index", index)[1]


def test_what_is_not_applied_is_on_stderr(index: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert "không ghép được" in ran(capfd, ID, "--at", "2023-01-01", "--index", index)[2]


def test_json_has_the_applied_clauses(index: str, capfd: pytest.CaptureFixture[str]) -> None:
    out = ran(capfd, ID, "--at", "2023-01-01", "--json", "--index", index)[1]
    assert json.loads(out)["applied"] == [
        "20-2022-nd-cp.2022-05-05#dieu-1.khoan-1", "20-2022-nd-cp.2022-05-05#dieu-1.khoan-2"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "status"), [(("khong-co",), 1), ((ID, "--at", "mai"), 2)],
    ids=["unknown", "no day"],
)  # fmt: skip
def test_mistakes_have_their_status(
    index: str, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], status: int
) -> None:
    assert ran(capfd, *arguments, "--index", index)[0] == status
