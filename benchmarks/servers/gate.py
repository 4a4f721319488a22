"""A gate before a node: TLS and a password, as a cluster with a security plugin asks for."""

from __future__ import annotations

import base64
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from benchmarks.servers.distribution import Unavailable
from benchmarks.servers.node import HOST, Node


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine that signs itself, and its key.

    Raises:
        Unavailable: there is no ``openssl`` to make one with.
    """
    program = shutil.which("openssl")
    if program is None:
        raise Unavailable("there is no openssl to make a certificate with")
    made, key = folder / "certificate.pem", folder / "key.pem"
    command = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", f"subjectAltName=IP:{HOST},DNS:localhost"]
    command += ["-addext", "basicConstraints=critical,CA:TRUE"]
    command += ["-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made, key


@contextmanager
def gate(node: Node, folder: Path, user: str, password: str) -> Iterator[tuple[str, Path]]:
    """A gate, as long as the block runs: ``host:port``, and the certificate to trust."""
    made, key = certificate(folder)
    expected = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    class Handler(_Handler):
        upstream = node.http
        authorization = expected

    server = _Server((HOST, 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"{HOST}:{server.server_address[1]}", made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """Say nothing: a client that refuses the certificate breaks off."""


class _Handler(BaseHTTPRequestHandler):
    """Forwards what comes with the password."""

    protocol_version = "HTTP/1.1"
    upstream = 0
    authorization = ""

    def _forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("Authorization") != self.authorization:
            self._answer(401, b'{"error": "Unauthorized"}')
            return
        connection = HTTPConnection(HOST, self.upstream, timeout=60)
        names = ("Content-Type", "Accept", "Accept-Encoding", "Content-Encoding")
        headers = {name: self.headers[name] for name in names if name in self.headers}
        try:
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            encoding = answer.headers.get("Content-Encoding", "")
            self._answer(answer.status, answer.read(), encoding)
        except (OSError, HTTPException):
            self._answer(502, b"{}")
        finally:
            connection.close()

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _forward  # noqa: N815  # as its base has them

    def _answer(self, status: int, body: bytes, encoding: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
