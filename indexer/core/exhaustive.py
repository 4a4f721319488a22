"""``assert_never`` for the end of a ``match``: from typing where it is, since importing
typing_extensions takes 2 ms of each ``khoan search``."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 11):
    from typing import assert_never
else:
    from typing_extensions import assert_never

__all__ = ["assert_never"]
