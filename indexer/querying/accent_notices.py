"""Which hits have other accents than were typed, and what to say of them."""

from __future__ import annotations

from analyzers.analysis import skim
from indexer.querying.accents import Accents
from indexer.querying.notices import ANY_ACCENTS, ONLY_THESE_ACCENTS, Notice
from indexer.querying.request import SearchRequest
from indexer.querying.snippets import WINDOW


def has_others(text: str, accents: Accents) -> bool:
    """Whether a clause has some syllable of the query, but not with the accents typed. Of a long
    one, the first ``WINDOW`` code points are looked at."""
    found = skim(text[:WINDOW]).variants
    folded = {*found.folded, *(extra.folded for extra in found.extras)}
    exact = {*found.exact, *(extra.exact for extra in found.extras)}
    return any(plain in folded and accented not in exact for plain, accented in accents.typed)


def accent_notices(accents: Accents, request: SearchRequest, *, apart: bool) -> tuple[Notice, ...]:
    """What to say.

    Args:
        apart: whether any hit of the page has others.
    """
    if not accents.typed:
        return ()
    if request.accents == "typed":
        return (
            Notice(
                "accents",
                "Chỉ tìm những đoạn có các từ đúng dấu như gõ.",
                query=request.query,
                literal=request.literal,
                action=ANY_ACCENTS,
            ),
        )
    if accents.missing:
        words = ", ".join(f"«{text}»" for text in accents.missing)
        return (
            Notice(
                "accents",
                "Không đâu có %(words)s đúng dấu như gõ; dưới đây là những đoạn có dấu khác.",
                {"words": words},
            ),
        )
    if apart:
        return (
            Notice(
                "accents",
                "Những đoạn có các từ ấy với dấu khác xếp sau.",
                query=request.query,
                literal=request.literal,
                accents="typed",
                action=ONLY_THESE_ACCENTS,
            ),
        )
    return ()
