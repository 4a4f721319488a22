"""The site's own search box finds Vietnamese with accents or without, as the product does."""

from __future__ import annotations

import unicodedata
from typing import Final

from sphinx.search import SearchLanguage, languages

_D: Final = str.maketrans("đĐ", "dD")


class FoldedVietnamese(SearchLanguage):
    """Words without their accents, in the index and, by the same steps, in what is typed."""

    lang = "vi"
    language_name = "Vietnamese"
    js_stemmer_code = """
var Stemmer = function () {
  this.stemWord = (word) =>
    word.normalize("NFD").replace(/\\p{M}/gu, "").replace(/đ/g, "d").toLowerCase();
};
"""

    def stem(self, word: str) -> str:
        """``Thưởng`` is ``thuong``."""
        plain = unicodedata.normalize("NFD", word)
        kept = "".join(one for one in plain if not unicodedata.category(one).startswith("M"))
        return kept.translate(_D).lower()


def add_folded_search() -> None:
    """Make ``html_search_language = "vi"`` mean this."""
    languages["vi"] = FoldedVietnamese
