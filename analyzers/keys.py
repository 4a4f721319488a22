"""The forms in which texts are compared.

====================== =============================================== ==========================
function               two texts are the same                          used for
====================== =============================================== ==========================
``text_key``           where search finds one by the other             values of filters, names
``unaccented``         but for accents, case and spacing               lines of a document; the
                                                                       index format
====================== =============================================== ==========================

Ids and links have a spelling of their own (``indexer.identity.address.slug``), which never
changes: links last.
"""

from __future__ import annotations

import re
from typing import Final

from analyzers.fold import fold
from analyzers.known import known
from analyzers.normalize import decompose
from analyzers.syllables import surfaces

_MARKS: Final = re.compile("[\u0300-\u036f]")
_LINE: Final = 200
"""Code points of texts that are compared again and again: names, values, lines."""
_BLANKS: Final = re.compile(r"\s+")


@known(2_000, _LINE)
def text_key(text: str) -> str:
    """The folded syllables with single blanks between them: no accents, case, punctuation, and
    one spelling of *kỹ* and *kĩ* (``analyzers.fold``).

    >>> text_key("Sở Kỹ thuật") == text_key("sở  kĩ-thuật"), text_key("Chỉ thị số 05")
    (True, 'chi thi so 5')
    """
    return " ".join(map(fold, surfaces(text)))


@known(2_000, _LINE)
def unaccented(text: str) -> str:
    """The text in lower case, without accents, single blanks for any; punctuation stays.

    What this gives is part of the index format (``indexer.core.value_terms``).

    >>> unaccented("  Chỉ  Thị: ")
    'chi thi:'
    """
    plain = _MARKS.sub("", decompose(text.lower()))
    return _BLANKS.sub(" ", plain.replace("đ", "d").replace("ð", "d")).strip()
