"""Texts within a text: what a document issues with itself, and further documents in the file.

A Quyết định that issues a Quy chế prints both, each with an Điều 1; the second begins with its
name in capitals and *(Ban hành kèm theo Quyết định số ...)*. A file that holds several documents
has a full head for each: the name of the state, a number, a kind of document.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from analyzers.letters import LOWER, UPPER
from indexer.identity.document_types import type_at_start
from indexer.metadata.person import is_role
from indexer.structure.enumerators import Mark
from indexer.structure.tail import is_name

_ISSUED_WITH: Final = re.compile(
    r"\n[ ]{0,80}[(\[]?[ ]?(?:(?:Được )?[Bb]an hành |BAN HÀNH )?(?:[Kk]èm theo|KÈM THEO)"
    r"[ ]{1,3}(?:[A-ZĐ]|văn bản số|thông tư|quyết định|nghị)"
)
_KIND: Final = re.compile(
    r"\n[ ]{0,80}((?:QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|NỘI QUY|KẾ HOẠCH|ĐỀ ÁN|CHƯƠNG TRÌNH|PHƯƠNG ÁN"
    rf"|DANH MỤC|QUY TRÌNH|HƯỚNG DẪN|QUY CHUẨN|DỰ ÁN|BẢNG|BIỂU|MẪU)\b[^\n{LOWER}]{{0,200}})(?=\n)"
)
"""First lines of what a decision issues, where no line says with what it is issued."""
_STATE: Final = re.compile(r"\n[^\n]{0,80}(?:CỘNG H[OÒ][AÀ] XÃ HỘI CHỦ NGHĨA|ĐẢNG CỘNG SẢN VIỆT)")
_NUMBER: Final = re.compile(r"\bS[ốỐ][ ]?:?[ ]?\d{1,5}[ ]?/[\w/-]{0,16}[A-ZĐ]")
_HEAD: Final = 1500
"""Code points of a head: from the name of the state to the kind of document."""
_OTHER_HEAD: Final = re.compile("(?:phụ lục|mẫu|biểu) ?(?:số|[ivx\\d]|$)", re.IGNORECASE)
"""What has a mark of its own."""
_HEADING_LINES: Final = 8
_LONGEST: Final = 160


def issued(text: str, after: int) -> list[Mark]:
    """Headings of texts issued with the document, in order. Firm are those with a line that says
    with what they are issued; others count only where a foot has just ended.

    Args:
        after: where the first foot begins; before it only a line that says with what the text
            is issued makes one.
    """
    found: dict[int, Mark] = {}
    for match in _ISSUED_WITH.finditer(text):
        start, name = heading_above(text, match.start() + 1)
        if start >= 0:
            found.setdefault(start, Mark("kem-theo", "", 0, start, name))
    for match in _KIND.finditer(text, max(after, 0)):
        start, name = heading_above(text, match.end(1) + 1)
        if start >= 0:
            found.setdefault(start, Mark("kem-theo", "", 0, start, name, firm=False))
    return [found[start] for start in sorted(found)]


def heading_above(text: str, position: int) -> tuple[int, int]:
    """Where the heading in capitals that ends above ``position``, a line start, begins, and where
    the kind of text it names does; (-1, -1) where there is none."""
    start = name = -1
    end = position - 1
    small = ""
    for _ in range(_HEADING_LINES):
        while end > 0 and text[end - 1] in " \n":
            end -= 1
        begin = text.rfind("\n", 0, end) + 1
        line = text[begin:end].strip()
        if not line or len(line) > _LONGEST:
            break
        if _OTHER_HEAD.match(line):
            return -1, -1
        if line.isupper() and len(line) > 3 and not is_name(line) and not is_role(line):
            start = begin
            if name < 0 or type_at_start(line):
                name = begin
            if type_at_start(line):
                break
        elif start < 0 and not small and line[-1] not in ".;:,/" and line[0].isalpha():
            small = line  # the title in small letters below its kind
        else:
            break
        end = begin
    return start, name


def further_documents(text: str, ends: Sequence[int]) -> Iterator[Mark]:
    """Heads of further documents after the foot of the one before, numbered from 2."""
    count = 1
    reached = ends[0] if ends else len(text)
    for match in _STATE.finditer(text, reached):
        head = text[match.start() : match.end() + _HEAD]
        number = _NUMBER.search(text, max(reached, match.start() - 300), match.end() + 400)
        if not number or not _titled(head):
            continue
        foot = bisect_left(ends, reached)
        if foot == len(ends) or ends[foot] >= match.start():
            continue
        count += 1
        start = _first_line(text, match.start() + 1, reached)
        yield Mark("van-ban", str(count), count, start, start)
        reached = match.end()


def _titled(head: str) -> bool:
    return any(
        line.isupper() and type_at_start(line) for line in map(str.strip, head.split("\n")) if line
    )


_OFFICE_LINE: Final = re.compile(rf"^[{UPPER} ,.()\-–]{{4,100}}$")


def _first_line(text: str, position: int, least: int) -> int:
    """The line where a head begins: the name of the office may stand above that of the state."""
    start = position
    end = position - 1
    for _ in range(4):
        while end > least and text[end - 1] in " \n":
            end -= 1
        begin = text.rfind("\n", 0, end) + 1
        line = text[begin:end].strip()
        if begin <= least or not _OFFICE_LINE.match(line) or is_name(line) or is_role(line):
            break
        start = end = begin
    return start
