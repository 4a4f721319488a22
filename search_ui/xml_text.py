"""Text that XML can hold."""

from __future__ import annotations

import re
from typing import Final

_INVALID: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML document may have (XML 1.0, 2.2)."""


def holdable(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _INVALID.sub("", text)
