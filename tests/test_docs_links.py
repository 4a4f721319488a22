"""What looks at the links of the documentation as built: each kind of fault is seen."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "docs" / "_sphinx" / "links.py"
SPEC = importlib.util.spec_from_file_location("links", SOURCE)
assert SPEC is not None
assert SPEC.loader is not None
links = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(links)

FINE = [
    '<a href="b/other.html">page</a>',
    '<a href="b/other.html#khoản-1">anchor</a>',
    '<a href="b/other.html#kho%E1%BA%A3n-1">anchor in percents</a>',
    '<a href="#here" id="here">this page</a>',
    '<a href="">itself</a>',
    '<a href="https://example.org/">elsewhere, only when followed</a>',
    '<img src="data:image/png;base64,AA">',
    '<link rel="stylesheet" href="style.css?digest=1">',
]
WRONG = [
    '<a href="none.html">no page</a>',
    '<a href="b/other.html#none">no anchor</a>',
    '<a href="#none">no anchor here</a>',
    '<img src="none.webp">',
    '<script src="https://example.org/a.js"></script>',
    '<link rel="stylesheet" href="//example.org/a.css">',
]


def faults(folder: Path, body: str) -> list[str]:
    (folder / "b").mkdir()
    (folder / "style.css").write_text("")
    (folder / "b" / "other.html").write_text('<h2 id="khoản-1">Khoản</h2>', encoding="utf-8")
    (folder / "page.html").write_text(f"<body>{body}</body>", encoding="utf-8")
    return list(links.wrong_links(folder))


@pytest.mark.parametrize("body", FINE)
def test_a_right_link_is_no_fault(tmp_path: Path, body: str) -> None:
    assert faults(tmp_path, body) == []


@pytest.mark.parametrize("body", WRONG)
def test_a_wrong_link_is_a_fault_of_its_page(tmp_path: Path, body: str) -> None:
    (fault,) = faults(tmp_path, body)
    assert fault.startswith("page.html: ")
