"""Encodings: what was typed comes back, and what cannot be trusted is reported."""

import codecs
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.core.errors import UnreadableFile
from indexer.readers import read_text
from indexer.readers.encodings import decode, repair
from indexer.readers.legacy import CONVERTERS, from_tcvn3, from_viscii, from_vni, from_windows_1258

LINE = "Thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị về đổi mới công tác thi đua"
TONES = "\u0300\u0301\u0303\u0309\u0323"
LETTERS = sorted(
    {unicodedata.normalize("NFC", base + tone)
     for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in ("", *TONES)}
    | {"đ", "Đ"}
)  # fmt: skip
SYLLABLES = [
    *LINE.split(),
    "Ủy", "ban", "nhân", "dân", "tỉnh", "kế", "hoạch", "phát", "triển", "kinh", "tế", "xã", "hội;",
    "đẩy", "mạnh", "cải", "cách", "hành", "chính", "nhà", "nước,", "phòng", "chống", "giữ", "vững",
    "trật", "tự", "khen", "thưởng", "được", "đường", "huyện", "trưởng", "yêu", "cầu", "Đảng",
]  # fmt: skip
WORDS = st.lists(st.sampled_from(SYLLABLES), min_size=20, unique=True).map(" ".join)


def from_unicode(text: str, to: str) -> str:
    """What ``CONVERTERS[to]`` reads as ``text``: each letter looked up the other way around."""
    pieces = [chr(n) for n in range(128, 256)]
    if to == "VNI":
        marks = "ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË"
        pieces = ["í", "ì", "Í", "Ì", *(p for p in pieces if from_vni(p) != p)]
        pieces += [base + mark for base in "aeouyAEOUYôöÔÖ" for mark in marks]
    back: dict[str, str] = {}
    for piece in pieces:
        back.setdefault(CONVERTERS[to](piece), piece)
    return "".join(back.get(letter, letter) for letter in text)


def windows_1258(text: str) -> bytes:
    """Letters with their tones after them, but for those the code page has composed."""
    out = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(c for c in parts if c in TONES)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in TONES))
        out += (base + tone).encode("cp1258")
    return out


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@given(text=WORDS)
def test_unicode_round_trip(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == (text, None)


@given(text=WORDS)
def test_windows_1258_round_trip(text: str) -> None:
    decoded = decode(windows_1258(text))
    assert decoded == (text, "Chuyển từ bảng mã Windows-1258, đoán theo các từ trong tệp.")


@pytest.mark.parametrize("name", ["TCVN3", "VNI", "VISCII"])
@given(text=WORDS)
def test_older_encodings_round_trip(name: str, text: str) -> None:
    decoded = decode(from_unicode(text, name).encode("latin-1"))
    assert decoded.text == text
    assert decoded.quality is not None
    assert name in decoded.quality


@pytest.mark.parametrize("name", [*CONVERTERS])
def test_garbled_text_in_a_unicode_file_is_mended(name: str) -> None:
    if name == "UTF-8":
        garbled = LINE.encode().decode("latin-1")
    elif name == "Windows-1258":
        garbled = windows_1258(LINE).decode("latin-1")
    else:
        garbled = from_unicode(LINE, name)
    text, quality = repair(f"{garbled}\n{LINE}")
    assert (text, quality is None) == (f"{LINE}\n{LINE}", False)


@pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv is not installed")
@pytest.mark.parametrize(("code", "convert"), [("TCVN5712-1", from_tcvn3), ("VISCII", from_viscii)])
def test_every_letter_as_iconv_has_it(code: str, convert: type[str]) -> None:
    run = subprocess.run(
        ["iconv", "-f", "UTF-8", "-t", code],
        input="\n".join(LETTERS).encode(), capture_output=True, check=True,
    )  # fmt: skip
    assert convert(run.stdout.decode("latin-1")).split("\n") == LETTERS


SPELLINGS = [
    (from_tcvn3, "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    (from_tcvn3, "ñY BAN NH¢N D¢N Hµ Néi", "ỦY BAN NHÂN DÂN Hà Nội"),
    (from_tcvn3, "CéNG HßA X· HéI\nLµ", "CỘNG HÒA XÃ HỘI\nLà"),
    (from_tcvn3, "Sè: 51/2005/QH11", "Số: 51/2005/QH11"),
    (from_vni, "Coäng hoøa xaõ hoäi Vieät Nam", "Cộng hòa xã hội Việt Nam"),
    (from_vni, "ÑÖÔØNG LOÁI, Ñöôøng, yù kieán, naêm", "ĐƯỜNG LỐI, Đường, ý kiến, năm"),
    (from_windows_1258, "Côòng", "Cộng"),
    (from_viscii, "Cµng hòa", "Cộng hòa"),
]


@pytest.mark.parametrize(("convert", "old", "new"), SPELLINGS, ids=[new for *_, new in SPELLINGS])
def test_spelling(convert: type[str], old: str, new: str) -> None:
    assert convert(old) == new


TRUSTED = [LINE, "khong dau gi ca", "", "Émile Zola, à Paris", unicodedata.normalize("NFD", LINE)]


@pytest.mark.parametrize("text", TRUSTED)
def test_what_reads_well_is_left_alone(text: str) -> None:
    assert repair(text) == (text, None)


DOUBTFUL: list[tuple[str, bytes, str]] = [
    (
        "unknown encoding",
        "Ďábelské ódy žluťoučký kůň úpěl příšerně".encode("cp1250"),
        "Không rõ bảng mã",
    ),
    ("damaged UTF-8", (LINE * 9).encode()[:-2] + b"\xff", "Sai mã UTF-8 ở byte"),
    (
        "French in UTF-8",
        "Été à la forêt, déjà fêté où ça très gêné près".encode(),
        "không thành từ tiếng Việt",
    ),
    ("half a UTF-16 letter", codecs.BOM_UTF16_LE + LINE.encode("utf-16-le") + b"\x1e", "UTF-16"),
]


@pytest.mark.parametrize(
    ("data", "note"), [case[1:] for case in DOUBTFUL], ids=[case[0] for case in DOUBTFUL]
)
def test_doubtful_text_is_flagged(tmp_path: Path, data: bytes, note: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert note in (read_text(tmp_path / "a.txt", "a.txt").quality or "")


def test_nul_bytes_are_not_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc" + bytes(1000) + b"\x01\x02x")
    with pytest.raises(UnreadableFile, match="không phải văn bản"):
        read_text(tmp_path / "a.txt", "a.txt")


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except Exception as error:  # noqa: BLE001 - the one kind allowed is checked next
        assert type(error).__name__ == "Refused"  # noqa: PT017
    else:
        assert "\r" not in text
