"""Nodes that are one cluster, as long as a block runs."""

from __future__ import annotations

import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic, sleep
from types import FrameType
from typing import Any, Final

from benchmarks.servers.distribution import Unavailable, installed, java_home
from benchmarks.servers.node import HOST, Node, give, may_read

CACHE: Final = Path(__file__).resolve().parents[2] / ".venv" / "servers"
"""Where the distribution is unpacked."""
_GREEN: Final = 120.0


@dataclass(frozen=True)
class Cluster:
    """Nodes that found each other."""

    nodes: tuple[Node, ...]

    @property
    def hosts(self) -> str:
        """``host:port`` of each node, with commas between."""
        return ",".join(node.address for node in self.nodes)

    def index(self, name: str) -> str:
        """The address of an index."""
        return f"opensearch://{self.hosts}/{name}"

    def health(self) -> dict[str, Any] | None:
        """What any node that answers says of the cluster."""
        for node in self.nodes:
            if (found := node.ask("/_cluster/health", 2.0)) is not None:
                return found
        return None

    def wait(self, status: str = "green", nodes: int | None = None) -> None:
        """Wait until all nodes are there and all shards have their copies, as each node says.

        A node that was killed just now and has not been missed yet is still counted by the others:
        so only what all of them say, the new one too, is believed.

        Raises:
            Unavailable: it takes too long.
        """
        end = monotonic() + _GREEN
        wanted = nodes or len(self.nodes)
        good = ("green", status)
        while monotonic() < end:
            said = [one for node in self.nodes if (one := node.ask("/_cluster/health", 2.0))]
            together = [
                one
                for one in said
                if one.get("number_of_nodes") == wanted and one.get("status") in good
            ]
            if len(together) == len(said) == wanted:
                return
            sleep(0.2)
        raise Unavailable(f"the cluster does not come together: {self.health()}")


@contextmanager
def running(nodes: int = 1, port: int = 0, heap_mb: int = 512) -> Iterator[Cluster]:
    """A cluster of so many nodes on this machine, with data of its own that is deleted at the end.

    Args:
        nodes: how many.
        port: of the first node; the next ones follow, and the same from 100 on for what nodes say
            among themselves. 0: any that are free.
        heap_mb: of each node.

    Raises:
        Unavailable: it cannot be run here; says why.
    """
    java = java_home()
    home = installed(CACHE)
    if not may_read(home / "bin" / "opensearch"):
        raise Unavailable(f"other users may not read {home}, and OpenSearch does not run as root")
    folder = Path(mkdtemp(prefix="khoan-opensearch-"))
    made = make(folder, nodes, port, home, java, heap_mb)
    try:
        folder.chmod(0o755)
        for node in made:
            node.configure()
        (folder / "repository").mkdir()
        give(folder / "repository")
        for node in made:
            node.start()
        for node in made:
            node.wait(nodes)
        yield Cluster(tuple(made))
    finally:
        for node in made:
            node.stop()
        shutil.rmtree(folder, ignore_errors=True)


def ended_in_order() -> None:
    """Let SIGINT (which a shell has a background process ignore) and SIGTERM end this program as
    Ctrl-C does, so that its servers end, too."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def make(
    folder: Path, count: int, port: int, home: Path, java: Path, heap_mb: int = 512
) -> list[Node]:
    """The nodes, not started yet. See ``running``."""
    ports = [port + number for number in range(count)] if port else free_ports(2 * count)
    transports = [each + 100 for each in ports] if port else ports[count:]
    names = [f"khoan-{number + 1}" for number in range(count)]
    settings: dict[str, object] = {"cluster.name": f"khoan-{folder.name}"}
    if count == 1:
        settings["discovery.type"] = "single-node"
    else:
        settings["discovery.seed_hosts"] = [f"{HOST}:{each}" for each in transports]
        settings["cluster.initial_cluster_manager_nodes"] = names
    return [
        Node(home, java, folder / name, name, http, transport, settings, heap_mb)
        for name, http, transport in zip(names, ports, transports, strict=False)
    ]


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens at now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind((HOST, 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()
