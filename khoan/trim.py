"""``python -m khoan.trim``: remove from an environment of Khoản's own what Khoản never loads.

pyvi requires scikit-learn, and that SciPy: with them an installation takes 435 MB, without 188.
pyvi's model is read without scikit-learn (``analyzers.crf``); of SciPy one compiled module is
loaded (``indexer.arrayfile.kernels``), of Babel the languages of the page. Where another package
needs what would be removed, nothing is. pip brings it back with the next upgrade: run this again.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from shutil import rmtree
from typing import Final

from khoan import language
from khoan._siblings import PREFIX
from khoan.language import tr

UNUSED: Final = (
    "scikit-learn", "sklearn-crfsuite", "joblib", "threadpoolctl", "tabulate", "narwhals",
)  # fmt: skip
"""Distributions that are removed whole. pyvi requires the first two, and these the others."""
_LOADED: Final = re.compile(r"scipy/(__init__|sparse/_sparsetools\.[^/]+)(\.py)?")
_LOCALE: Final = re.compile(r"babel/locale-data/(root|en|vi)(_[^/]*)?\.dat")
_TESTS: Final = re.compile(r"(numpy|scipy)/(.*/)?tests/.*")


def trim(site: Path) -> int:
    """Trim a folder of packages; how many bytes that was.

    Raises:
        PermissionError: another package needs what would be removed; names it.
    """
    found = {_name(one): one for one in distributions(path=[str(site)])}
    if needing := sorted(set(_needing(found)) - {"khoan", "pyvi", *UNUSED}):
        raise PermissionError(", ".join(needing))
    files = [
        site / file
        for name in UNUSED
        for file in (found[name].files or () if name in found else ())
    ]
    files += [
        file
        for file in site.rglob("*")
        if file.is_file() and _is_superfluous(file.relative_to(site).as_posix())
    ]
    removed = sum(_remove(file, site) for file in files)
    if os.name != "nt":
        removed += sum(file.stat().st_size for file in site.glob("scipy.libs/*"))
        rmtree(site / "scipy.libs", ignore_errors=True)  # of modules that are gone
    return removed


def _name(one: Distribution) -> str:
    return re.sub(r"[-_.]+", "-", str(one.metadata["Name"])).lower()


def _needing(found: dict[str, Distribution]) -> Iterator[str]:
    """What requires something that would be removed. Extras do not count."""
    for name, one in found.items():
        for requirement in one.requires or ():
            needed = re.match(r"[A-Za-z0-9_.-]+", requirement)
            if needed and needed[0].lower() in {*UNUSED, "scipy"} and "extra ==" not in requirement:
                yield name


def _is_superfluous(file: str) -> bool:
    if _TESTS.fullmatch(file):
        return True
    if file.startswith("scipy/"):
        return not _LOADED.fullmatch(file)
    return file.startswith("babel/locale-data/") and not _LOCALE.fullmatch(file)


def _remove(file: Path, site: Path) -> int:
    """Remove a file within ``site``, its bytecode and the folders that it leaves empty; how many
    bytes that was."""
    site, file = site.resolve(), file.resolve()
    if site not in file.parents:
        return 0  # a script beside the packages
    compiled = file.parent.glob(f"__pycache__/{file.stem}.*.pyc") if file.suffix == ".py" else ()
    size = 0
    for one in (file, *compiled):
        if one.exists():
            size += one.stat().st_size
            one.unlink()
    for folder in (file.parent / "__pycache__", *file.parents):
        if folder == site:
            break
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return size


def main() -> str | None:
    """Trim the environment that this is installed in; what is wrong, if anything."""
    with language.used(language.choose(sys.argv[1:], os.environ)):
        if not PREFIX:
            return tr("Đây là kho mã nguồn, không phải bản cài đặt: không xóa gì.")
        try:
            removed = trim(Path(__file__).resolve().parents[1])
        except PermissionError as error:
            return tr(
                "Không xóa gì: %(what)s cần đến hoặc không cho xóa. Hãy cài Khoản vào một môi "
                "trường riêng.",
                what=str(error),
            )
        print(tr("Đã xóa %(number)d MB thư viện mà Khoản không dùng.", number=removed >> 20))
    return None


if __name__ == "__main__":
    sys.exit(main())
