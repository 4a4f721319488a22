"""Whoosh-Reloaded's own tests over our codec: ``python -m benchmarks.peer [FOLDER]``.

Its source distribution, in the version that we depend on, goes into FOLDER and is not committed.
The exit status is pytest's: a test that fails without a reason in ``expected.tsv`` is a failure,
and so is one that passes in spite of it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PIN = re.compile(r"^whoosh-reloaded==(\S+)", re.MULTILINE)


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".venv" / "peer"
    tests = fetched(folder)
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", "--tb=short", "-c", os.devnull]
    command += ["--rootdir", str(tests), "-p", "no:cacheprovider", "-p", "benchmarks.peer.plugin"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([*command, str(tests)], env=environment, check=False).returncode


def fetched(folder: Path) -> Path:
    """The folder of the tests, fetched unless it is there."""
    pinned = _PIN.search((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    if pinned is None:
        raise SystemExit("constraints.txt does not name whoosh-reloaded")
    tests = folder / f"Whoosh-Reloaded-{pinned[1]}" / "tests"
    if not tests.is_dir():
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        download += ["--no-build-isolation", "--no-binary", ":all:", "--dest", str(folder)]
        subprocess.run([*download, f"whoosh-reloaded=={pinned[1]}"], check=True)
        [archive] = folder.glob(f"[Ww]hoosh?[Rr]eloaded-{pinned[1]}.tar.gz")
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")
    return tests


if __name__ == "__main__":
    sys.exit(main())
