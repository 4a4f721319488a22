"""What all commands share: their options, and how things look on a terminal."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from analyzers.token import Span
from indexer.core.errors import KhoanError, QueryError
from khoan.language import tr
from khoan.translated import Command, PathType, option

F = TypeVar("F", bound=Callable[..., Any])


_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")
"""What UTF-8 cannot say, and JSON can."""


Address = Path | str
"""Where an index is: a folder, or what another engine calls it (``indexer.engines.registry``)."""


class _AddressType(PathType):
    """A folder's path, or an address with ``://``, which stays as it is."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Address:
        if "://" in str(value):
            return str(value)
        return Path(str(super().convert(value, param, ctx)))


def host_option(command: F) -> F:
    """``--host``: where the page answers; this machine alone, if nothing is said."""
    return option(
        "--host",
        metavar="ĐỊA_CHỈ",
        default="127.0.0.1",
        show_default=True,
        help="Địa chỉ mà trang trả lời.",
    )(command)


def index_option(command: F) -> F:
    """``--index ADDRESS``, then ``$KHOAN_INDEX``, then ``./khoan-index``."""
    return option(
        "--index",
        "address",
        metavar="ĐỊA_CHỈ",
        type=_AddressType(file_okay=False),
        envvar="KHOAN_INDEX",
        default="khoan-index",
        show_default="$KHOAN_INDEX, rồi ./khoan-index",
        help="Thư mục của chỉ mục, hay opensearch://MÁY:CỔNG/TÊN.",
    )(command)


def spread_options(command: F) -> F:
    """``--shards`` and ``--replicas``: how an index that is made now is spread over servers."""
    shards = option(
        "--shards",
        type=click.IntRange(1, 1024),
        metavar="SỐ",
        help="Số phân mảnh của chỉ mục mới trên OpenSearch; nếu không nêu thì 1.",
    )
    replicas = option(
        "--replicas",
        type=click.IntRange(0, 20),
        metavar="SỐ",
        help="Số bản sao của mỗi phân mảnh; nếu không nêu thì 1 khi có nhiều máy, còn không thì 0.",
    )
    return shards(replicas(command))


def synonyms_option(command: F) -> F:
    """``--synonyms FILE``, then ``$KHOAN_SYNONYMS``, then ``synonyms.tsv`` beside the index."""
    return option(
        "--synonyms",
        type=PathType(path_type=Path),
        metavar="TỆP",
        envvar="KHOAN_SYNONYMS",
        show_default="$KHOAN_SYNONYMS, rồi synonyms.tsv cạnh chỉ mục",
        help="Bảng từ thường gõ và từ trong văn bản (TSV).",
    )(command)


def json_option(command: F) -> F:
    """``--json``."""
    return option("--json", "as_json", is_flag=True, help="In dưới dạng JSON.")(command)


class WordsCommand(Command):
    """A command whose last arguments are words of a query: they need no quotation marks in the
    shell, and ``-word`` is one of them, not an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        options, words = _options_first(self, ctx, args[:end])
        return super().parse_args(ctx, [*options, "--", *words, *args[end + 1 :]])


def _options_first(
    command: click.Command, ctx: click.Context, args: Sequence[str]
) -> tuple[list[str], list[str]]:
    """The options with their values, and the words between them."""
    flags = {
        name: isinstance(option, click.Option) and (option.is_flag or option.count)
        for option in command.get_params(ctx)
        for name in option.opts
    }
    options: list[str] = []
    words: list[str] = []
    left = list(args)
    while left:
        arg = left.pop(0)
        if not arg.startswith("--") and arg not in flags:
            words.append(arg)
            continue
        options.append(arg)
        if not flags.get(arg, True) and left:  # its value; an unknown option is refused by click
            options.append(left.pop(0))
    return options, words


def speak_vietnamese(*streams: object) -> None:
    """Let streams be UTF-8 that have no Vietnamese letters otherwise: a pipe or a file on Windows
    is written in the code page, of which 1252 has none and 1258 has them in pieces only."""
    for stream in streams:
        if isinstance(stream, TextIOWrapper):
            try:
                "ậ…".encode(stream.encoding)
            except UnicodeEncodeError:
                stream.reconfigure(encoding="utf-8", errors=stream.errors)


def paged(text: str) -> None:
    """Data on stdout: through a pager where stdout is a terminal and the text is longer.

    ``PAGER`` names another one; an empty ``PAGER``, or ``cat``, prints as it is.
    """
    rows = shutil.get_terminal_size().lines
    if sys.stdout.isatty() and text.count("\n") >= rows and os.environ.get("PAGER") != "":
        os.environ.setdefault("LESS", "-R")  # marks keep their colours
        click.echo_via_pager(text, color=colours())
    else:
        click.echo(text, nl=False)


def wrapped(text: str, indent: str = "  ") -> str:
    """A passage in lines that fit the terminal, or in one line where there is none."""
    if not sys.stdout.isatty():
        return indent + text
    width = min(shutil.get_terminal_size().columns, 100)
    return "\n".join(_lines(text, width - len(indent), indent))


def _lines(text: str, width: int, indent: str) -> list[str]:
    """``textwrap.wrap`` without counting what only colours."""
    lines, length = [indent], 0
    for word in text.split(" "):
        size = len(click.unstyle(word))
        if length and length + 1 + size > width:
            lines.append(indent)
            length = 0
        lines[-1] += (" " if length else "") + word
        length += size + (1 if length else 0)
    return lines


def say(error: KhoanError) -> None:
    """An error for people, on stderr: what happened, where in the query, what to do."""
    click.echo(f"khoan: {visible_line(tr(error.template, **error.values))}", err=True)
    if isinstance(error, QueryError) and error.position is not None:
        where = tr("ở ký tự thứ %(number)d", number=error.position + 1)
        click.echo(f"       {where}", err=True)
    if error.advice:
        click.echo(f"       {visible_line(tr(error.advice_template, **error.values))}", err=True)


def nothing_called(id_: str) -> None:
    """Say that the index has nothing of this id."""
    text = tr("khoan: chỉ mục không có đoạn hay văn bản nào mang mã «%(id)s».", id=id_)
    click.echo(visible_line(text), err=True)


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
