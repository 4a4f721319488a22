"""What users install is the wheel: it must be complete, and live beside packages of any name."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple
from urllib.parse import quote
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from indexer.index import create_index, open_index

ROOT = Path(__file__).resolve().parents[1]
INSIDE = ("analyzers", "indexer", "search_ui")
SOURCE = ("khoan", *INSIDE, "data")
PASSED_OVER = {"__pycache__"}
STORED = {"indexer.engines.arrays.codec"}
"""Names of modules in strings: those that every index has, wherever it was made."""


class Wheel(NamedTuple):
    names: set[str]
    """Of the files in it."""
    folder: Path
    """Where it is installed, without what it needs: that is in the tests' environment."""
    home: Path
    """A folder with packages that are called as ours in the repository."""

    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(self.folder), "LANGUAGE": "vi"}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python in ``home``."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.home,
            env=self.environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            timeout=120,
        )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    """Built from a copy of the source, and installed."""
    copy = tmp_path_factory.mktemp("source")
    for name in SOURCE:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns(*PASSED_OVER))
    for name in ("setup.py", "setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    stale = copy / "build" / "lib" / "indexer"
    stale.mkdir(parents=True)
    (stale / "stale.py").write_text("# left by an earlier version\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    wheels = copy / "dist"
    make = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(copy)]
    subprocess.run([*pip, *make], check=True, timeout=120)
    (built,) = wheels.glob("*.whl")
    folder = tmp_path_factory.mktemp("installed")
    into = ["install", "--no-deps", "--no-index", "--target", str(folder), str(built)]
    subprocess.run([*pip, *into], check=True, timeout=120)
    home = tmp_path_factory.mktemp("home")
    for name in INSIDE:
        (home / name).mkdir()
        (home / name / "__init__.py").write_text("OWNER = 'another project'\n", encoding="utf-8")
    with ZipFile(built) as archive:
        return Wheel(set(archive.namelist()), folder, home)


def place(path: Path) -> str:
    """Where the wheel has a file of the repository."""
    name = path.relative_to(ROOT).as_posix()
    top, _, rest = name.partition("/")
    if top == "data":
        return f"khoan/samples/{rest}"
    return f"khoan/{name}" if top in INSIDE else name


def test_the_wheel_holds_every_file_of_the_packages(wheel: Wheel) -> None:
    ours = {
        place(path)
        for name in SOURCE
        for path in (ROOT / name).rglob("*")
        if path.is_file() and not PASSED_OVER & set(path.parts)
    }
    assert ours - wheel.names == set()


def test_the_wheel_has_one_name(wheel: Wheel) -> None:
    tops = {name.split("/")[0] for name in wheel.names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"khoan"}


def test_the_wheel_says_that_it_has_one_name(wheel: Wheel) -> None:
    (told,) = wheel.folder.glob("*.dist-info/top_level.txt")
    assert told.read_text(encoding="utf-8").split() == ["khoan"]


def test_no_module_of_the_wheel_names_ours_as_the_repository_does(wheel: Wheel) -> None:
    found = {
        (path.name, name)
        for path in wheel.folder.rglob("*.py")
        if path != wheel.folder / "khoan" / "__init__.py"  # puts ``khoan.`` before them
        for name in _named(ast.parse(path.read_bytes()))
        if name.split(".")[0] in INSIDE
    }
    assert {name for _, name in found} == STORED, found


def _named(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported, and every text that might be a dotted name of one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Constant) and re.fullmatch(r"\w+(\.\w+)+", str(node.value)):
            yield str(node.value)


BESIDE = """
import indexer, analyzers, search_ui, khoan, json, sys
report = khoan.index([sys.argv[1]], "made", jobs=2)
with khoan.open("made") as index:
    found = index.search("cai cach hanh chinh").hits[0]
    client = khoan.create_app(index).test_client()
    page = client.get("/?q=cai+cach+hanh+chinh&lang=en").get_data(as_text=True)
print(json.dumps({
    "theirs": [module.OWNER for module in (indexer, analyzers, search_ui)],
    "failures": [failure.reason for failure in report.failures],
    "missing": [name for name in khoan.__all__ if not hasattr(khoan, name)],
    "hit": type(found).__module__,
    "page": "<mark>" in page and 'lang="en"' in page,
}))
"""


@pytest.fixture(scope="module")
def beside(wheel: Wheel) -> dict[str, object]:
    """What a program says that uses the installed package and others of those names: it reads
    every format, in two processes, searches and asks the site."""
    answer = wheel.run("-c", BESIDE, str(ROOT / "data" / "formats")).stdout
    told: dict[str, object] = json.loads(answer)
    return told


SAID = [
    ("packages of the same names are their owners'", "theirs", ["another project"] * 3),
    ("the package has every name that it promises", "missing", []),
    ("every sample is read", "failures", []),
    ("results are the installed package's", "hit", "khoan.indexer.querying.results"),
    ("the site answers, in English as well", "page", True),
]


@pytest.mark.parametrize(("key", "value"), [s[1:] for s in SAID], ids=[s[0] for s in SAID])
def test_it_works_beside_packages_of_the_same_names(
    beside: dict[str, object], key: str, value: object
) -> None:
    assert beside[key] == value


def test_an_index_of_the_wheel_is_the_repositorys(wheel: Wheel, beside: object) -> None:
    with open_index(wheel.home / "made") as index:
        assert index.search("cai cach hanh chinh").total > 0


def test_an_index_of_the_repository_is_the_wheels(wheel: Wheel, tmp_path: Path) -> None:
    with create_index(tmp_path / "index") as made:
        made.add([ROOT / "data" / "formats"])
    found = wheel.run("-m", "khoan", "search", "cai cach", "--index", str(tmp_path / "index"))
    assert "33-kh-ubnd" in found.stdout


def test_both_name_the_same_classes(wheel: Wheel, beside: object, tmp_path: Path) -> None:
    with create_index(tmp_path / "index") as made:
        made.add([ROOT / "data" / "formats"])
    ours, theirs = (
        _classes(at / "_MAIN_1.toc") for at in (tmp_path / "index", wheel.home / "made")
    )
    assert theirs == ours > set()


def _classes(toc: Path) -> set[str]:
    """Modules that the pickles of a table of contents name."""
    return set(re.findall(r"(?:khoan\.)?indexer(?:\.\w+)+", toc.read_bytes().decode("latin-1")))


def test_the_samples_can_be_searched_with_one_command(wheel: Wheel) -> None:
    command = [sys.executable, "-m", "khoan", "demo", "--no-browser", "--port", "0"]
    with subprocess.Popen(
        command,
        cwd=wheel.home,
        env=wheel.environment(),
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as running:
        try:
            address = _address(running)
            with urlopen(f"{address}?q={quote('thi dua')}", timeout=60) as page:  # noqa: S310  # loopback
                assert "<mark>" in page.read().decode()
            running.send_signal(signal.SIGINT)
            assert running.wait(timeout=60) == 130
        finally:
            running.kill()


def _address(running: subprocess.Popen[str]) -> str:
    assert running.stderr is not None
    for line in iter(running.stderr.readline, ""):
        if found := re.search(r"http://\S+/", line):
            return found[0]
    raise AssertionError("it has ended")


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """``setup.py``, as a module."""
    spec = importlib.util.spec_from_file_location("khoan_setup", ROOT / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


REWRITTEN = [
    ("from", "from indexer.core import x\n", "from khoan.indexer.core import x\n"),
    ("from the package", "from  analyzers import x\n", "from  khoan.analyzers import x\n"),
    ("as", "import indexer.core as c\n", "import khoan.indexer.core as c\n"),
    ("a package", "import indexer\n", "import khoan.indexer as indexer\n"),
    ("several", "import os, indexer as i\n", "import os, khoan.indexer as i\n"),
    ("indented", "if a:\n from search_ui import b\n", "if a:\n from khoan.search_ui import b\n"),
    ("after Vietnamese", "'ệ'; from indexer import b\n", "'ệ'; from khoan.indexer import b\n"),
    ("another's", "from indexers import x\n", "from indexers import x\n"),
    ("relative", "from .indexer import x\n", "from .indexer import x\n"),
    ("our own", "from khoan.cli import x\n", "from khoan.cli import x\n"),
    ("a text", "s = 'from indexer import x'\n", "s = 'from indexer import x'\n"),
    ("a comment", "# from indexer import x\n", "# from indexer import x\n"),
    ("lines of Windows", "a\r\nimport indexer as i\r\n", "a\r\nimport khoan.indexer as i\r\n"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "expected"), [r[1:] for r in REWRITTEN], ids=[r[0] for r in REWRITTEN]
)
def test_imports_are_rewritten(build: ModuleType, source: str, expected: str) -> None:
    assert build.inside(source.encode()).decode() == expected


def test_an_import_that_binds_the_bare_name_is_refused(build: ModuleType) -> None:
    with pytest.raises(SyntaxError, match=r"import indexer\.core as"):
        build.inside(b"import indexer.core\n")
