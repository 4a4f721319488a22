"""An index that this version wrote: later versions open it, or say that they cannot."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from make_format import KEPT, QUERIES, generation

from analyzers.analysis import fingerprint
from indexer.core.errors import IndexIncompatible
from indexer.engines.embedded import open_engine
from indexer.engines.folder.manifest import FORMAT
from indexer.engines.folder.seal import read_seal
from indexer.index import Index

HINT = "before the release of a format, write it again: python -m tests.make_format"
VERSIONS = sorted(KEPT.glob("format-*"))


@pytest.fixture(params=VERSIONS, ids=[path.name for path in VERSIONS])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(request.param, tmp_path / "index"))


def test_an_index_of_this_format_is_kept() -> None:
    assert f"format-{FORMAT}" in [path.name for path in VERSIONS]


def test_a_kept_index_is_opened_or_said_to_be_incompatible(kept: Path) -> None:
    analysis = read_seal(kept, generation(kept)).analysis
    try:
        engine = open_engine(kept, analysis)
    except IndexIncompatible:
        assert not kept.name.endswith(f"-{FORMAT}"), HINT
        return
    with Index(engine) as index:
        found = {query: [hit.clause.id for hit in index.search(query).hits] for query in QUERIES}
    assert found == QUERIES, HINT


def test_an_index_of_another_analysis_says_so(kept: Path) -> None:
    with pytest.raises(IndexIncompatible, match="another"):
        open_engine(kept, f"another than {fingerprint()}")
