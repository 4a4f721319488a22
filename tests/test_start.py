"""What a command loads: what it does not need would be waited for each time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from indexer.index import Index, create_index
from indexer.index_reader import IndexReader
from indexer.querying.request import SearchRequest
from indexer.querying.results import Results
from khoan.cli import main

HEAVY = (
    "numpy",
    "whoosh",
    "flask",
    "indexer.index",
    "analyzers.analysis",
    "asyncio",
    "urllib.request",
)
"""Each takes tens of milliseconds, or leads to what does."""
NOT_SEARCHED = (
    "asyncio", "urllib.request", "ssl", "flask", "pyvi", "pycrfsuite", "pypdfium2", "lxml",
    "indexer.ingest.build", "indexer.readers", "indexer.structure.tree", "indexer.metadata.front",
    "indexer.citations.cited", "indexer.engines.arrays.writer", "indexer.engines.folder.backup",
    "indexer.effects.units", "search_ui", "logging", "indexer.identity.places", "indexer.core.run",
    "numpy.random", "numpy.ma", "numpy.testing", "numpy.polynomial", "numpy.fft", "scipy.sparse",
)  # fmt: skip
"""What reads files, writes indexes, serves pages, resolves citations or finds effects, and parts of
numpy and scipy that nothing here uses."""


def loaded(*arguments: str) -> set[str]:
    """The modules that a command has loaded when it is done."""
    code = (
        "import sys\nfrom khoan.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return set(done.stderr.splitlines())


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("start")
    (folder / "a.txt").write_text("QUYẾT ĐỊNH\nVề việc thử\nĐiều 1. Thi đua\nThi đua yêu nước.\n")
    with create_index(folder / "index") as made:
        made.add([folder / "a.txt"])
    return folder / "index"


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["search", "--help"]], ids=" ".join
)
def test_saying_what_there_is_loads_nothing(arguments: list[str]) -> None:
    assert not loaded(*arguments) & set(HEAVY)


@pytest.mark.parametrize("command", [["search", "thi dua"], ["suggest", "thi d"]], ids=" ".join)
def test_a_search_loads_nothing_else(command: list[str], index: Path) -> None:
    assert not loaded(*command, "--index", str(index)) & set(NOT_SEARCHED)


def test_what_has_files_prepared_by_others_loads_neither_parsing_nor_analysis() -> None:
    code = "import sys, indexer.ingest.build; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"indexer.ingest.analyze", "indexer.ingest.parse"} & set(done.stdout.split())


def test_the_package_has_every_name_that_it_promises() -> None:
    code = "import khoan\nfor name in khoan.__all__: getattr(khoan, name)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_the_package_loads_no_engine() -> None:
    code = "import sys, khoan; print(sorted({'numpy', 'whoosh'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_stood_in_while_whoosh_was_loaded_is_gone() -> None:
    code = (
        "import indexer.engines, urllib.request, cached_property\n"
        "assert urllib.request.urlopen and cached_property.__version__"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_asking_a_server_loads_no_engine() -> None:
    asked = loaded("search", "thi", "--server", "http://127.0.0.1:1")
    assert not asked & (set(HEAVY) - {"urllib.request"})


def khoan(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The program itself."""
    command = [sys.executable, "-m", "khoan", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    ("asked", "status"),
    [(["thi dua"], 0), (["khongco"], 1), (["thi", "--filter", "from=x"], 2), (["thi", "--x"], 2)],
    ids=["found", "nothing", "no day", "no option"],
)
def test_a_search_that_ends_at_once_has_its_status(
    index: Path, asked: list[str], status: int
) -> None:
    assert khoan("search", *asked, "--index", str(index)).returncode == status


def test_a_search_that_ends_at_once_has_written_all(index: Path) -> None:
    done = khoan("search", "thi dua", "--json", "--index", str(index))
    assert json.loads(done.stdout)["total"] == 1


def said(code: str, index: Path) -> str:
    """What a program that is given the arguments of a search writes."""
    command = [sys.executable, "-c", code, "search", "thi dua", "--index", str(index)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_program_that_ends_at_once_does_what_is_to_be_done_at_its_end(index: Path) -> None:
    code = (
        "import atexit, sys\nfrom khoan.cli import run\n"
        "atexit.register(lambda: print('the end'))\nrun()"
    )
    assert said(code, index).endswith("the end\n")


def test_a_caller_keeps_its_garbage_collection(index: Path) -> None:
    code = (
        "import gc, sys\nfrom khoan.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    print(gc.isenabled())"
    )
    assert said(code, index).endswith("True\n")


def test_what_is_read_by_people_counts_no_facets(index: Path, monkeypatch: Any) -> None:
    asked: list[SearchRequest] = []

    def answer(self: Index, request: SearchRequest) -> Results:
        asked.append(request)
        return IndexReader.answer(self, request)

    monkeypatch.setattr(Index, "answer", answer)
    for more in ([], ["--json"]):
        with pytest.raises(SystemExit):
            main(["search", "thi", "--index", str(index), *more])
    assert [bool(request.facets) for request in asked] == [False, True]
