"""OpenSearch's own files: fetched with Maven, compared with known checksums, unpacked once.

The smallest distribution that is published as a Maven artifact has only the network module, so the
module with the tokenizers and token filters is added to it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

VERSION: Final = "2.19.1"
_COPY: Final = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
_JAVA: Final = range(11, 24)
"""Versions of Java that this version runs on; Java 24 lost the security manager that it needs."""
_MODULE: Final = f"""\
name=analysis-common
description=Tokenizers and token filters
version={VERSION}
opensearch.version={VERSION}
java.version=11
classname=org.opensearch.analysis.common.CommonAnalysisPlugin
"""


class Unavailable(Exception):
    """No server can be run here; says why."""


class _Artifact(NamedTuple):
    coordinates: str
    file: str
    sha256: str


_SERVER: Final = _Artifact(
    f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip",
    f"opensearch-{VERSION}.zip",
    "af7152d8b7f6f1cee09d47276b32b70479fe6dd8cdbb61213f84eb7f8098b261",
)
_ANALYSIS: Final = _Artifact(
    f"org.opensearch.plugin:analysis-common:{VERSION}:jar",
    f"analysis-common-{VERSION}.jar",
    "13fdc1071af42946b13153a62491a5e9b0ad214d44f7c8153d3afef60f558821",
)


def installed(folder: Path) -> Path:
    """The server's home under ``folder``, fetched and unpacked if it is not there yet.

    Raises:
        Unavailable: there is no Maven, it cannot fetch, or what it fetched is something else.
    """
    home = folder / f"opensearch-{VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if not home.exists():
            with TemporaryDirectory(dir=folder) as new:
                _unpack(Path(new)).rename(home)
    return home


def java_home() -> Path:
    """Where a Java is that the server runs on: the one that the environment names, the one on the
    path, or any that the system has.

    Raises:
        Unavailable: there is none.
    """
    named = [Path(os.environ[name]) for name in _NAMES if os.environ.get(name)]
    found = shutil.which("java")
    on_path = [Path(found).resolve().parents[1]] if found else []
    for home in [*named, *on_path, *sorted(Path("/usr/lib/jvm").glob("*"))]:
        if _java_version(home) in _JAVA:
            return home
    raise Unavailable(f"there is no Java {_JAVA.start} to {_JAVA.stop - 1}")


_NAMES: Final = ("OPENSEARCH_JAVA_HOME", "JAVA_HOME")


def _java_version(home: Path) -> int:
    try:
        release = (home / "release").read_text(encoding="utf-8")
    except OSError:
        return 0
    found = re.search(r'^JAVA_VERSION="(\d+)', release, re.MULTILINE)
    return int(found[1]) if found else 0


def _unpack(folder: Path) -> Path:
    for artifact in (_SERVER, _ANALYSIS):
        _fetch(artifact, folder)
    with zipfile.ZipFile(folder / _SERVER.file) as archive:
        archive.extractall(folder)
    home = folder / f"opensearch-{VERSION}"
    for script in (home / "bin").iterdir():
        script.chmod(0o755)  # zipfile forgets who may run it
    module = home / "modules" / "analysis-common"
    module.mkdir()
    shutil.move(folder / _ANALYSIS.file, module)
    (module / "plugin-descriptor.properties").write_text(_MODULE, encoding="utf-8")
    return home


def _fetch(artifact: _Artifact, folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable("there is no Maven (mvn) to fetch OpenSearch with")
    command = [maven, "-q", "-B", "-C", _COPY, f"-Dartifact={artifact.coordinates}"]
    ran = subprocess.run(
        [*command, f"-DoutputDirectory={folder}"], check=False, capture_output=True, text=True
    )
    path = folder / artifact.file
    if ran.returncode or not path.exists():
        said = (ran.stdout + ran.stderr).strip().splitlines()
        raise Unavailable(f"Maven cannot fetch {artifact.coordinates}: {said[:1]}")
    if hashlib.sha256(path.read_bytes()).hexdigest() != artifact.sha256:
        raise Unavailable(f"{artifact.file} is not the file whose checksum is known")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
