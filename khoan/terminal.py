"""What all commands share: their options, and how things look on a terminal."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from analyzers.token import Span

F = TypeVar("F", bound=Callable[..., Any])


_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")
"""What UTF-8 cannot say, and JSON can."""


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
    text = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo(_SURROGATES.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def colours() -> bool:
    """Whether stdout takes colours: a terminal, and NO_COLOR (no-color.org) is not set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def styled(text: str, **style: Any) -> str:
    """``click.style`` where colours are wanted, else the text."""
    return click.style(text, **style) if colours() else text


_UNSAFE: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Characters that steer a terminal or reorder what it shows: controls but tab and line feed,
and Unicode's bidirectional marks (UAX #9)."""


def visible(text: str) -> str:
    """The text as it can be shown: what would steer the terminal is spelled out, as ``\\u202e``."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def visible_line(text: str) -> str:
    """``visible``, on one line: for names of files."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def marked(text: str, marks: Sequence[Span]) -> str:
    """The text with its marks shown, in colour or, without colours, as they are."""
    parts, at = [], 0
    for span in marks:
        parts += [
            visible(text[at : span.start]),
            styled(visible(text[span.start : span.end]), fg="yellow", bold=True),
        ]
        at = span.end
    return "".join(parts) + visible(text[at:])
