"""The foot of a document: to whom it goes, who signed it, in what office."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from analyzers.letters import UPPER
from analyzers.token import Span
from indexer.metadata.facts import Fact
from indexer.metadata.lines import Line
from indexer.metadata.person import SIGNED, is_role, own_role, person, role_and_name

_ROLE_NEXT: Final = rf"(?:(?:KT|TM|TL|TUQ|Q)\.|[{UPPER}]{{2}}[{UPPER} ])"
RECIPIENTS: Final = re.compile(
    r"^(?:Nơi nhận|NƠI NHẬN|Nơi gửi|NƠI GỬI)[ ]?(?::(?! ?[^\W\d_A-ZĐ])|/?$|\||[ ]{3,}"
    rf"|(?= ?{_ROLE_NEXT}))"
)
"""*Nơi nhận:* as a foot has it. A paragraph that begins *Nơi nhận hồ sơ ...* is none."""
LIST: Final = re.compile(r"^[-–—+•*]")
_COLUMN: Final = re.compile(r" ?\| ?| {4,60}")


class Foot(NamedTuple):
    signer: Fact | None = None
    role: Fact | None = None
    recipients: tuple[str, ...] = ()


class FootReader:
    """Reads the lines of a foot one by one; each says whether it is of the list or signs."""

    def __init__(self) -> None:
        self._signer: Fact | None = None
        self._role: Fact | None = None
        self._recipients: list[str] = []

    @property
    def signed(self) -> bool:
        return self._signer is not None

    @property
    def foot(self) -> Foot:
        return Foot(self._signer, self._role, tuple(self._recipients))

    def recipients(self, line: Line) -> None:
        """A line of *Nơi nhận*; a signature may stand in the column beside it."""
        text, at = line.text, line.span.start
        if label := RECIPIENTS.match(text):
            text, at = text[label.end() :], at + label.end()
        for part, start in _parts(text, at):
            if is_role(part) or role_and_name(part) or (self._role and person(part)):
                self._sign(part, start)
                continue
            name = part.lstrip("-–—+•* ").rstrip(" .;,/")
            if LIST.match(part) or not self._recipients:
                if name:
                    self._recipients.append(name)
            elif name:
                self._recipients[-1] += " " + name

    def signature(self, line: Line) -> None:
        """A line of the signature. Of several that sign side by side, the first is taken."""
        parts = _parts(line.text, line.span.start)
        roles = [is_role(part) for part, _ in parts]
        if len(parts) > 1 and all(roles):
            parts = parts[:1]
        for part, start in parts:
            self._sign(part, start)

    def _sign(self, text: str, at: int) -> None:
        if self._signer is not None:
            return
        both = role_and_name(text)
        if both:
            self._office(both[0], at)
        found = both[1] if both else person(text)
        if found and not (not both and is_role(text)) and self._may_sign(text, found):
            start, end = found
            self._signer = Fact(" ".join(text[start:end].split()), Span(at + start, at + end))
        elif not both and is_role(text) and not SIGNED.match(text):
            self._office(text, at)

    def _may_sign(self, text: str, found: tuple[int, int]) -> bool:
        return self._role is not None or not text[slice(*found)].isupper()

    def _office(self, text: str, at: int) -> None:
        own = own_role(text)
        if own:
            start = at + text.rfind(own)
            self._role = Fact(own, Span(start, start + len(own)))


def _parts(text: str, at: int) -> list[tuple[str, int]]:
    """The columns of a line, with their places."""
    parts = []
    reached = 0
    for gap in [*_COLUMN.finditer(text), None]:
        part = text[reached : gap.start() if gap else len(text)]
        if part.strip():
            parts.append((part.strip(), at + reached + len(part) - len(part.lstrip())))
        reached = gap.end() if gap else len(text)
    return parts
