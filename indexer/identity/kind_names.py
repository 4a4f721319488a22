"""What the kinds of pieces are called where a piece has no address of its own."""

from __future__ import annotations

from typing import Final

from indexer.core.document import Kind

KINDS: Final[dict[Kind, str]] = {
    "preamble": "Phần mở đầu",
    "clause": "Điều khoản",
    "closing": "Phần kết",
    "recipients": "Nơi nhận",
    "signature": "Chữ ký",
    "appendix": "Phụ lục",
    "table": "Bảng",
    "note": "Chú thích",
    "other": "Phần khác",
}
