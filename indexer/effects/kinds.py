"""The kinds of effects that a legal text states, each with the words people know it by.

They follow Luật Ban hành văn bản quy phạm pháp luật số 80/2015/QH13 (since 01/4/2025: số
64/2025/QH15), which says how a text amends, replaces and repeals others (Điều 12) and when it is in
force, suspended and no longer in force (Điều 151 to 154), and Pháp lệnh 01/2012/UBTVQH13 on
consolidated texts. Where a rule was read off documents instead, the code says so there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

EffectKind = Literal[
    "takes_effect", "expires", "amends", "inserts", "replaces", "repeals", "replaces_words",
    "inserts_words", "removes_words", "corrects", "suspends", "revives", "implements", "based_on",
    "consolidates", "attaches",
]  # fmt: skip
On = Literal["validity", "text", "source"]
"""What an effect changes: from when to when a text is in force; what the text says; nothing, it
says where a text comes from or what belongs to it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of effect."""

    active: str
    """In Vietnamese, as the text that has the effect says it: *sửa đổi, bổ sung*."""
    passive: str
    """As the text that undergoes it says it: *được sửa đổi, bổ sung bởi*."""
    on: On
    about: str
    """In English, for the documentation of the API."""


KINDS: Final[dict[EffectKind, Kind]] = {
    "takes_effect": Kind(
        "có hiệu lực", "có hiệu lực theo", "validity",
        "A text, or a place in it, is in force from a day on.",
    ),
    "expires": Kind(
        "làm hết hiệu lực", "hết hiệu lực theo", "validity",
        "A text, or a place in it, is no longer in force from a day on.",
    ),
    "replaces": Kind(
        "thay thế", "được thay thế bởi", "validity",
        "A whole text takes the place of another, or of a place in it.",
    ),
    "repeals": Kind(
        "bãi bỏ", "bị bãi bỏ bởi", "validity", "A text, or a place in it, is abolished.",
    ),
    "suspends": Kind(
        "ngưng hiệu lực", "bị ngưng hiệu lực bởi", "validity",
        "A text, or a place in it, is not applied for a time.",
    ),
    "revives": Kind(
        "cho áp dụng lại", "được áp dụng lại theo", "validity",
        "A text that was no longer in force is applied again.",
    ),
    "amends": Kind(
        "sửa đổi, bổ sung", "được sửa đổi, bổ sung bởi", "text",
        "A place says something else; the new text is quoted.",
    ),
    "inserts": Kind(
        "bổ sung", "được bổ sung bởi", "text", "A place is new; its text is quoted.",
    ),
    "replaces_words": Kind(
        "thay cụm từ tại", "được thay cụm từ bởi", "text",
        "Some words of a place are replaced by others.",
    ),
    "inserts_words": Kind(
        "bổ sung cụm từ tại", "được bổ sung cụm từ bởi", "text", "Some words are added to a place.",
    ),
    "removes_words": Kind(
        "bỏ cụm từ tại", "bị bỏ cụm từ bởi", "text", "Some words of a place are removed.",
    ),
    "corrects": Kind(
        "đính chính", "được đính chính bởi", "text", "A mistake of a place is corrected.",
    ),
    "implements": Kind(
        "quy định chi tiết, hướng dẫn", "được quy định chi tiết, hướng dẫn bởi", "source",
        "A text details another, or guides its application.",
    ),
    "based_on": Kind(
        "căn cứ", "là căn cứ của", "source", "A text names the other as its legal basis.",
    ),
    "consolidates": Kind(
        "hợp nhất", "được hợp nhất tại", "source",
        "A consolidated text was made of the other.",
    ),
    "attaches": Kind(
        "ban hành kèm theo", "được ban hành kèm theo", "source",
        "A text issues another as its attachment.",
    ),
}  # fmt: skip
