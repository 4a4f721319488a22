"""``khoan search --server``: the same as from the index."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from site_fixture import sample_index
from werkzeug.serving import make_server

from khoan.cli import cli
from search_ui import create_app


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    made = make_server("127.0.0.1", 0, create_app(sample_index()), threaded=True)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    thread.join()


def run(*arguments: str) -> tuple[object, str, str]:
    done = CliRunner().invoke(cli, ["search", *arguments], standalone_mode=False)
    return done.return_value or done.exception, done.stdout, done.stderr


def test_hits_are_shown(server: str) -> None:
    status, out, err = run("thi", "dua", "--server", server, "--limit", "1")
    assert (status, "thi đua" in out.lower(), "1-1 trong" in err) == (0 or None, True, True)


def test_json_is_what_the_server_says(server: str) -> None:
    _, out, _ = run("thi dua", "--server", server, "--json", "--filter", "type=Chỉ thị")
    assert {hit["document"]["type"] for hit in json.loads(out)["hits"]} == {"Chỉ thị"}


def test_nothing_found(server: str) -> None:
    assert run("zzzz", "--server", server)[0] == 1


def test_reasons_are_shown(server: str) -> None:
    assert "thi" in run("thi dua", "--server", server, "--explain", "--limit", "1")[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["thi", "--filter", "from=wat"], "QueryError", id="a date that is none"),
        pytest.param(["thi", "--filter", "wat=1"], "QueryError", id="an unknown filter"),
        pytest.param(["thi", "--fold"], "UsageError", id="what a server does not do"),
    ],
)
def test_what_cannot_be_asked(arguments: list[str], says: str, server: str) -> None:
    assert type(run(*arguments, "--server", server)[0]).__name__ == says


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "ftp://x", "wat"])
def test_nobody_there(address: str) -> None:
    assert type(run("thi", "--server", address)[0]).__name__ == "SystemRefused"
