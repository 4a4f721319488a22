"""National standards and technical regulations by their codes: *QCVN 55:2013/BTNMT*.

By Luật Tiêu chuẩn và quy chuẩn kỹ thuật (68/2006/QH11) and Nghị định 127/2007/NĐ-CP the code is the
name by which a regulation is replaced and repealed, beside the circular that issues it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from indexer.citations.numbers import Reference

_CODE: Final = re.compile(
    r"(?<!\w)(?:QCVN|TCVN|QCĐP|QCVN-QTĐ)\s?\d{1,5}(?:-\d{1,3})?\s?:\s?\d{4}(?:/[A-ZĐ]{2,12}(?:-[A-ZĐ]{2,8})?)?(?!\w)"
)


def standards(text: str) -> Iterator[Reference]:
    """Every code of a standard in a text, in order."""
    for match in _CODE.finditer(text):
        number = " ".join(match[0].replace(" :", ":").replace(": ", ":").split())
        yield Reference(match.start(), match.end(), "Quy chuẩn", number)
