"""What the guides for users show, found in their Markdown: commands, queries, words of the page.

The form of a guide: a block ``console`` has commands (``$ khoan ...``) with what they print, where
``...`` stands for anything; a block ``cau-tim`` has a query in each line, and so has each row of a
table whose first heading is *Gõ*, with the first result in the last column; what is bold is a word
of the page.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = Path(__file__).parent.parent / "docs" / "huong-dan"
GUIDES: Final = sorted(path.name for path in FOLDER.glob("*.md"))
_BLOCK: Final = re.compile(r"^```(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND: Final = re.compile(r"`(khoan [^`]+)`")
_BOLD: Final = re.compile(r"\*\*([^*\n]+)\*\*")


class Command(NamedTuple):
    arguments: list[str]
    """Without ``khoan``."""
    printed: str
    """What the guide says it prints; empty where it says nothing."""


class Query(NamedTuple):
    text: str
    first: str
    """The first result as ``khoan search`` prints it, without its date; empty: any."""


def text(guide: str) -> str:
    return (FOLDER / guide).read_text(encoding="utf-8")


def _blocks(guide: str, kind: str) -> Iterator[str]:
    return (block for name, block in _BLOCK.findall(text(guide)) if name == kind)


def _rows(guide: str) -> Iterator[list[str]]:
    """The rows of tables, each with the cells of its table's heading first."""
    heading: list[str] = []
    for line in text(guide).splitlines():
        if not line.startswith("|"):
            heading = []
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if heading and not cells[0].startswith("---"):
            yield heading + cells
        heading = heading or cells


def commands(guide: str) -> list[Command]:
    """Every command that a guide shows, in order: those of blocks, then those of sentences."""
    found = []
    for block in _blocks(guide, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, printed = part.partition("\n")
            found.append(Command(shlex.split(line)[1:], printed))
    shown = dict.fromkeys(_COMMAND.findall(_BLOCK.sub("", text(guide))))
    inline = [shlex.split(one)[1:] for one in shown if "LỆNH" not in one]
    # A command without arguments is named, not shown.
    return found + [Command(one if one[1:] else [*one, "--help"], "") for one in inline]


def queries(guide: str) -> list[Query]:
    """Every query that a guide shows."""
    lines = [line for block in _blocks(guide, "cau-tim") for line in block.splitlines()]
    tables = [
        Query(row[len(row) // 2].strip("`"), row[-1]) for row in _rows(guide) if row[0] == "Gõ"
    ]
    return [Query(line, "") for line in lines] + tables


def labels(guide: str) -> list[str]:
    """Every word of the page that a guide shows."""
    return list(dict.fromkeys(_BOLD.findall(_BLOCK.sub("", text(guide)))))


def untested(guide: str) -> list[str]:
    """Lines that look like commands in blocks of another kind."""
    return [
        line
        for name, block in _BLOCK.findall(text(guide))
        if name != "console"
        for line in block.splitlines()
        if line.lstrip("$ ").startswith("khoan ")
    ]
