"""What is counted, and so is no address: *điều 5 năm*, *khoản 3 triệu đồng*."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

COUNTED_IN: Final = (
    "triệu", "tỷ", "tỉ", "nghìn", "ngàn", "đồng", "năm", "tháng", "ngày", "giờ", "lần", "người",
    "tuổi", "tầng", "mét", "km", "kg", "ha", "m2",
)  # fmt: skip
"""What a number that is no address is followed by."""


def amount(words: Iterable[str]) -> re.Pattern[str]:
    """What behind a number says that it counts something: one of these words, a decimal, ``%``."""
    return re.compile(rf"\s{{0,2}}(?:%|[.,]\d|(?:{'|'.join(words)})(?!\w))")
