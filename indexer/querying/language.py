"""The whole query language, in one table, which the help page and docs/QUERY.md show.

    python -m indexer.querying.language > docs/QUERY.md

writes the last; ``tests/test_language.py`` keeps it in step, and tries every example.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from indexer.core.filter_fields import FILTER_FIELDS, FilterField
from indexer.querying.parser import MAX_DISTANCE, NEAR_DISTANCE
from indexer.querying.resolve import MAX_PATTERNS
from indexer.querying.wildcards import MAX_TERMS


class Row(NamedTuple):
    """One thing that can be typed."""

    written: str
    """Its signs alone."""
    example: str
    about: str
    """What it finds, in Vietnamese."""
    english: str


OPERATORS: Final = (
    Row(
        "", "thi dua khen thuong",
        "mọi từ, có dấu hay không dấu, ở bất kỳ chỗ nào trong đoạn",
        "all of the words, with accents or without, anywhere in the clause",
    ),
    Row(
        "", "thi đua khen thưởng",
        "dấu đã gõ thì có nghĩa: đoạn viết với dấu khác xếp sau, và có cách để chỉ tìm đúng dấu "
        "ấy; dấu không gõ thì không nói gì",
        "accents that were typed count: clauses with other accents come after, and there is a way "
        "to ask for these alone (accents=typed); accents that were left out say nothing",
    ),
    Row(
        "", "thi ddua yeeu nuwowcs",
        "phím gõ Telex hay VNI khi quên bật bộ gõ được đọc thành chữ có dấu; trang kết quả nói rõ",
        "Telex or VNI keystrokes, typed with the input method off, are read back; the results say "
        "so",
    ),
    Row(
        "", "Plei Ku",
        "tên viết liền hay rời (Pleiku, Hmông, H'Mông, Ealy), Đắk hay Đắc",
        "names in one word or two (Pleiku, Hmông, H'Mông, Ealy), with k or c (Đắk, Đắc)",
    ),
    Row(
        "", "34-CT/TW",
        "số hiệu; 34/CT-TW hay 34 ct tw cũng là nó",
        "a number, in any spelling: 34/CT-TW and 34 ct tw are the same",
    ),
    Row(
        "", "khoản 2 Điều 3 07/2025/QĐ-UBND",
        "đúng điều khoản ấy của văn bản ấy",
        "that clause of that document comes first",
    ),
    Row(
        "", "điều 8 luật hôn nhân gia đình",
        "điều ấy của luật ấy; tên luật gọi tắt cũng được (luật SHTT, BLDS); nhiều luật cùng tên "
        "thì luật mới nhất trước, hoặc luật của năm gõ sau tên",
        "that article of that law, also under a short name (luật SHTT, BLDS); of several laws the "
        "newest first, or the one of the year typed behind the name",
    ),
    Row(
        "", "k2 đ5 blds",
        "cũng là khoản 2 Điều 5; cũng gõ được điều 173-175, điều 5, 6 và 7, chương 2 (Chương II), "
        "phụ lục II, Điều 51.1.s, tội 174",
        "short for khoản 2 Điều 5; also điều 173-175, điều 5, 6 và 7, chương 2 (Chương II), "
        "phụ lục II, Điều 51.1.s, tội 174",
    ),
    Row(
        "", "cấp lại bằng lái",
        "cả từ trong văn bản (giấy phép lái xe) thay cho từ thường gõ; trang kết quả nói rõ, và "
        "cho tìm đúng như đã gõ",
        "also the words of the law for everyday ones (docs/SYNONYMS.md); the results say so, with "
        "a way to the query as typed",
    ),
    Row(
        "", "30 triệu đồng",
        "số tiền, cũng khi viết 30.000.000 đồng; 2,4%, 1/2 và 10km cũng là một thứ",
        "an amount, also where it is written 30.000.000 đồng; 2,4%, 1/2, 10km are one thing each",
    ),
    Row(
        '"…"', '"chống dịch như chống giặc"',
        "đúng nguyên văn, các từ liền nhau, đúng dấu đã gõ",
        "these words in a row, with the accents that were typed",
    ),
    Row(
        '"…"~5', '"thu hồi đất"~5',
        "các từ ấy theo thứ tự bất kỳ, xen giữa không quá 5 tiếng khác",
        "these words in any order, with at most 5 other syllables among them",
    ),
    Row(
        "- NOT", "thi đua -phạt",
        "không có từ, cụm từ hay nhóm đứng sau",
        "without the word, phrase or group that follows",
    ),
    Row(
        "OR ||", 'kỷ luật OR "khen thưởng"',
        "có ít nhất một trong hai; AND đi trước OR",
        "at least one of the two; AND binds more tightly",
    ),
    Row(
        "( )", "(đất OR nhà) thuế",
        "nhóm lại; dấu ngoặc chỉ có nghĩa khi có OR, NOT hay NEAR",
        "a group; brackets mean something only beside OR, NOT or NEAR",
    ),
    Row(
        "NEAR/5 w/5 /5", "(đất OR nhà) NEAR/5 thuế",
        f"cách nhau không quá 5 tiếng; không ghi số là {NEAR_DISTANCE}, nhiều nhất {MAX_DISTANCE}",
        f"within 5 syllables of each other; {NEAR_DISTANCE} where no number is given, at most "
        f"{MAX_DISTANCE}",
    ),
    Row(
        "*", "khuyến*",
        f"các từ bắt đầu như thế; k*nh, *luật cũng được, và cả trong ngoặc kép: \"thu hồi đ*\"; "
        f"tối đa {MAX_PATTERNS} từ như thế, mỗi từ ứng với không quá {MAX_TERMS} từ hay gặp nhất",
        f"words that begin so; also k*nh, *luật, and in quotation marks: \"thu hồi đ*\"; at most "
        f"{MAX_PATTERNS} of them, each standing for its {MAX_TERMS} most frequent words",
    ),
    Row(
        "?", "lu?t",
        "một chữ cái bất kỳ ở giữa từ",
        "any one letter inside a word",
    ),
    Row(
        "~", "luật~",
        "các từ khác một chữ cái",
        "words that differ by one letter",
    ),
    Row(
        "*", "1310*",
        "số bắt đầu như thế, cả số hiệu văn bản; *10 là kết thúc như thế",
        "numbers that begin so, those of documents as well; *10 for those that end so",
    ),
)  # fmt: skip

_ABOUT: Final = {
    "whole": ("đúng giá trị ấy, không kể dấu; * thay cho phần không nhớ",
              "that value, accents or not; * stands for what is not remembered"),
    "text": ("đúng giá trị ấy, không kể dấu, viết tắt hay viết đủ; * thay cho phần không nhớ",
             "that value, accents or not, abbreviated or not; * stands for what is not remembered"),
    "words": ("chỉ cần một phần tên", "some of the words of the name in a row"),
    "path": ("tên tệp, hay đường dẫn, bắt đầu như thế",
             "the path, or a part of it, begins so"),
    "number": ("trong mọi cách viết; 13* là số bắt đầu như thế, 100..200 là một khoảng",
               "in any spelling; 13* for numbers that begin so, 100..200 for a range"),
    "year": ("một năm hay một khoảng: 2010..2013, >=2020",
             "a year or a range: 2010..2013, >=2020"),
    "state": ("theo các văn bản trong kho: con, motphan, chua, ngung, het hay chuaro",
              "by the texts: con (in force), motphan (partly), chua (not yet), ngung, het, chuaro"),
    "day": ("hiệu lực được tính vào ngày này, không phải hôm nay",
            "the status of texts is that of this day, not of today"),
    "date": ("ngày, tháng, năm hay khoảng: 26/8/2021, 8/2021, 2020..2021-06, >=2021",
             "a day, a month, a year or a range: 26/8/2021, 8/2021, 2020..2021-06, >=2021"),
    "citation": ("đoạn viện dẫn văn bản, điều khoản ấy", "clauses that cite it"),
    "step": ("đoạn thuộc phần, chương, mục, điều, khoản, điểm ấy",
             "clauses that are, or are under, that step of an address"),
    "folder": ("tệp trong thư mục ấy, ở cấp nào cũng được", "files in that folder, at any depth"),
    "title": ("văn bản có những từ ấy trong tiêu đề, và điều có chúng trong đề mục",
              "documents with the words in the title, articles with them in the heading"),
}  # fmt: skip
"""How a field is matched, or else its form -> what it finds, in Vietnamese and in English."""


def fields() -> tuple[Row, ...]:
    """A row for each field that can be typed."""
    return tuple(_field(row) for row in FILTER_FIELDS.values() if row.aliases)


def language() -> tuple[Row, ...]:
    """The whole table."""
    return (*OPERATORS, *fields())


def _kind(row: FilterField) -> str:
    if row.form != "value":
        return row.form
    return "text" if (row.compared, row.matched) == ("text", "whole") else row.matched


def _field(row: FilterField) -> Row:
    about, english = _ABOUT[_kind(row)]
    return Row(
        " ".join(f"{alias}:" for alias in row.aliases),
        f"{row.aliases[0]}:{row.example}",
        f"{row.label}: {about}",
        f"{row.english}: {english}",
    )


def markdown() -> str:
    """docs/QUERY.md."""
    rows = (
        f"| {_code(row.written)} | {_code(row.example)} | {_cell(row.english)} |"
        for row in language()
    )
    return _BEFORE + "\n".join(rows) + _AFTER


_BEFORE: Final = """\
# The query language

Made of the tables in `indexer/querying/language.py` and `indexer/core/filter_fields.py`
(`python -m indexer.querying.language > docs/QUERY.md`). Operators are in capitals; `and`, `or` and
`not` are words. A text that uses none of this is plain text: punctuation in it means nothing.

| written | example | finds |
|---|---|---|
"""
_AFTER: Final = """

A value with blanks stands in quotation marks: `loai:"chỉ thị"`; `loai:(luật OR "nghị định")` is any
of several. Inside brackets, with OR and with NOT, a field stands for its documents.

What is not quite in the language is read as well as can be, and a notice (`Results.notices`) says
how: an unclosed quotation mark or bracket reaches to the end; an operator without a side is passed
over; an unknown field, a regular expression, or a pattern of fewer than two letters, is words; a
date that is none is left out. Only these are errors: brackets or negations nested more than 20
deep, and a query that is nothing but a condition that means nothing.

Quotation marks are absolute. Where nothing holds a phrase, `total` is 0; what the same letters with
other accents, or else the same words anywhere, find is shown apart (`Results.instead`).
"""


def _code(text: str) -> str:
    return f"`{_cell(text)}`" if text else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(markdown(), end="")
