"""The front matter of Markdown: a block of ``key: value`` between two lines of ``---``.

It is about the text and no part of it. What programs put there is a small part of YAML, and read
here without a library for the whole of it.
"""

from __future__ import annotations

import re
from typing import Final

_FRONT: Final = re.compile(r"\s*---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY: Final = re.compile(r"([\w-]+)[ \t]*:(?:[ \t]+(.*))?")
_ITEM: Final = re.compile(r"[ \t]*-[ \t]+(.*)")
_QUOTED: Final = re.compile(r""" *(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)') *(?:#.*)?""")
_BLOCK_VALUES: Final = frozenset({"|", ">", "|-", ">-"})


def front_matter(source: str) -> tuple[dict[str, str], str]:
    """What the front matter of a Markdown source says, and the source without it. The items of a
    list are joined by ``; ``. Without front matter: nothing, and the whole source.

    >>> front_matter("---\\nso: '5'\\ntu_khoa:\\n  - a\\n  - b\\n---\\nMột")
    ({'so': '5', 'tu_khoa': 'a; b'}, 'Một')
    """
    block = _FRONT.match(source)
    stated: dict[str, list[str]] = {}
    key = ""
    for line in block[1].splitlines() if block else ():
        if not line.strip() or line.startswith("#"):
            continue
        if (item := _ITEM.fullmatch(line)) and key:
            stated[key].append(_value(item[1]))
        elif pair := _KEY.fullmatch(line):
            key = pair[1]
            stated[key] = [_value(pair[2] or "")]
        elif line[0] in " \t" and key:
            stated[key].append(_value(line))  # a value that goes on
        else:
            return {}, source  # text between two rules
    if block is None or not stated:
        return {}, source
    joined = {key: "; ".join(filter(None, values)) for key, values in stated.items()}
    return joined, source[block.end() :]


def _value(text: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    if not quoted:
        return "" if text.strip() in _BLOCK_VALUES else text.strip()
    if quoted[1] is not None:
        return re.sub(r"\\(.)", r"\1", quoted[1])
    return quoted[2].replace("''", "'")
