"""A second engine needs nothing outside ``indexer.engines`` but its row in the registry."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_cli_status import Ran, run

from indexer.check import check
from indexer.core.errors import IndexMissing
from indexer.engines.kind import Files
from indexer.engines.memory import MemoryEngine
from indexer.engines.registry import ENGINES
from indexer.index import create_index, open_index

TEXT = "Số: 1/KH-UBND\n\nKẾ HOẠCH\n\nVề việc thử\n\n1. Thi đua yêu nước.\n"


class Shelf:
    """Engines in memory, by name, that nothing closes. It cannot verify and cannot copy."""

    def __init__(self) -> None:
        self.engines: dict[str, MemoryEngine] = {}

    def open(self, address: str, _fingerprint: str) -> MemoryEngine:
        if address not in self.engines:
            raise IndexMissing("Không có %(name)s.", name=address)
        return self.engines[address]

    def create(self, address: str, fingerprint: str, *, replace: bool) -> MemoryEngine:
        if replace or address not in self.engines:
            self.engines[address] = _Unclosed()
        return self.open(address, fingerprint)


class _Unclosed(MemoryEngine):
    def close(self) -> None:
        pass


class Careful(Shelf):
    """One that can do both."""

    def verify(self, address: str, _fingerprint: str) -> Files:
        return Files(7, 70, (f"{address} thủng.",) if address == "holed" else ())

    def snapshot(self, address: str, target: Path, _fingerprint: str) -> Files:
        target.write_text(address)
        return Files(1, len(address))


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shelf:
    shelf = Shelf()
    monkeypatch.setitem(ENGINES, "shelf", shelf)
    monkeypatch.setitem(ENGINES, "careful", Careful())
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    return shelf


@pytest.fixture
def filled(shelf: Shelf, capfd: pytest.CaptureFixture[str]) -> Shelf:
    assert run(capfd, ["index", "a.txt", "--index", "shelf:one"]).status == 0
    return shelf


def ran_by(capfd: pytest.CaptureFixture[str], *arguments: str, address: str = "shelf:one") -> Ran:
    return run(capfd, [*arguments, "--index", address])


@pytest.mark.usefixtures("filled")
def test_it_is_searched(capfd: pytest.CaptureFixture[str]) -> None:
    assert "Thi đua yêu nước" in ran_by(capfd, "search", "thi dua").out


@pytest.mark.usefixtures("filled")
def test_nothing_is_written_to_a_folder() -> None:
    assert [path.name for path in Path().iterdir()] == ["a.txt"]


@pytest.mark.usefixtures("shelf")
def test_one_that_is_not_there_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    ran = ran_by(capfd, "search", "thi dua", address="shelf:two")
    assert (ran.status, ran.out) == (3, "")
    assert "Không có two." in ran.err


@pytest.mark.usefixtures("filled")
def test_it_is_checked_as_far_as_it_can_be() -> None:
    checked = check("shelf:one", deep=True)
    assert (checked.files, checked.documents, checked.damage) == (0, 1, ())


@pytest.mark.usefixtures("filled")
def test_that_it_cannot_be_copied_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    ran = ran_by(capfd, "snapshot", "copy")
    assert (ran.status, ran.out) == (3, "")
    assert "Không chép được" in ran.err
    assert not Path("copy").exists()


@pytest.mark.usefixtures("shelf")
def test_one_that_can_verify_is_asked_to() -> None:
    with create_index("careful:whole"):
        pass
    whole, holed = check("careful:whole"), check("careful:holed")
    assert (whole.files, whole.size, whole.damage) == (7, 70, ())
    assert holed.damage == ("holed thủng.",)


@pytest.mark.usefixtures("shelf")
def test_one_that_can_copy_is_asked_to(capfd: pytest.CaptureFixture[str]) -> None:
    assert ran_by(capfd, "snapshot", "copy", address="careful:whole").status == 0
    assert Path("copy").read_text() == "whole"


@pytest.mark.usefixtures("shelf")
def test_any_other_address_is_a_folder(tmp_path: Path) -> None:
    with create_index("unknown:one"):
        pass
    with open_index(tmp_path / "unknown:one") as opened:
        assert opened.statistics().documents == 0
