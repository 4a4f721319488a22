"""The words by which a text says an effect, as data: one row a form, each with what it rests on.

The forms of amending, replacing and repealing are those of Luật Ban hành văn bản quy phạm pháp luật
(80/2015/QH13, Điều 12) and of the models in Nghị định 34/2016/NĐ-CP and Nghị định 78/2025/NĐ-CP;
the older and looser ones were read off documents of 1997 to 2026.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from indexer.effects.kinds import EffectKind

Voice = Literal["does", "undergoes", "starts"]
"""``does``: what is changed stands behind the words; ``undergoes``: before them; ``starts``: the
text itself, or a place of it, stands before them."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of words."""

    pattern: str
    kind: EffectKind
    voice: Voice
    source: str
    core: tuple[str, ...]
    """One of these is in every match; a text without them is not searched."""


_UNIT: Final = (
    r"(?=\s(?:các\s|toàn bộ\s)?(?:cụm từ|từ|chữ|số|nội dung|đoạn|[Kk]hoản|[Đđ]iểm|[Đđ]iều|[Mm]ục"
    r"|[Cc]hương|[Pp]hụ lục|[Mm]ẫu|[Bb]iểu|Danh mục)\b)"
)
_LAW: Final = "Luật 80/2015/QH13, Điều 12"
_MODEL: Final = "Nghị định 34/2016/NĐ-CP, Phụ lục I"
_READ: Final = "read off documents"

FORMS: Final = (
    Form(r"(?:được|bị)\s(?:bãi bỏ|h[ủu][ỷy] bỏ)", "repeals", "undergoes", _READ,
         ("bãi bỏ", "hủy bỏ", "huỷ bỏ")),
    Form(r"được\s(?:sửa đổi,?\s(?:và\s)?)?bổ sung(?=,?\s?(?:như sau|thành|:))", "amends",
         "undergoes", "laws of before 2009", ("bổ sung",)),
    Form(r"được\ssửa đổi(?=,?\s?(?:như sau|thành|lại|:))", "amends", "undergoes",
         "laws of before 2009", ("sửa đổi",)),
    Form(r"được\sthay(?: thế)?(?=\s(?:bằng|bởi|như sau))", "replaces", "undergoes", _READ,
         ("được thay",)),
    Form(r"được\sđính chính(?=\s(?:như sau|thành|lại|:))", "corrects", "undergoes", _READ,
         ("đính chính",)),
    Form(r"(?:bị\s|được\s)?(?:hết|không còn|chấm dứt)\shiệu lực", "expires", "undergoes",
         "Luật 80/2015/QH13, Điều 154", ("hiệu lực",)),
    Form(r"không (?:còn )?áp dụng (?:với|đối với)\s[^,.;:]{3,200}?(?=\s(?:kể\s)?từ\sngày)",
         "expires", "undergoes", _READ, ("áp dụng với", "áp dụng đối với")),
    Form(r"tiếp tục (?:có|còn|được) hiệu lực|tiếp tục có giá trị", "revives", "undergoes", _READ,
         ("tiếp tục",)),
    Form(r"(?:bắt đầu\s)?có hiệu lực", "takes_effect", "starts", "Luật 80/2015/QH13, Điều 151",
         ("có hiệu lực",)),
    Form(r"(?:được\s)?(?:thực hiện|áp dụng)(?=\s(?:kể\s)?từ\sngày\s?\d)", "takes_effect", "starts",
         _READ, ("từ ngày",)),
    Form(r"(?:[Tt]ạm\s)?[Nn]gưng\shiệu lực"
         r"|(?:[Tt]ạm\s)?[Đđ]ình chỉ\s(?:việc\s)?(?:thi hành|hiệu lực)"
         r"|[Tt]ạm ngưng (?:áp dụng|thực hiện|thi hành)", "suspends", "does",
         "Luật 80/2015/QH13, Điều 153", ("gưng ", "ình chỉ")),
    Form(r"[Ss]ửa đ[ổồ]i(?:(?:,|\s?và|/)?\s?b[ổồ] sung)?", "amends", "does", _LAW, ("ửa đ",)),
    Form(r"[Bb][ổồ] sung(?:\sthêm)?", "inserts", "does", _LAW, ("ổ sung", "ồ sung")),
    Form(r"[Bb]ãi bỏ|[Hh][ủu][ỷy] bỏ", "repeals", "does", _LAW, ("ãi bỏ", "ủy bỏ", "uỷ bỏ")),
    Form(rf"[Bb]ỏ{_UNIT}", "repeals", "does", _MODEL, ("Bỏ ", "bỏ ")),
    Form(rf"[Tt]hay thế|[Tt]hay{_UNIT}", "replaces", "does", _LAW, ("Thay ", "thay ")),
    Form(r"[Đđ]ính chính", "corrects", "does", "Nghị định 34/2016/NĐ-CP, Điều 103",
         ("ính chính",)),
)  # fmt: skip

_PATTERNS: Final = tuple((form, re.compile(form.pattern)) for form in FORMS)
_FIRST_WORDS: Final = (
    "hiệu", "Sửa", "Bổ", "Bồ", "Bãi", "bãi", "Hủy", "Huỷ", "Bỏ", "Thay", "thay", "Đính", "ngưng",
    "đình", "được", "áp dụng", "Tại",
)  # fmt: skip
"""One of them is in every clause that says an effect; each is looked for at the speed of ``in``."""
_SAYS: Final = re.compile(
    r"hiệu\s{1,3}lực|(?:Sửa\s{1,3}đ[ổồ]i|B[ổồ]\s{1,3}sung|Bãi\s{1,3}bỏ|H[ủu][ỷy]\s{1,3}bỏ|Bỏ|Thay"
    r"|Đính\s{1,3}chính)\b|(?:được|bị|này|đều)\s{1,3}(?:sửa|bổ|bãi|h[ủu][ỷy]|thay|đính)\s"
    r"|và\s{1,3}(?:bãi\s{1,3}bỏ|thay\s{1,3}thế)|[Nn]gưng\s|[Đđ]ình\s{1,3}chỉ"
    r"|(?:thực\s{1,3}hiện|áp\s{1,3}dụng)\s{1,3}(?:kể\s{1,3})?từ\s{1,3}ngày|không\s{1,3}(?:còn\s)?áp\s{1,3}dụng"
)


def may_say(text: str) -> bool:
    """Whether a clause may say an effect by itself, without one above it that says which."""
    return any(word in text for word in _FIRST_WORDS) and _SAYS.search(text) is not None


class Verb(NamedTuple):
    """One form, found."""

    start: int
    end: int
    form: Form


def verbs(text: str, start: int, end: int) -> list[Verb]:
    """Every form in a stretch of text, in order, whether it says an effect there or not. Of forms
    that overlap, the first counts, and of those that begin together, the one listed first."""
    stretch = text[start:end]
    found = [
        (match.start(), order, match.end(), form)
        for order, (form, pattern) in enumerate(_PATTERNS)
        if any(core in stretch for core in form.core)
        for match in pattern.finditer(text, start, end)
    ]
    found.sort(key=lambda row: row[:2])
    made: list[Verb] = []
    for first, _, last, form in found:
        if not made or first >= made[-1].end:
            made.append(Verb(first, last, form))
    return made
