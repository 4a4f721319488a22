"""Every path and every dotted name that the documentation mentions exists."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent
PACKAGES = ("analyzers", "indexer", "search_ui", "khoan", "benchmarks", "tests", "docs", "data")
PAGES = sorted(
    path
    for path in (*HOME.glob("*.md"), *HOME.glob("docs/**/*.md"))
    if path.name != "CHANGELOG.md"  # it speaks of names that were
)
MODULES = sorted(
    path
    for name in ("analyzers", "indexer", "search_ui", "khoan", "benchmarks")
    for path in (HOME / name).rglob("*.py")
)

_PATH = re.compile(rf"`((?:{'|'.join(PACKAGES)})/[\w./*-]*)`")
_DOTTED = re.compile(r"`((?:analyzers|indexer|search_ui|khoan)(?:\.(?!json\b)\w+)+)(?:\(\))?`")
_LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def _mentions(paths: list[Path], pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        for found in dict.fromkeys(pattern.findall(path.read_text(encoding="utf-8"))):
            yield str(path.relative_to(HOME)), found


def _exists(dotted: str) -> bool:
    """Whether a module, or an attribute (of an attribute ...) of one, has this name."""
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:cut]))
        except ImportError:
            continue
        for name in parts[cut:]:
            if not hasattr(found, name) and name not in getattr(found, "__annotations__", ()):
                return False
            found = getattr(found, name, None)
        return True
    return False


@pytest.mark.parametrize(("page", "path"), list(_mentions([*PAGES, *MODULES], _PATH)))
def test_a_path_exists(page: str, path: str) -> None:
    assert list(HOME.glob(path.rstrip("/"))), f"{page} names {path}"


@pytest.mark.parametrize(("page", "name"), list(_mentions([*PAGES, *MODULES], _DOTTED)))
def test_a_dotted_name_exists(page: str, name: str) -> None:
    assert _exists(name), f"{page} names {name}"


def test_every_link_leads_somewhere() -> None:
    wrong = [
        (page, target)
        for page, target in _mentions(PAGES, _LINK)
        if not ((HOME / page).parent / target).exists()
    ]
    assert wrong == []


def test_every_page_is_in_the_contents_of_the_built_documentation() -> None:
    docs = HOME / "docs"
    lines = (docs / "index.md").read_text(encoding="utf-8").splitlines()
    listed = {path for line in lines for path in docs.glob(f"{line.strip()}.md") if line.strip()}
    assert {*docs.rglob("*.md")} - listed == {docs / "index.md"}


@pytest.mark.parametrize(
    ("dotted", "exists"),
    [
        ("indexer.core.engine.Engine.search", True),
        ("indexer.core.engine", True),
        ("indexer.core.engine.Motor", False),
        ("indexer.motor", False),
    ],
    ids=["a method", "a module", "no such attribute", "no such module"],
)
def test_names_are_looked_up(dotted: str, exists: bool) -> None:
    assert _exists(dotted) is exists
