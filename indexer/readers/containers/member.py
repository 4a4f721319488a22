"""What a container holds, and names that can be shown and compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from indexer.core.said import Said

_CONTROLS: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control characters, and those that turn the order of letters round."""
_LONGEST: Final = 120
"""Code points of one part of a name."""
_DEEPEST: Final = 20
_BLOCK: Final = 1 << 16
_PASSED_OVER: Final = (".", "~$", "~WRL", "__MACOSX")
"""How the parts of names begin that are passed over."""

ENCRYPTED: Final = Said("đặt mật khẩu")
UNLOCK: Final = Said("Bỏ mật khẩu rồi lập chỉ mục lại.")


class Member(NamedTuple):
    """One file in a container."""

    name: str
    """As the container has it, decoded."""
    read: Callable[[], Iterator[bytes]] | None
    """Its bytes, in blocks; it may raise anything where the container is damaged. None: they are
    not to be read."""
    reason: str = ""
    """Why not."""
    advice: str = ""
    link: bool = False
    """Whether it is a link, which is never followed."""


def named(members: Iterable[Member]) -> Iterator[tuple[str, Member]]:
    """Members under the names that they are shown and indexed by, each of which is one's only;
    without what is passed over in folders, too."""
    names: set[str] = set()
    for member in members:
        name = shown_name(member.name)
        if name and not any(part.startswith(_PASSED_OVER) for part in name.split("/")):
            yield _free(name, names), member


def _free(name: str, names: set[str]) -> str:
    """A name that no member before has: ``a.docx``, ``a (2).docx`` ..."""
    stem, dot, suffix = name.rpartition(".")
    number, free = 1, name
    while free in names:
        number += 1
        free = f"{stem} ({number}){dot}{suffix}" if dot else f"{name} ({number})"
    names.add(free)
    return free


def shown_name(name: str) -> str:
    """A name as a part of a source: parts with ``/`` between them, none of which is empty or leads
    up; without drive letters and control characters."""
    parts = [_CONTROLS.sub("�", part).strip() for part in re.split(r"[/\\]+", name)]
    kept = [_short(part) for part in parts if part and part not in {".", ".."}]
    if kept and re.fullmatch(r"[A-Za-z]:", kept[0]):
        kept = kept[1:]
    return "/".join(kept[:_DEEPEST] if len(kept) <= _DEEPEST else [*kept[:_DEEPEST], kept[-1]])


def _short(part: str) -> str:
    if len(part) <= _LONGEST:
        return part
    stem, dot, suffix = part.rpartition(".")
    if not dot or len(suffix) > 15:
        return part[: _LONGEST - 1] + "…"
    return stem[: _LONGEST - len(suffix) - 2] + "…." + suffix


def blocks(data: bytes) -> Iterator[bytes]:
    """Bytes at hand, in blocks."""
    return (data[at : at + _BLOCK] for at in range(0, len(data), _BLOCK))
