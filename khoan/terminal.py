"""What all commands share: their options, and how things look on a terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from analyzers.token import Span

F = TypeVar("F", bound=Callable[..., Any])


def index_option(command: F) -> F:
    """``--index DIR``, then ``$KHOAN_INDEX``, then ``./khoan-index``."""
    return click.option(
        "--index",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="KHOAN_INDEX",
        default="khoan-index",
        show_default="$KHOAN_INDEX, else ./khoan-index",
        help="Thư mục chỉ mục (the folder of the index).",
    )(command)


def json_option(command: F) -> F:
    """``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="In JSON (print JSON).")(command)


def print_json(value: object) -> None:
    """One JSON value on stdout, readable as it is: UTF-8, indented."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def colours() -> bool:
    """Whether stdout takes colours: a terminal, and NO_COLOR (no-color.org) is not set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def styled(text: str, **style: Any) -> str:
    """``click.style`` where colours are wanted, else the text."""
    return click.style(text, **style) if colours() else text


def marked(text: str, marks: Sequence[Span]) -> str:
    """The text with its marks shown, in colour or, without colours, as they are."""
    parts, at = [], 0
    for span in marks:
        parts += [
            text[at : span.start],
            styled(text[span.start : span.end], fg="yellow", bold=True),
        ]
        at = span.end
    return "".join(parts) + text[at:]
