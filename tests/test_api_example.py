"""The examples of the documentation run, over the sample documents."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import khoan

HOME = Path(__file__).parent.parent


@pytest.mark.parametrize("page", ["README.md", "docs/API.md"])
def test_the_example_in_python_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = re.search(r"```python\n(.*?)```", (HOME / page).read_text(encoding="utf-8"), re.DOTALL)
    assert code
    shutil.copytree(HOME / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    exec(compile(code[1], page, "exec"), {})  # noqa: S102  # our own documentation
    assert "thi đua" in capsys.readouterr().out.lower()


def test_what_is_exported_is_there() -> None:
    assert [name for name in khoan.__all__ if not hasattr(khoan, name)] == []


def test_marks_become_html_and_the_text_is_escaped() -> None:
    marks = [khoan.Span(4, 11)]
    assert khoan.highlight("<b> thi đua", marks) == "&lt;b&gt; <mark>thi đua</mark>"


def test_progress_is_told_of_each_file(tmp_path: Path) -> None:
    seen: list[str] = []
    khoan.index([HOME / "data"], tmp_path / "index", progress=lambda *step: seen.append(step[2]))
    assert (len(seen) > 3, seen[-1]) == (True, "")
