"""How much of decoded postings is cached."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.core.errors import KhoanError
from indexer.postings.searcher import cache_limit as limits
from indexer.postings.searcher.cache_limit import SETTING, cache_limit

MIB = 1 << 20
LIMITS = [
    pytest.param(1000, 8 << 30, None, 8 * MIB, id="a small index: the least"),
    pytest.param(1 << 20, 8 << 30, None, 512 * MIB, id="a large one: by its entries"),
    pytest.param(1 << 20, 1 << 30, None, 128 * MIB, id="on a small machine: by its memory"),
    pytest.param(1 << 20, 8 << 30, "7", 7 * MIB, id="what is set"),
    pytest.param(1000, 8 << 30, "0", 0, id="nothing"),
]


@pytest.mark.parametrize(("entries", "memory", "setting", "expected"), LIMITS)
def test_the_limit_follows_index_and_machine(
    entries: int, memory: int, setting: str | None, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "memory", lambda: memory)
    if setting is None:
        monkeypatch.delenv(SETTING, raising=False)
    else:
        monkeypatch.setenv(SETTING, setting)
    assert cache_limit(entries) == expected


def test_a_setting_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "much")
    with pytest.raises(KhoanError, match="KHOAN_POSTINGS_MB=much"):
        cache_limit(1)


MEMORY = [
    pytest.param("max\n", False, id="a group without a limit"),
    pytest.param("1000000\n", True, id="a container's limit"),
    pytest.param(None, False, id="no groups"),
]


@pytest.mark.parametrize(("text", "limited"), MEMORY)
def test_memory_is_what_the_process_may_use(
    text: str | None, limited: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "memory.max"
    if text is not None:
        file.write_text(text)
    monkeypatch.setattr(limits, "_CONTROL_GROUP", file)
    assert (limits.memory() == 1_000_000) is limited
