"""A second engine needs nothing outside ``indexer.engines`` but its row in the registry."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_cli_status import Ran, run

import khoan
from indexer.check import check
from indexer.core.errors import IndexMissing, IndexUnsupported
from indexer.engines.kind import Files, Health
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


class Afar(Shelf):
    """One on servers."""

    def __init__(self, status: str = "green") -> None:
        super().__init__()
        self.status = status
        self.spread: tuple[int | None, int | None] | None = None

    def health(self, _address: str, _fingerprint: str) -> Health:
        missing = {"green": 0, "yellow": 1, "red": 2}[self.status]
        return Health(self.status, 2, 3, 6, missing, 5_000_000, 4)

    def create_spread(
        self,
        address: str,
        fingerprint: str,
        *,
        replace: bool,
        shards: int | None,
        replicas: int | None,
    ) -> MemoryEngine:
        self.spread = (shards, replicas)
        return self.create(address, fingerprint, replace=replace)


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shelf:
    shelf = Shelf()
    monkeypatch.setitem(ENGINES, "shelf", shelf)
    monkeypatch.setitem(ENGINES, "careful", Careful())
    for status in ("green", "yellow", "red"):
        monkeypatch.setitem(ENGINES, status, Afar(status))
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


AFAR = "green://host:1,host:2/one"


def test_an_address_of_servers_is_no_path(
    shelf: Shelf, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHOAN_INDEX", AFAR)
    assert run(capfd, ["index", "a.txt"]).status == 0
    assert "Thi đua yêu nước" in run(capfd, ["search", "thi dua"]).out
    assert [path.name for path in Path().iterdir()] == ["a.txt"]


@pytest.mark.usefixtures("shelf")
def test_an_address_of_servers_is_one_for_python() -> None:
    assert khoan.index("a.txt", AFAR).indexed == 1
    with khoan.open_index(AFAR) as opened:
        assert opened.statistics().documents == 1


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("command", ["index", "import"])
def test_a_new_index_is_spread_over_servers(
    capfd: pytest.CaptureFixture[str], command: str
) -> None:
    Path("empty.ndjson").touch()
    ran_by(capfd, command, "a.txt", "--shards", "3", "--replicas", "1", address=AFAR)
    afar = ENGINES["green"]
    assert isinstance(afar, Afar)
    assert afar.spread == (3, 1)


@pytest.mark.usefixtures("shelf")
def test_one_in_a_folder_is_not_spread(capfd: pytest.CaptureFixture[str]) -> None:
    ran = ran_by(capfd, "index", "a.txt", "--shards", "3", address="folder-index")
    assert (ran.status, Path("folder-index").exists()) == (3, False)
    assert "--shards" in ran.err


@pytest.mark.usefixtures("shelf")
def test_one_without_servers_is_not_spread() -> None:
    with pytest.raises(IndexUnsupported):
        create_index("shelf:one", replicas=1)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("green", 0, "2 máy, 3 phân mảnh, 6/6 bản, green, 4 đoạn đã xóa chưa dọn (5.0 MB)"),
        ("yellow", 0, "1 bản sao chưa có"),
        ("red", 3, "Thiếu phân mảnh của chỉ mục: 2 trên 6 bản."),
    ],
)
def test_servers_are_asked_how_they_are(
    capfd: pytest.CaptureFixture[str], name: str, status: int, said: str
) -> None:
    with create_index(f"{name}://host/one"):
        pass
    ran = ran_by(capfd, "check", address=f"{name}://host/one")
    assert (ran.status, ran.out) == (status, "")
    assert said in ran.err


@pytest.mark.usefixtures("shelf")
def test_all_that_servers_have_is_read_only_when_that_is_asked_for() -> None:
    with create_index(AFAR) as opened:
        opened.add([Path("a.txt")])
    assert check(AFAR).terms == 0
    assert check(AFAR, deep=True).terms > 0


@pytest.mark.usefixtures("shelf")
def test_no_table_of_synonyms_is_looked_for_beside_servers(tmp_path: Path) -> None:
    (tmp_path / "synonyms.tsv").write_text("malformed", encoding="utf-8")
    with create_index(AFAR), open_index(AFAR) as opened:
        assert opened.synonyms() is not None
