"""What the ways to match are called for people."""

from __future__ import annotations

from typing import Final

REASONS: Final[dict[str, str]] = {
    "unaccented": "khớp không kể dấu",
    "exact": "đúng dấu",
    "pair": "hai tiếng liền nhau",
    "word": "từ ghép",
    "phrase": "đúng cụm từ",
    "near": "đứng gần nhau",
    "context": "có trong tên văn bản hoặc đề mục",
    "heading": "đề mục của điều",
    "reference": "số hiệu, ngày, điều khoản",
    "abbreviation": "viết tắt",
    "accents": "đúng dấu như gõ",
    "expansion": "từ trong văn bản",
}
"""A way to match (``indexer.querying.results.Reason.kind``) -> what people call it."""
