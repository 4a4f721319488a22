"""Every command over an index that OpenSearch has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_cli_status import Ran, run

import khoan
from benchmarks.servers.cluster import Cluster
from benchmarks.servers.gate import gate

TEXT = """Số: 7/KH-UBND

An Bình, ngày 3 tháng 5 năm 2024

KẾ HOẠCH

Về việc thi đua

1. Thi đua yêu nước theo Chỉ thị số 34-CT/TW ngày 07 tháng 4 năm 2014.

2. Nước sạch.
"""
ID = "7-kh-ubnd.2024-05-03"
SECRET = "mat-khau-khong-ai-biet"  # noqa: S105  # made up


class Shell:
    """Runs commands with ``$KHOAN_INDEX`` set."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd

    def __call__(self, *arguments: str) -> Ran:
        return run(self._capfd, list(arguments))


@pytest.fixture
def shell(
    opensearch: Cluster,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Shell:
    monkeypatch.chdir(tmp_path)
    address = opensearch.index(f"commands-{tmp_path.name.replace('_', '-').lower()[:40]}")
    monkeypatch.setenv("KHOAN_INDEX", address)
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    made = Shell(capfd)
    assert made("index", "a.txt", "--shards", "2").status == 0
    return made


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["search", "thi dua"], "Thi đua yêu nước"),
        (["show", ID], "Nước sạch."),
        (["suggest", "thi"], "thi đua"),
        (["cites", ID], "34-CT/TW"),
        (["cited-by", "34-ct-tw.2014-04-07"], ID),
        (["export"], '"khoan":"export"'),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_command_reads_it(shell: Shell, command: list[str], said: str) -> None:
    ran = shell(*command)
    assert (ran.status, said in ran.out) == (0, True), ran


def test_indexing_again_changes_nothing(shell: Shell) -> None:
    assert "1 tệp không đổi" in shell("index", "a.txt").err


def test_an_export_goes_into_it(shell: Shell) -> None:
    Path("export.ndjson").write_text(shell("export").out, encoding="utf-8")
    assert shell("import", "export.ndjson").status == 0
    assert json.loads(shell("search", "nuoc sach", "--json").out)["total"] == 1


def test_it_is_checked(shell: Shell) -> None:
    ran = shell("check")
    assert ran.status == 0
    assert "1 máy, " in ran.err
    assert "1 văn bản" in ran.err


def test_it_is_checked_deeply(shell: Shell) -> None:
    ran = shell("check", "--deep", "--json")
    assert (ran.status, json.loads(ran.out)["damage"]) == (0, [])


def test_another_number_of_shards_is_refused(shell: Shell) -> None:
    ran = shell("index", "a.txt", "--shards", "5")
    assert ran.status == 3
    assert "khoan export" in ran.err


def test_it_is_copied_by_the_servers(shell: Shell, opensearch: Cluster) -> None:
    node = opensearch.nodes[0]
    location = str(node.folder.parent / "repository")
    node.put("/_snapshot/kho", {"type": "fs", "settings": {"location": location}})
    assert shell("snapshot", "kho/mot").status == 0
    again = shell("snapshot", "kho/mot")
    assert (again.status, "Đã có bản sao" in again.err) == (3, True)


def test_why_it_is_not_copied_to_a_folder_is_said(shell: Shell) -> None:
    ran = shell("snapshot", "copy")
    assert ran.status == 3
    assert "KHO/TÊN" in ran.err


def test_an_index_that_is_not_there_is_missing(shell: Shell, opensearch: Cluster) -> None:
    ran = shell("search", "thi", "--index", opensearch.index("nowhere"))
    assert ran.status == 3
    assert "nowhere" in ran.err


def test_nobody_at_the_address_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    ran = run(capfd, ["search", "thi", "--index", "opensearch://127.0.0.1:1/khoan"])
    assert ran.status == 3
    assert "127.0.0.1:1" in ran.err


def test_a_password_in_an_address_is_refused_and_never_shown(
    capfd: pytest.CaptureFixture[str],
) -> None:
    ran = run(capfd, ["search", "x", "--index", f"opensearch://u:{SECRET}@127.0.0.1:1/khoan"])
    assert ran.status in (2, 3)
    assert "KHOAN_OPENSEARCH_PASSWORD" in ran.err
    assert SECRET not in ran.err + ran.out


@pytest.fixture
def behind_gate(
    shell: Shell, opensearch: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[tuple[Shell, Path]]:
    monkeypatch.setenv("KHOAN_OPENSEARCH_USER", "khoan")
    monkeypatch.setenv("KHOAN_OPENSEARCH_PASSWORD", SECRET)
    with gate(opensearch.nodes[0], tmp_path, "khoan", SECRET) as (host, certificate):
        monkeypatch.setenv("KHOAN_INDEX", f"opensearchs://{host}/gate")
        monkeypatch.setenv("KHOAN_OPENSEARCH_CA", str(certificate))
        yield shell, certificate


def test_tls_and_a_password(behind_gate: tuple[Shell, Path]) -> None:
    shell, _ = behind_gate
    assert shell("index", "a.txt").status == 0
    assert "Thi đua" in shell("search", "thi dua").out


def test_a_wrong_password_is_said(
    behind_gate: tuple[Shell, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHOAN_OPENSEARCH_PASSWORD", "wrong-one")
    ran = behind_gate[0]("search", "thi dua")
    assert ran.status == 3
    assert "KHOAN_OPENSEARCH_PASSWORD" in ran.err
    assert "wrong-one" not in ran.err


def test_a_certificate_that_nobody_vouches_for_is_refused(
    behind_gate: tuple[Shell, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KHOAN_OPENSEARCH_CA")
    ran = behind_gate[0]("search", "thi dua")
    assert ran.status == 3
    assert "KHOAN_OPENSEARCH_CA" in ran.err


def test_python_opens_it(shell: Shell, opensearch: Cluster) -> None:
    address = opensearch.index("python")
    assert khoan.index("a.txt", address, shards=2).indexed == 1
    with khoan.open_index(address) as opened:
        assert opened.search("nuoc sach").total == 1
