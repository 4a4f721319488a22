"""Where a text comes from and what belongs to it: căn cứ, the parts of a consolidated text, what it
issues, what it details.

Căn cứ stand in the preamble, one a line (Nghị định 34/2016/NĐ-CP, Điều 61; before 2016 the same by
Thông tư 55/2005/TTLT-BNV-VPCP); a consolidated text opens with the list of its parts and their days
(Pháp lệnh 01/2012/UBTVQH13).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from indexer.effects.changes import Change
from indexer.effects.days import TYPES, days
from indexer.effects.model import Target
from indexer.effects.objects import listed
from indexer.effects.own_words import Own, references

_BASED: Final = re.compile(r"(?:(?m:^)|(?<=;))[\s\-–*_]{0,6}(?:Căn\scứ|CĂN\sCỨ)\b")
_LAW: Final = re.compile(
    r"\s{1,2}(?P<name>(?P<kind>Bộ luật|Luật|Pháp lệnh)\s[^;.,\n()]{3,160}?)"
    r"(?=\s{0,2}(?:[;.,\n(]|\Z)|\s(?:ngày|số|năm)\s\d)"
)
"""A law whose name no list has stands up to its date, or to the end of its line."""
_FOLLOWS: Final = re.compile(
    r"; (?:Căn cứ|Theo đề nghị|Xét|Chính phủ|Thủ tướng|Bộ trưởng|Quốc hội|Ủy ban|Hội đồng)\b"
)
_LINE_ENDS: Final = re.compile(r"\n|\Z")
_ATTACHES: Final = re.compile(
    rf"(?:[Bb]an hành|[Pp]hê duyệt)\s(?:kèm theo|tại Phụ lục kèm theo)\s(?i:{TYPES})\s{{1,2}}này"
    r"\s{1,3}(?P<name>[^.;\n]{3,400})"
)
_ISSUES: Final = re.compile(
    r"Ban hành\s(?P<name>[^.;:\n]{3,300}?)\s(?:kèm theo|tại)\s(?:Phụ lục (?:của\s)?)?"
    rf"(?i:{TYPES})\s{{1,2}}này"
)
_NAME_ENDS: Final = re.compile(
    r"\s(?:gồm|bao gồm|và có hiệu lực|có hiệu lực)\b|,\s(?:gồm|bao gồm)\b"
)
_IN_FORCE: Final = re.compile(r"có hiệu lực\s")
_DETAILS: Final = re.compile(
    r"(?:quy định chi tiết|hướng dẫn(?: thi hành| thực hiện| áp dụng)?)[^.;\n]{0,120}?"
    r"\s(?=(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định)\s)"
)


def bases(own: Own) -> Iterator[Change]:
    """The căn cứ of a preamble."""
    for match in _BASED.finditer(own.text):
        end = _line_end(own.text, match.end())
        found = listed(own, match.end(), end)
        law = _LAW.match(own.text, match.end(), end)
        if law and not any(one.start == law.start("name") for one in own.documents):
            name = " ".join(law["name"].split())
            found = (Target(law["kind"], None, name, None), *found)
        for target in found:
            yield Change("based_on", match.start(), end, target)


def _line_end(text: str, start: int) -> int:
    """The end of a căn cứ: its line, or what follows it in the same line."""
    match = _LINE_ENDS.search(text, start)
    end = match.start() if match else len(text)
    following = _FOLLOWS.search(text, start, end)
    return following.start() if following else end


def parts(own: Own) -> Iterator[Change]:
    """The documents that a consolidated text was made of, each with the day it took effect."""
    limit = _BASED.search(own.text)
    end = limit.start() if limit else len(own.text)
    position = 0
    while position < end:
        stop = own.text.find("\n", position, end)
        stop = end if stop < 0 else stop
        first = next((one for one in own.documents if position <= one.start < stop), None)
        force = _IN_FORCE.search(own.text, position, stop)
        if first and force and not own.text[position : first.start].strip(" -–0123456789.)"):
            said = days(own.text, force.end() - 1, stop, own.documents, own.span, own.target)
            yield Change("consolidates", position, stop, own.target(first), said.start, said.until)
        position = stop + 1


def attached(own: Own) -> Iterator[Change]:
    """What a text issues: *Ban hành kèm theo Quyết định này “Quy chế ...”*."""
    for match in (*_ATTACHES.finditer(own.text), *_ISSUES.finditer(own.text)):
        start, end = match.span("name")
        name = own.lines.text[start:end]
        if ended := _NAME_ENDS.search(name):
            name = name[: ended.start()]
        number = next((one.number for one in references(name) if one.type == "Quy chuẩn"), None)
        name = name.partition(": ")[0]
        plain = " ".join(name.strip(" “”\"'.,").split())
        if plain and (plain[0].isupper() or number):
            yield Change("attaches", match.start(), end, Target(None, number, plain))


def detailed(own: Own) -> Iterator[Change]:
    """What the sentence that enacts a text says that it details."""
    for match in _DETAILS.finditer(own.text):
        one = next((d for d in own.documents if d.start == match.end()), None)
        if one and "ban hành" in own.text[max(0, match.start() - 120) : match.start()]:
            yield Change("implements", match.start(), one.end, own.target(one))
