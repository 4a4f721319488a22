"""Words that several rules look for."""

from __future__ import annotations

import re
from typing import Final

SOME: Final = re.compile(r"\bmột số\b|\bcác (?:điều|khoản|điểm|nội dung)(?:,\s?\w+)* sau\b")
"""*một số điều của Luật X*: what follows says which, one by one."""
