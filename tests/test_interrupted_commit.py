"""An interrupt that comes when the new generation has just been made does not undo it by halves."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.engines.arrays.writer import ArrayWriter
from indexer.index import create_index, open_index


def test_an_interrupt_after_the_commit_leaves_the_new_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: ArrayWriter) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    (tmp_path / "a.txt").write_text("1. Thi đua yêu nước.", encoding="utf-8")
    monkeypatch.setattr(ArrayWriter, "_finish", interrupted)
    with pytest.raises(KeyboardInterrupt), create_index(tmp_path / "index") as opened:
        opened.add([tmp_path / "a.txt"])
    with open_index(tmp_path / "index") as opened:
        assert opened.search("thi dua").total == 1
