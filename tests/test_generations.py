"""Each state of an index has a name of its own, whatever its number is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from make_format import KEPT, generation

from benchmarks.soak import corpus
from indexer.engines.folder.seal import read_seal
from indexer.index import Index, create_index, open_index
from search_ui import create_app


def build(folder: Path, number: int) -> None:
    """An index of one document, in its first generation."""
    files = folder.with_name(f"files-{number}")
    corpus.write(files, [number])
    with create_index(folder) as opened:
        opened.add([files])


def numbers(index: Index) -> list[str]:
    return [document.source for document in index.documents()]


def test_an_index_that_another_was_put_in_the_place_of_is_read(tmp_path: Path) -> None:
    build(tmp_path / "index", 1)
    with open_index(tmp_path / "index") as index:
        before = index.statistics(), numbers(index)
        shutil.rmtree(tmp_path / "index")
        build(tmp_path / "index", 2)
        after = index.statistics(), numbers(index)
    assert (before[1], after[1]) == (["1.txt"], ["2.txt"])
    assert before[0].generation == after[0].generation
    assert before[0].token != after[0].token


def test_a_copy_put_in_the_place_of_an_index_is_read(tmp_path: Path) -> None:
    build(tmp_path / "index", 1)
    build(tmp_path / "other", 2)
    with open_index(tmp_path / "index") as index:
        assert numbers(index) == ["1.txt"]
        (tmp_path / "index").rename(tmp_path / "old")
        (tmp_path / "other").rename(tmp_path / "index")
        assert numbers(index) == ["2.txt"]


def test_a_page_of_the_old_index_is_not_current_for_the_new_one(tmp_path: Path) -> None:
    build(tmp_path / "index", 1)
    with open_index(tmp_path / "index") as index:
        client = create_app(index).test_client()
        first = client.get("/api/v1/browse")
        shutil.rmtree(tmp_path / "index")
        build(tmp_path / "index", 2)
        headers = {"If-None-Match": first.headers.get("ETag", '"none"')}
        assert client.get("/api/v1/browse", headers=headers).status_code == 200


def test_a_state_that_did_not_change_has_the_same_name(tmp_path: Path) -> None:
    build(tmp_path / "index", 1)
    tokens = set()
    for _ in range(2):
        with open_index(tmp_path / "index") as index:
            tokens.add(index.statistics().token)
    assert (len(tokens), "" in tokens) == (1, False)


UNNAMED = [KEPT / name for name in ("format-3", "format-4")]
"""Written before seals had names."""


@pytest.mark.parametrize("kept", UNNAMED, ids=lambda path: path.name)
def test_a_seal_without_a_name_is_named_by_its_checksum(kept: Path) -> None:
    lines = (kept / f"seal-{generation(kept)}.json").read_text(encoding="ascii").split("\n")
    assert read_seal(kept, generation(kept)).token == lines[1]
