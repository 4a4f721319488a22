"""The pictures of the documentation, taken of the site over the sample documents. Run as a program,
it takes them again:

    python tests/pictures.py [NAME ...]

needs Chromium, as the browser tests do, and Tesseract for the picture of a scan. The pictures are
WebP, which keeps each below 100 kB, and lie in ``docs/pictures``.
"""

from __future__ import annotations

import base64
import logging
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

from browser import chromium, opened, served
from scan_maker import scan_of

import khoan
from search_ui import create_app

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = ROOT / "docs" / "pictures"
QUALITY: Final = 60
"""Of WebP: letters stay sharp, and the shades of the page's background do not cost anything."""
DETAIL: Final = 1.5
"""Pixels of a picture for each pixel of the page."""
REGULATION: Final = "24-2023-qd-ubnd.2023-08-15"


class Picture(NamedTuple):
    address: str
    width: int = 1040
    height: int = 700
    """Of the window, in pixels of the page."""
    act: Callable[[Any], None] | None = None
    """What a person does before the picture is taken."""
    scanned: bool = False
    """Whether the collection is a scan instead of the samples."""


def _open_first(page: Any) -> None:
    """Open the first result."""
    page.locator("main h2 a, main h3 a").first.click()
    page.wait_for_load_state("networkidle")


def _open_page(page: Any) -> None:
    """Show the picture of the file's first page."""
    leaf = page.locator("details.leaf").first
    leaf.evaluate(
        "e => { e.open = true; window.scrollBy(0, e.getBoundingClientRect().top - 330); }"
    )
    leaf.locator("img").evaluate("e => e.decode()")


PICTURES: Final[dict[str, Picture]] = {
    "ket-qua": Picture("/?q=thoi+han+xu+ly+phan+anh"),
    "dien-thoai": Picture("/?q=thoi+han+xu+ly+phan+anh", 390, 700),
    "dieu-khoan": Picture("/?q=khoản+2+điều+5+24/2023/QĐ-UBND", height=620),
    "dieu-kien": Picture("/?q=thi+dua&type=Kế+hoạch&from=2024-01-01", height=620),
    "doc": Picture("/?q=thoi+han+xu+ly+phan+anh", act=_open_first),
    "kho": Picture("/kho", height=820),
    "ban-quet": Picture("/van-ban/1310-qd-ubnd.2024-11-22", 1040, 800, _open_page, scanned=True),
    "hop-nhat": Picture(f"/hop-nhat/{REGULATION}?at=2025-03-01#kem-theo.dieu-5", height=620),
    "hieu-luc": Picture(f"/quan-he/{REGULATION}", height=640),
}


def take(browser: Any, address: str, picture: Picture) -> bytes:
    """One picture of the site at an address, as WebP."""
    page = opened(
        browser,
        address,
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=DETAIL,
        color_scheme="light",
        locale="vi-VN",
    )
    page.goto(picture.address, wait_until="networkidle")
    if picture.act is not None:
        picture.act(page)
    session = page.context.new_cdp_session(page)
    shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    page.context.close()
    return base64.b64decode(shot["data"])


def office(folder: Path) -> Path:
    """The samples as a folder of an office, which has a broken file and one of another kind too."""
    shutil.copytree(ROOT / "data", folder)
    (folder / "luu-tru").mkdir()
    (folder / "luu-tru" / "ban-ve-tru-so.dwg").write_bytes(b"AC1032" + bytes(100))
    (folder / "luu-tru" / "ke-hoach-2019.docx").write_bytes(b"PK\3\4" + bytes(100))
    return folder


def scans(folder: Path) -> Path:
    """A folder with a sample as it comes from a scanner: its pages are pictures."""
    folder.mkdir()
    name = "1310-qd-ubnd-cong-nhan-nong-thon-moi.pdf"
    (folder / name).write_bytes(scan_of((ROOT / "data" / name).read_bytes()))
    return folder


def take_all(names: Iterable[str], folder: Path) -> None:
    """The pictures of the site over a folder of documents."""
    khoan.index(folder, folder.with_suffix(".index"))
    with (
        khoan.open_index(folder.with_suffix(".index")) as index,
        served(create_app(index)) as address,
        chromium() as browser,
    ):
        for name in names:
            image = take(browser, address, PICTURES[name])
            (FOLDER / f"{name}.webp").write_bytes(image)
            print(f"{name}.webp {len(image) // 1000} kB")


def main(names: list[str]) -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    FOLDER.mkdir(exist_ok=True)
    wanted = names or list(PICTURES)
    with tempfile.TemporaryDirectory() as made:
        for scanned, folder in ((False, office), (True, scans)):
            of_these = [name for name in wanted if PICTURES[name].scanned == scanned]
            if of_these:
                take_all(of_these, folder(Path(made, folder.__name__)))


if __name__ == "__main__":
    main(sys.argv[1:])
