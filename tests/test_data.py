"""The sample documents and their truth agree, so that tests may lean on both."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from indexer.readers import READERS, read_text

DATA = Path(__file__).parent.parent / "data"
TRUTH: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "truth" / "data.json").read_text(encoding="utf-8")
)
FILES = [(name, truth) for truth in TRUTH for name in truth.get("files", [truth["file"]])]
READABLE = [(name, truth) for name, truth in FILES if Path(name).suffix in READERS]


def words(text: str) -> str:
    """How the truth is compared: NFC, no soft hyphens, single spaces, page breaks healed."""
    plain = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("Ð", "Đ")
    return " ".join(re.sub(r"(?<=\d-)\s+(?=[A-Z])", "", plain).split())


def test_every_document_is_in_the_truth() -> None:
    on_disk = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file()}
    assert on_disk == {name for name, _ in FILES}


def test_every_document_is_in_the_readme() -> None:
    readme = (DATA.parent / "docs" / "SAMPLES.md").read_text(encoding="utf-8")
    assert [name for name, _ in FILES if Path(name).stem not in readme] == []


@pytest.mark.parametrize(("name", "truth"), READABLE, ids=[name for name, _ in READABLE])
def test_clauses_are_in_the_text_in_order(name: str, truth: dict[str, Any]) -> None:
    text = words(read_text(DATA / name, name).text)
    position = 0
    for clause in truth["clauses"]:
        for end in (clause["starts"], clause["ends"]):
            if end is not None:
                position = text.find(words(end), position)
                assert position >= 0, (clause["address"], end)
    assert all(words(cell) in text for table in truth["tables"] for row in table["rows"]
               for cell in row)  # fmt: skip


@pytest.mark.parametrize(("name", "truth"), READABLE, ids=[name for name, _ in READABLE])
def test_metadata_is_in_the_text(name: str, truth: dict[str, Any]) -> None:
    text = words(read_text(DATA / name, name).text)
    for field in ("number", "place", "title", "signer", "signer_role"):
        assert truth[field] is None or truth[field] in text, field


TRAPS: list[tuple[str, str]] = [
    ("24-2023-qd-ubnd-quy-che-linh-dong-lang-nghe.txt", "\ufeff"),
    ("16-nq-hdnd-kinh-te-xa-hoi-2024.txt", unicodedata.normalize("NFD", "Ủy ban nhân dân tỉnh")),
    ("05-ct-ubnd-muong-nghieu-phong-chong-thien-tai.txt", "42-CT/\u00adTW"),
    ("05-ct-ubnd-muong-nghieu-phong-chong-thien-tai.txt", "NÐ-CP"),
    ("05-ct-ubnd-muong-nghieu-phong-chong-thien-tai.txt", "\r\n"),
    ("05-ct-ubnd-phat-dong-thi-dua-2024.txt", "34-\n\nCT/TW"),
    ("05-ct-ubnd-phat-dong-thi-dua-2024.txt", "kinh tế -\n\nxã hội"),
    ("05-ct-ubnd-phat-dong-thi-dua-2024.txt", "\n3.Tiếp tục"),
    ("12-kh-ubnd-yen-trach-thi-dua-2024.md", "Số: **12**/KH-UBND"),
]


@pytest.mark.parametrize(("name", "trap"), TRAPS, ids=[ascii(trap) for _, trap in TRAPS])
def test_no_tool_has_mended_a_trap(name: str, trap: str) -> None:
    assert trap in (DATA / name).read_bytes().decode()
