"""How a filter's value is compared: as people mean it, not as they happen to type it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARKS = re.compile(r"[\u0300-\u036f]")
_BLANKS = re.compile(r"\s+")


@lru_cache(maxsize=65536)
def key(value: str) -> str:
    """The form in which two values are the same: no accents, case or spacing.

    >>> key("  Chỉ  Thị ")
    'chi thi'
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFD", value.lower()))
    return _BLANKS.sub(" ", plain.replace("đ", "d").replace("ð", "d")).strip()
