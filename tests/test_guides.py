"""Every command, query and word of the page in the users' guides is tried over the samples."""

from __future__ import annotations

import doctest
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import guides
import pytest

import khoan
from indexer.readers import readers
from indexer.readers.containers import CONTAINERS
from khoan.cli import cli, main

HOME = Path(__file__).parent.parent
ENDLESS = {"demo", "serve", "watch"}
"""Commands that run until they are stopped: only their arguments are tried."""
NOT_A_LABEL = ("?", ".")
"""How a question ends that is bold in questions and answers."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader stands: the samples are in ``van-ban``, indexed."""
    folder = tmp_path_factory.mktemp("guides")
    shutil.copytree(HOME / "data", folder / "van-ban")
    khoan.index(folder / "van-ban", folder / "khoan-index")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """The same for one guide, which may change it."""
    return Path(shutil.copytree(made, tmp_path / "folder"))


@pytest.fixture(scope="module")
def index(made: Path) -> Iterator[khoan.Index]:
    with khoan.open_index(made / "khoan-index") as opened:
        yield opened


def matches(printed: str, expected: str) -> bool:
    """As doctest compares, ``...`` being anything; messages may come before what is expected."""
    check = doctest.OutputChecker().check_output
    return not expected or check(f"...\n{expected}", f"\n{printed}", doctest.ELLIPSIS)


@pytest.mark.parametrize("guide", guides.GUIDES)
def test_every_command_runs_and_prints_what_the_guide_says(
    guide: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    wrong = []
    for arguments, printed in guides.commands(guide):
        if arguments[0] in ENDLESS and "--help" not in arguments:
            cli.commands[arguments[0]].make_context(arguments[0], list(arguments[1:]))
            continue
        with pytest.raises(SystemExit) as left:
            main(["--lang", "vi", *arguments])
        out, err = capsys.readouterr()
        if left.value.code or not matches(out, printed):
            wrong.append((arguments, left.value.code, out[-500:], err[-500:]))
    assert wrong == []


def first(index: khoan.Index, query: str) -> str | None:
    """The first result as ``khoan search`` names it; None: nothing found."""
    for hit in index.search(query, limit=1).hits:
        document = f"{hit.document.type} {hit.document.number}"
        return f"{hit.label}, {document}" if hit.label else document
    return None


@pytest.mark.parametrize(
    "query", [query for guide in guides.GUIDES for query in guides.queries(guide)]
)
def test_every_query_finds_what_the_guide_says(query: guides.Query, index: khoan.Index) -> None:
    found = first(index, query.text)
    assert found is not None
    assert query.first in {"", found}


def test_every_word_of_the_page_is_one() -> None:
    ui = HOME / "search_ui"
    files = [*ui.glob("translations/en/**/*.po"), *ui.glob("templates/**/*.html")]
    said = "\n".join(path.read_text(encoding="utf-8") for path in files)
    wrong = [
        (guide, label)
        for guide in guides.GUIDES
        for label in guides.labels(guide)
        if not label.endswith(NOT_A_LABEL) and label not in said
    ]
    assert wrong == []


@pytest.mark.parametrize("guide", guides.GUIDES)
def test_no_command_stands_where_it_is_not_tried(guide: str) -> None:
    assert guides.untested(guide) == []


def test_every_kind_of_file_that_the_guide_names_has_a_reader() -> None:
    table = guides.text("bat-dau.md").partition("| tệp |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`(\.\w+)`", table))
    assert len(named) > 10
    assert named - {*readers(), *CONTAINERS} == set()


def test_commands_and_queries_are_found_in_the_guides() -> None:
    """So that a change of form does not leave the tests above without anything to try."""
    counted = [
        (len(guides.commands(name)), len(guides.queries(name)), len(guides.labels(name)))
        for name in ("bat-dau.md", "cau-tim.md", "luat.md")
    ]
    assert counted > [(10, 2, 10), (0, 30, 2), (7, 3, 10)]
