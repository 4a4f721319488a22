"""``python -m khoan.trim``: what it removes, what it leaves, when it refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from khoan import trim

KEPT = [
    "scipy/__init__.py",
    "scipy/sparse/_sparsetools.cpython-311-x86_64-linux-gnu.so",
    "scipy/sparse/_sparsetools.cp312-win_amd64.pyd",
    "babel/locale-data/vi.dat",
    "babel/locale-data/vi_VN.dat",
    "babel/locale-data/en.dat",
    "babel/locale-data/root.dat",
    "babel/core.py",
    "numpy/core.py",
    "pyvi/models/pyvi3.pkl",
    "testing/tests/mine.py",
]
REMOVED = [
    "sklearn/base.py",
    "sklearn/__pycache__/base.cpython-311.pyc",
    "scipy/sparse/__init__.py",
    "scipy/linalg/_solve.py",
    "scipy/linalg/__pycache__/_solve.cpython-311.pyc",
    "scipy.libs/libopenblas.so",
    "babel/locale-data/fr.dat",
    "babel/locale-data/enx.dat",
    "numpy/fft/tests/test_fft.py",
]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in (*KEPT, *REMOVED):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    install(tmp_path, "pyvi", ["scikit-learn", "sklearn-crfsuite"])
    install(tmp_path, "khoan", ["pyvi", "scipy >=1.10"])
    install(tmp_path, "scikit_learn", ["scipy"], ["sklearn/base.py", "../../bin/fit"])
    return tmp_path


def install(site: Path, name: str, requires: list[str], files: list[str] | None = None) -> None:
    folder = site / f"{name}-1.0.dist-info"
    folder.mkdir()
    needs = "".join(f"Requires-Dist: {one}\n" for one in requires)
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{needs}")
    (folder / "RECORD").write_text("".join(f"{file},,\n" for file in files or ()))


@pytest.mark.skipif(sys.platform == "win32", reason="leaves libraries there")
@pytest.mark.parametrize("name", REMOVED)
def test_what_is_never_loaded_is_removed(site: Path, name: str) -> None:
    trim.trim(site)
    assert not (site / name).exists()


@pytest.mark.parametrize("name", KEPT)
def test_what_is_loaded_stays(site: Path, name: str) -> None:
    trim.trim(site)
    assert (site / name).exists()


def test_folders_left_empty_are_removed(site: Path) -> None:
    trim.trim(site)
    assert not (site / "scipy" / "linalg").exists()


def test_what_was_removed_is_counted(site: Path) -> None:
    assert trim.trim(site) == len(REMOVED)


def test_it_may_be_run_again(site: Path) -> None:
    trim.trim(site)
    assert trim.trim(site) == 0


def test_nothing_is_removed_that_another_package_needs(site: Path) -> None:
    install(site, "other", ["scikit-learn>=1"])
    with pytest.raises(PermissionError, match="other"):
        trim.trim(site)
    assert (site / "sklearn" / "base.py").exists()


def test_what_another_may_need_for_an_extra_is_removed(site: Path) -> None:
    install(site, "other", ["scipy ; extra == 'all'"])
    assert trim.trim(site) > 0


def test_the_repository_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["khoan.trim"])
    assert "kho mã nguồn" in str(trim.main())


WITHOUT = """
import sys
from importlib.abc import MetaPathFinder

GONE = {"sklearn", "sklearn_crfsuite", "joblib", "threadpoolctl", "tabulate", "narwhals"}

class Finder(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        # As after trimming: of SciPy there is the package, and no module in it is imported.
        if name.split(".")[0] in GONE or name.startswith("scipy."):
            raise ImportError(name)

sys.meta_path.insert(0, Finder())
import khoan
report = khoan.index(["data/formats"], sys.argv[1])
with khoan.open(sys.argv[1]) as index:
    page = khoan.create_app(index).test_client().get("/?q=cải+cách+hành+chính")
    print(report.failures, index.search("cai cach").total > 0, page.status_code)
"""


def test_all_works_without_what_is_removed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(tmp_path / "index")],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    assert done.stdout.split() == ["()", "True", "200"]
