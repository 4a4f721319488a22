"""Pháp điển: a subject (đề mục) of the code bears the name of the law it is made from, which
stands in the note below each article: *(Điều 1 Luật số 75/2006/QH11 Hiến, lấy, ghép mô ...)*."""

from __future__ import annotations

import re
from typing import Final

from analyzers.token import Span
from indexer.identity.document_id import NUMBER
from indexer.metadata.facts import Fact

_HEAD: Final = 6000
_ARTICLE: Final = re.compile(r"^[ ]{0,20}Điều \d{1,3}\.\d{1,3}\.[A-ZĐ]{2}\.\d", re.MULTILINE)
_NOTE: Final = re.compile(
    rf"^[ ]{{0,20}}\(Điều \d{{1,4}}[a-zđ]? [^\W\d][^\d\n(]{{2,40}} số:? {NUMBER} "
    r"(?P<title>[^\n]{8,600}?),? ngày \d{1,2}/\d{1,2}/\d{4}",
    re.MULTILINE,
)


def codified(text: str) -> Fact | None:
    """The name of the subject, from the note below its first article."""
    article = _ARTICLE.search(text, 0, _HEAD)
    note = _NOTE.search(text, article.end(), _HEAD) if article else None
    if note is None:
        return None
    return Fact(" ".join(note["title"].split()), Span(*note.span("title")))
