"""What lies in archives and letters is indexed as documents of their own; nothing else happens."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from container_maker import letter, locked, outlook, plan, rar, zipped

from indexer.engines.memory import MemoryEngine
from indexer.index import Index
from indexer.ingest import unpack as limits
from indexer.ingest.build import index_files
from indexer.ingest.places import disk_path, names_inside
from indexer.ingest.unpack import Unpacked, unpack
from indexer.readers.containers.member import shown_name
from indexer.readers.raw import Refused
from search_ui import create_app

States = dict[str, str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


@pytest.fixture
def engine() -> MemoryEngine:
    return MemoryEngine()


@pytest.fixture
def indexed(folder: Path, engine: MemoryEngine) -> Callable[[], States]:
    """Indexes the folder; source -> what became of it."""
    return lambda: {one.source: one.state for one in index_files(engine, [folder]).files}


def sources(engine: MemoryEngine) -> list[str]:
    return sorted(document.source for document in engine.documents())


def test_members_are_documents(folder: Path, indexed: Callable[[], States]) -> None:
    files = {"van-ban/1.txt": plan(1), "van-ban/2.txt": plan(2), "chạy.exe": b"MZ"}
    (folder / "thư.zip").write_bytes(zipped(files))
    assert indexed() == {
        "thư.zip": "indexed",
        "thư.zip/van-ban/1.txt": "indexed",
        "thư.zip/van-ban/2.txt": "indexed",
        "thư.zip/chạy.exe": "left_out",
    }


def test_what_has_not_changed_is_left_alone(folder: Path, indexed: Callable[[], States]) -> None:
    (folder / "a.zip").write_bytes(zipped({"1.txt": plan(1), "hỏng.docx": b"PK\x03\x04"}))
    indexed()
    assert indexed() == {
        "a.zip": "unchanged", "a.zip/1.txt": "unchanged", "a.zip/hỏng.docx": "failed",
    }  # fmt: skip


def test_a_container_is_brought_up_to_date_as_one(
    folder: Path, engine: MemoryEngine, indexed: Callable[[], States]
) -> None:
    (folder / "a.zip").write_bytes(zipped({"1.txt": plan(1), "2.txt": plan(2)}))
    indexed()
    (folder / "a.zip").write_bytes(zipped({"2.txt": plan(2), "3.txt": plan(3)}))
    indexed()
    assert sources(engine) == ["a.zip/2.txt", "a.zip/3.txt"]


def test_a_container_that_is_gone_takes_its_members_along(
    folder: Path, engine: MemoryEngine
) -> None:
    (folder / "a.zip").write_bytes(zipped({"1.txt": plan(1)}))
    (folder / "b.txt").write_bytes(plan(2))
    index_files(engine, [folder])
    (folder / "a.zip").unlink()
    report = index_files(engine, [folder], prune=True)
    assert (report.pruned, sources(engine)) == (1, ["b.txt"])


def test_members_stay_while_their_container_does(folder: Path, engine: MemoryEngine) -> None:
    (folder / "a.zip").write_bytes(zipped({"1.txt": plan(1)}))
    index_files(engine, [folder])
    report = index_files(engine, [folder], prune=True)
    assert (report.pruned, sources(engine)) == (0, ["a.zip/1.txt"])


def test_a_container_in_a_container(folder: Path, indexed: Callable[[], States]) -> None:
    (folder / "a.zip").write_bytes(zipped({"b.zip": zipped({"1.txt": plan(1)})}))
    assert indexed()["a.zip/b.zip/1.txt"] == "indexed"


def test_too_deep_is_named(folder: Path, engine: MemoryEngine) -> None:
    data = plan(1)
    for name in ("e.txt", "d.zip", "c.zip", "b.zip"):
        data = zipped({name: data})
    (folder / "a.zip").write_bytes(data)
    report = index_files(engine, [folder])
    reasons = {failure.reason for failure in report.failures}
    assert (sources(engine), reasons) == ([], {"lồng nhau quá 3 tầng"})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (locked(zipped({"1.txt": plan(1)})), "đặt mật khẩu"),
        (zipped({"1.txt": plan(1)})[:-30], "tệp .zip hỏng"),
        (zipped({"1.txt": plan(1)}, stored=True).replace(b"KH-UBND", b"KH-UBNX"), "hỏng"),
    ],
    ids=["encrypted", "cut short", "wrong sum"],
)
def test_what_cannot_be_opened_is_named(
    folder: Path, engine: MemoryEngine, data: bytes, reason: str
) -> None:
    (folder / "a.zip").write_bytes(data)
    (folder / "b.txt").write_bytes(plan(2))
    report = index_files(engine, [folder])
    failed = [one for one in report.files if one.state == "failed"]
    assert sources(engine) == ["b.txt"]
    assert failed
    assert all(reason in one.reason for one in failed)


def test_an_archive_of_nothing_readable_is_left_out(
    folder: Path, indexed: Callable[[], States]
) -> None:
    (folder / "a.zip").write_bytes(zipped({"1.exe": b"MZ"}))
    assert indexed() == {"a.zip": "left_out", "a.zip/1.exe": "left_out"}


def test_an_archive_under_another_name(folder: Path, indexed: Callable[[], States]) -> None:
    (folder / "a.docx").write_bytes(zipped({"1.txt": plan(1)}))
    assert indexed()["a.docx/1.txt"] == "indexed"


def test_names_that_lead_elsewhere_lead_nowhere(
    folder: Path, tmp_path: Path, engine: MemoryEngine
) -> None:
    names = ["../../ngoài.txt", "/trên/ngoài.txt", "C:\\Windows\\ngoài.txt"]
    (folder / "a.zip").write_bytes(zipped({name: plan(n) for n, name in enumerate(names)}))
    index_files(engine, [folder])
    assert sources(engine) == ["a.zip/Windows/ngoài.txt", "a.zip/ngoài.txt", "a.zip/trên/ngoài.txt"]
    assert list(tmp_path.rglob("ngoài.txt")) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a/b.txt", "a/b.txt"),
        ("../a.txt", "a.txt"),
        ("/a//b.txt", "a/b.txt"),
        ("a/./b/../c.txt", "a/b/c.txt"),
        ("C:\\a\\b.txt", "a/b.txt"),
        ("..", ""),
        ("a\x00b.txt", "a�b.txt"),
        ("a\u202etxt.exe", "a�txt.exe"),
        ("x" * 300 + ".docx", "x" * 114 + "….docx"),
    ],
)
def test_names_are_made_safe(name: str, expected: str) -> None:
    assert shown_name(name) == expected


def test_a_link_is_not_followed(folder: Path, indexed: Callable[[], States]) -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("1.txt", plan(1))
    (folder / "a.zip").write_bytes(made.getvalue())
    assert indexed()["a.zip/link.txt"] == "left_out"


def test_two_members_of_one_name_are_both_read(folder: Path, engine: MemoryEngine) -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("1.txt", plan(1))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("1.txt", plan(2))
    (folder / "a.zip").write_bytes(made.getvalue())
    index_files(engine, [folder])
    assert sources(engine) == ["a.zip/1 (2).txt", "a.zip/1.txt"]


def unpacked(path: Path, count: int = 100, size: int = 1 << 30) -> list[Unpacked]:
    return unpack(path, "0" * 64, (), path.parent / "into", count, size)


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_ALWAYS", 1 << 16)
    (tmp_path / "a.zip").write_bytes(zipped({"1.txt": b" " * (8 << 20)}))
    with pytest.raises(Refused, match="nở ra quá lớn"):
        unpacked(tmp_path / "a.zip")


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({f"{n}.txt": b"x" for n in range(11)}))
    with pytest.raises(Refused, match="hơn 10 tệp"):
        unpacked(tmp_path / "a.zip", count=10)


def test_a_large_member_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BYTES", 1000)
    (tmp_path / "a.zip").write_bytes(zipped({"1.txt": b"x" * 2000, "2.txt": b"y"}))
    assert [bool(one.path) for one in unpacked(tmp_path / "a.zip")] == [False, True]


def test_nothing_of_what_was_unpacked_is_left(
    folder: Path, tmp_path: Path, engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (folder / "a.zip").write_bytes(zipped({"1.txt": plan(1), "2.html": plan(2)}))
    index_files(engine, [folder])
    assert list((tmp_path / "temporary").iterdir()) == []


NAME = "Quyết định thi đua.txt"


@pytest.mark.parametrize(
    "raw",
    [
        NAME.encode(),
        b"Quy\xea\xect \xf0i\xf2nh thi \xf0ua.txt",
        b"Quy\xd5t \xae\xdenh thi \xaeua.txt",
    ],
    ids=["UTF-8 without a mark", "Windows-1258", "TCVN3"],
)
def test_names_in_older_encodings(folder: Path, engine: MemoryEngine, raw: bytes) -> None:
    standing_in = "x" * len(raw)
    made = zipped({standing_in: plan(1)}).replace(standing_in.encode(), raw)
    (folder / "a.zip").write_bytes(made)
    index_files(engine, [folder])
    assert sources(engine) == [f"a.zip/{NAME}"]


def test_a_rar_archive(folder: Path, indexed: Callable[[], States]) -> None:
    pytest.importorskip("libarchive", reason="needs libarchive (pip install 'khoan[archives]')")
    (folder / "a.rar").write_bytes(rar({"1.txt": plan(1)}))
    assert indexed() == {"a.rar": "indexed", "a.rar/1.txt": "indexed"}


def test_a_7z_archive(folder: Path, tmp_path: Path, indexed: Callable[[], States]) -> None:
    libarchive = pytest.importorskip("libarchive", reason="needs libarchive")
    with libarchive.file_writer(str(folder / "a.7z"), "7zip") as archive:
        archive.add_file_from_memory("van-ban/1.txt", len(plan(1)), plan(1))
    assert indexed() == {"a.7z": "indexed", "a.7z/van-ban/1.txt": "indexed"}


def test_a_letter_and_what_is_attached(folder: Path, engine: MemoryEngine) -> None:
    made = letter("Báo cáo thi đua", "Kính gửi báo cáo.", {"báo cáo.txt": plan(7)})
    (folder / "thư.eml").write_bytes(made.as_bytes())
    index_files(engine, [folder])
    assert sources(engine) == ["thư.eml", "thư.eml/báo cáo.txt"]
    (found,) = [one for one in engine.documents() if one.source == "thư.eml"]
    assert (found.title, found.date) == ("Báo cáo thi đua", "2021-09-14")
    whole = engine.document(found.id)
    assert whole is not None
    assert "Từ: Văn thư <van-thu@sonha.example>" in whole.text
    assert "Kính gửi báo cáo." in whole.text


def test_a_letter_without_plain_text_is_read_as_a_page(folder: Path, engine: MemoryEngine) -> None:
    made = letter("Thư", "")
    made.set_content("<p>Nước <b>sạch</b></p>", subtype="html")
    (folder / "a.eml").write_bytes(made.as_bytes())
    index_files(engine, [folder])
    (found,) = engine.documents()
    document = engine.document(found.id)
    assert document is not None
    assert "Nước sạch" in document.text
    assert "<b>" not in document.text


def test_pictures_within_a_letter_are_passed_over(
    folder: Path, indexed: Callable[[], States]
) -> None:
    made = letter("Thư", "Xin chào.")
    made.add_attachment(
        b"\x89PNG", maintype="image", subtype="png", disposition="inline", cid="<1>"
    )
    (folder / "a.eml").write_bytes(made.as_bytes())
    assert indexed() == {"a.eml": "indexed"}


def test_a_letter_in_a_letter(folder: Path, indexed: Callable[[], States]) -> None:
    outer = letter("Chuyển tiếp", "Xem thư kèm.")
    outer.add_attachment(letter("Gốc", "Nội dung gốc.", {"1.txt": plan(1)}))
    (folder / "a.eml").write_bytes(outer.as_bytes())
    assert indexed() == {
        "a.eml": "indexed", "a.eml/Gốc.eml": "indexed", "a.eml/Gốc.eml/1.txt": "indexed",
    }  # fmt: skip


def test_an_unchanged_letter_is_left_alone(folder: Path, indexed: Callable[[], States]) -> None:
    (folder / "a.eml").write_bytes(letter("Thư", "Xin chào.", {"1.txt": plan(1)}).as_bytes())
    indexed()
    assert indexed() == {"a.eml": "unchanged", "a.eml/1.txt": "unchanged"}


@pytest.mark.parametrize(
    ("origin", "path", "names"),
    [
        ("/a/b.txt", "/a/b.txt", ()),
        ("/a/b.zip//c/d.txt", "/a/b.zip", ("c/d.txt",)),
        ("/a/b.zip//c.zip//d.txt", "/a/b.zip", ("c.zip", "d.txt")),
    ],
)
def test_places(origin: str, path: str, names: tuple[str, ...]) -> None:
    assert (disk_path(origin).as_posix(), names_inside(origin)) == (path, names)


@pytest.fixture
def served(folder: Path, engine: MemoryEngine) -> Callable[[str], tuple[int, bytes, str]]:
    """From a source to what the site gives for download: status, bytes and headers."""

    def ask(source: str) -> tuple[int, bytes, str]:
        (found,) = [one for one in engine.documents() if one.source == source]
        with create_app(Index(engine)).test_client().get(f"/tai-ve/{found.id}") as answer:
            return answer.status_code, answer.data, answer.headers.get("Content-Disposition", "")

    return ask


Served = Callable[[str], tuple[int, bytes, str]]


def test_a_member_of_a_zip_can_be_downloaded(
    folder: Path, engine: MemoryEngine, served: Served
) -> None:
    (folder / "a.zip").write_bytes(zipped({"van-ban/1.txt": plan(1)}))
    index_files(engine, [folder])
    status, data, headers = served("a.zip/van-ban/1.txt")
    assert (status, data) == (200, plan(1))
    assert "filename=1.txt" in headers


def test_of_a_changed_container_nothing_can_be_downloaded(
    folder: Path, engine: MemoryEngine, served: Served
) -> None:
    (folder / "a.zip").write_bytes(zipped({"1.txt": plan(1)}))
    index_files(engine, [folder])
    (folder / "a.zip").write_bytes(zipped({"1.txt": plan(2)}))
    assert served("a.zip/1.txt")[0] == 404


def test_of_an_attachment_the_letter_can_be_downloaded(
    folder: Path, engine: MemoryEngine, served: Served
) -> None:
    data = letter("Thư", "Xin chào.", {"1.txt": plan(1)}).as_bytes()
    (folder / "a.eml").write_bytes(data)
    index_files(engine, [folder])
    status, given, headers = served("a.eml/1.txt")
    assert (status, given) == (200, data)
    assert "filename=a.eml" in headers


def test_an_outlook_letter(folder: Path, engine: MemoryEngine) -> None:
    pytest.importorskip("olefile", reason="needs olefile (pip install 'khoan[archives]')")
    data = outlook("Báo cáo quý I", "Kính gửi báo cáo.", {"báo cáo.txt": plan(7)})
    (folder / "thư.msg").write_bytes(data)
    index_files(engine, [folder])
    assert sources(engine) == ["thư.msg", "thư.msg/báo cáo.txt"]
    (found,) = [one for one in engine.documents() if one.source == "thư.msg"]
    whole = engine.document(found.id)
    assert whole is not None
    assert (found.title, "Kính gửi báo cáo." in whole.text) == ("Báo cáo quý I", True)


@pytest.mark.parametrize("suffix", [".msg", ".eml", ".zip", ".rar", ".7z"])
def test_a_damaged_container_is_named(
    folder: Path, indexed: Callable[[], States], suffix: str
) -> None:
    pytest.importorskip("libarchive", reason="needs libarchive")
    pytest.importorskip("olefile", reason="needs olefile")
    (folder / f"a{suffix}").write_bytes(b"")
    assert indexed() == {f"a{suffix}": "failed"}


def test_what_lacks_a_library_is_left_out(
    folder: Path, engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    (nothing / "libarchive.py").write_text("raise ImportError", encoding="utf-8")
    monkeypatch.syspath_prepend(nothing)
    (folder / "a.rar").write_bytes(rar({"1.txt": plan(1)}))
    (one,) = index_files(engine, [folder]).files
    assert (one.state, "khoan[archives]" in one.advice) == ("left_out", True)
