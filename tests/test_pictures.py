"""The pictures of the documentation: each is used, small, and taken by ``pictures``."""

from __future__ import annotations

import re
from pathlib import Path

import pictures
import pytest
from browser import chromium, served
from site_fixture import sample_index

from search_ui import create_app

HOME = Path(__file__).parent.parent
PAGES = [HOME / "README.md", *(HOME / "docs").glob("**/*.md")]
SHOWN = {
    Path(name).stem
    for page in PAGES
    for name in re.findall(r"!\[[^\]]+\]\(([^)]+\.webp)\)", page.read_text(encoding="utf-8"))
}


def test_every_picture_is_shown_somewhere() -> None:
    assert set(pictures.PICTURES) - SHOWN == set()


def test_every_picture_is_one_that_the_script_takes() -> None:
    assert set(pictures.PICTURES) == {path.stem for path in pictures.FOLDER.iterdir()}


def test_the_picture_of_the_readme_is_small() -> None:
    assert (pictures.FOLDER / "ket-qua.webp").stat().st_size < 120_000


def test_all_pictures_together_are_small() -> None:
    assert sum(path.stat().st_size for path in pictures.FOLDER.iterdir()) < 1_000_000


@pytest.mark.browser
def test_a_picture_is_a_webp_of_the_page() -> None:
    with served(create_app(sample_index())) as address, chromium() as browser:
        image = pictures.take(browser, address, pictures.PICTURES["dien-thoai"])
    assert (image[:4], image[8:12]) == (b"RIFF", b"WEBP")
