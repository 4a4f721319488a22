"""The files in ``deploy`` and the image: looked at by the programs that will read them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
DOCKERFILE = ROOT / "Dockerfile"


def program(name: str) -> str:
    """Its path, in this environment or of the system; the test is skipped where there is none."""
    places = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    found = shutil.which(name, path=f"{places}{os.pathsep}/usr/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def test_hadolint_has_nothing_to_say() -> None:
    done = subprocess.run([program("hadolint"), DOCKERFILE], capture_output=True, text=True)  # noqa: PLW1510  # looked at
    assert (done.returncode, done.stdout) == (0, "")


INSTRUCTIONS = [
    ("another user than root", r"^USER [1-9]\d*:[1-9]\d*$"),
    ("a health check", r"^HEALTHCHECK "),
    ("volumes", r'^VOLUME \["/index", "/documents"\]$'),
    ("the program in exec form, so that signals arrive", r'^ENTRYPOINT \["khoan"\]$'),
]


@pytest.mark.parametrize("pattern", [i[1] for i in INSTRUCTIONS], ids=[i[0] for i in INSTRUCTIONS])
def test_the_image_that_runs_has(pattern: str) -> None:
    last = DOCKERFILE.read_text(encoding="utf-8").rpartition("\nFROM ")[2]
    assert re.search(pattern, last, re.MULTILINE)


def test_the_image_is_built_of_everything_that_the_wheel_needs() -> None:
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE.read_text("utf-8"), re.MULTILINE)
    sources = {name for line in copied for name in line.split()}
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    packages = {"analyzers", "indexer", "search_ui", "khoan", "data", "setup.py", "setup.cfg"}
    assert packages <= sources
    assert sources == set(re.findall(r"^!(.*)$", allowed, re.MULTILINE))


UNITS = sorted((*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_has_nothing_to_say(unit: Path, tmp_path: Path) -> None:
    for other in UNITS:
        text = other.read_text(encoding="utf-8")
        (tmp_path / other.name).write_text(
            text.replace("/opt/khoan/bin/khoan", sys.executable), encoding="utf-8"
        )
    command = [program("systemd-analyze"), "verify", "--man=no", tmp_path / unit.name]
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: PLW1510  # looked at
    assert [line for line in done.stderr.splitlines() if line.startswith("khoan")] == []


HARDENED = ("NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "User=khoan")


@pytest.mark.parametrize("line", HARDENED)
@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.service")), ids=lambda unit: unit.name)
def test_a_service_may_do_little(unit: Path, line: str) -> None:
    assert line in unit.read_text(encoding="utf-8").splitlines()


def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    ours = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert "server serve:8000;" in ours
    places = "".join(
        f"{name}_temp_path {tmp_path};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {places}\n"
    conf = tmp_path / "nginx.conf"
    conf.write_text(whole + ours.replace("serve:8000", "127.0.0.1:8000") + "}\n", encoding="utf-8")
    command = [program("nginx"), "-t", "-q", "-c", str(conf)]
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: PLW1510  # looked at
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, object]]:
    yaml = pytest.importorskip("yaml")
    made: dict[str, dict[str, object]] = yaml.safe_load(
        (DEPLOY / "compose.yaml").read_text("utf-8")
    )
    return made["services"]  # type: ignore[return-value]  # of the file


@pytest.mark.parametrize("name", ["serve", "index", "proxy"])
def test_a_container_may_do_little(services: dict[str, dict[str, object]], name: str) -> None:
    found = services[name]
    assert (found["read_only"], found["cap_drop"]) == (True, ["ALL"])
    assert found["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", ["serve", "index"])
def test_a_container_only_reads_the_documents(
    services: dict[str, dict[str, object]], name: str
) -> None:
    volumes = services[name]["volumes"]
    assert isinstance(volumes, list)
    assert any(fnmatch(one, "*:/documents:ro") for one in volumes)


def test_the_site_cannot_write_the_index(services: dict[str, dict[str, object]]) -> None:
    volumes = services["serve"]["volumes"]
    assert isinstance(volumes, list)
    assert "index:/index:ro" in volumes
