"""One document in four formats gives one set of clauses, and no format lets anything through."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.core.document import Clause, Document
from indexer.core.errors import UnreadableFile
from indexer.ingest.parse import parse
from indexer.readers import READERS, read_text

FOLDER = Path(__file__).parent.parent / "data" / "formats"
FILES = sorted(path.name for path in FOLDER.iterdir())
REFERENCE = next(name for name in FILES if name.endswith(".txt"))


@cache
def parsed(name: str) -> tuple[Document, tuple[Clause, ...]]:
    raw = read_text(FOLDER / name, name)
    return parse(raw.text, name, raw.quality, raw.title)


def words(text: str) -> str:
    return " ".join(text.split())


def test_there_are_four() -> None:
    assert {Path(name).suffix for name in FILES} == {".txt", ".html", ".docx", ".pdf"}


@pytest.mark.parametrize("name", FILES)
def test_the_same_clauses_word_for_word(name: str) -> None:
    wanted, found = (
        [(c.kind, c.path, words(c.text)) for c in parsed(file)[1] if c.path]
        for file in (REFERENCE, name)
    )
    assert found == wanted


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "field",
    ["id", "title", "type", "number", "date", "place", "issuer", "signer", "signer_role",
     "recipients", "quality"],
)  # fmt: skip
def test_the_same_metadata(name: str, field: str) -> None:
    assert getattr(parsed(name)[0], field) == getattr(parsed(REFERENCE)[0], field)


@pytest.mark.parametrize("name", FILES)
def test_the_same_citations(name: str) -> None:
    def facts(file: str) -> list[tuple[object, ...]]:
        return [
            (c.type, c.number, c.date, c.issuer, c.title, c.place)
            for c in parsed(file)[0].citations
        ]

    assert facts(name) == facts(REFERENCE)


@pytest.mark.parametrize("suffix", sorted(set(READERS) - {".doc"}))
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(data)
    try:
        text = read_text(path, path.name).text
    except UnreadableFile as error:
        assert str(error).startswith(f"any{suffix}: ")  # noqa: PT017 - either is right
    else:
        assert "\r" not in text


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=30)
@given(data=st.data())
def test_a_file_with_bytes_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    content = bytearray((FOLDER / name).read_bytes())
    places = st.integers(0, len(content) - 1)
    for place in data.draw(st.lists(places, min_size=1, max_size=20)):
        content[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / f"changed{Path(name).suffix}"
    path.write_bytes(content)
    try:
        assert isinstance(read_text(path, path.name).text, str)
    except UnreadableFile as error:
        assert error.reason  # noqa: PT017 - either is right
