"""One OpenSearch process: configured, started as a user other than root, stopped or killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from benchmarks.servers.distribution import Unavailable

HOST: Final = "127.0.0.1"
HEAP_MB: Final = 512
_NOBODY: Final = 65534
_STARTS: Final = 90.0
"""Seconds in which a node answers, on a busy machine too."""
_STOPS: Final = 20.0
_JVM: Final = """\
-XX:+UseG1GC
-Djava.io.tmpdir=${OPENSEARCH_TMPDIR}
18-:-Djava.security.manager=allow
"""


@dataclass
class Node:
    """One node. It keeps its data when it is killed and started again."""

    home: Path
    java: Path
    folder: Path
    """Its own: configuration, data, logs and temporary files."""
    name: str
    http: int
    transport: int
    settings: Mapping[str, object] = field(default_factory=dict)
    """Of ``opensearch.yml``, beside its own."""
    heap_mb: int = HEAP_MB
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """``host:port`` for HTTP."""
        return f"{HOST}:{self.http}"

    def configure(self) -> None:
        """Write the configuration, into a folder of the user that it will run as."""
        for name in ("config", "data", "logs", "tmp", "repository"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        settings = {
            "node.name": self.name,
            "network.host": HOST,
            "http.port": self.http,
            "transport.port": self.transport,
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.folder / "logs"),
            "path.repo": str(self.folder.parent / "repository"),
            "indices.query.bool.max_clause_count": 16384,
            "cluster.routing.allocation.disk.threshold_enabled": False,
            **self.settings,
        }
        config = self.folder / "config"
        lines = [f"{name}: {json.dumps(value)}\n" for name, value in settings.items()]
        (config / "opensearch.yml").write_text("".join(lines), encoding="utf-8")
        (config / "jvm.options").write_text(_JVM, encoding="utf-8")
        shutil.copy(self.home / "config" / "log4j2.properties", config)
        give(self.folder)

    def start(self) -> None:
        """Start it; it answers a while later (``wait``)."""
        heap = f"-Xms{self.heap_mb}m -Xmx{self.heap_mb}m"
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.folder),
            "OPENSEARCH_JAVA_HOME": str(self.java),
            "OPENSEARCH_JAVA_OPTS": heap,
            "OPENSEARCH_PATH_CONF": str(self.folder / "config"),
            "OPENSEARCH_TMPDIR": str(self.folder / "tmp"),
        }
        with (self.folder / "stdout").open("wb") as out:
            self.process = subprocess.Popen(
                [*as_other_user(), str(self.home / "bin" / "opensearch")],
                env=environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for who started us; we stop it in order
            )

    def wait(self, nodes: int = 1) -> None:
        """Wait until it answers and sees so many nodes.

        Raises:
            Unavailable: it does not.
        """
        end = monotonic() + _STARTS
        while monotonic() < end:
            if self.process is None or self.process.poll() is not None:
                raise Unavailable(f"OpenSearch ended: {self.said()}")
            found = self.ask("/_cluster/health")
            if found and found.get("number_of_nodes", 0) >= nodes:
                return
            sleep(0.2)
        raise Unavailable(f"OpenSearch does not answer after {_STARTS:.0f} s: {self.said()}")

    def ask(self, path: str, seconds: float = 5.0) -> dict[str, Any] | None:
        """What it answers to a GET; None: nothing, or an error."""
        return self._request("GET", path, None, seconds)

    def put(self, path: str, body: Mapping[str, object]) -> dict[str, Any] | None:
        """What it answers to a PUT; None: nothing, or an error."""
        return self._request("PUT", path, json.dumps(body), 30.0)

    def _request(
        self, method: str, path: str, body: str | None, seconds: float
    ) -> dict[str, Any] | None:
        connection = HTTPConnection(HOST, self.http, timeout=seconds)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            found = json.loads(answer.read())
        except (OSError, HTTPException, ValueError):
            return None
        finally:
            connection.close()
        return found if answer.status == 200 and isinstance(found, dict) else None

    def stop(self) -> None:
        """End it in order; kill it if it does not."""
        if self.process is None:
            return
        self._signal(signal.SIGCONT)
        self._signal(signal.SIGTERM)
        try:
            self.process.wait(_STOPS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """``kill -9``."""
        self._signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def pause(self) -> None:
        """SIGSTOP: it is there, and answers nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT."""
        self._signal(signal.SIGCONT)

    def said(self) -> str:
        """The end of what it wrote."""
        try:
            text = (self.folder / "stdout").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return text[-600:].strip()

    def _signal(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)


def as_other_user() -> list[str]:
    """What to put before a command so that it does not run as root (OpenSearch refuses to), and
    ends when we do.

    Raises:
        Unavailable: the system has no ``setpriv``.
    """
    program = shutil.which("setpriv")
    if program is None:
        raise Unavailable("there is no setpriv (of util-linux) to run OpenSearch with")
    user = [f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]
    return [program, *(user if os.geteuid() == 0 else []), "--pdeathsig=TERM"]


def give(folder: Path) -> None:
    """Give a folder and what is in it to the user that nodes run as."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)


def may_read(path: Path) -> bool:
    """Whether the user that nodes run as may."""
    return subprocess.run([*as_other_user(), "test", "-r", str(path)], check=False).returncode == 0
