"""Line starts that may open a step of an address: ``Điều 5.``, ``II.``, ``3)``, ``đ)`` ...

Finding is generous; which of the marks really count is decided in `indexer.structure.tree`, from
how their numbers run. One pattern, anchored at line starts, finds them all in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from analyzers.letters import LOWER, UPPER
from analyzers.numerals import roman_value
from indexer.identity.item_numbers import LETTERS, arabic, ordinal

MarkKind = Literal[
    "van-ban", "phu-luc", "kem-theo", "mau", "thu-tuc", "phan", "chuong", "muc", "tieu-muc",
    "dieu", "upper", "roman", "bracket", "number", "bare", "nested", "letter", "buoc", "paren",
    "resumed",
]  # fmt: skip
"""What a mark looks like. ``upper`` is A./B., ``bracket`` [1], ``number`` 1., ``bare`` a number
without punctuation before a title (*1 Phạm vi*, as standards write), ``nested`` 1.1., ``letter``
a), ``paren`` (1). ``van-ban`` and ``kem-theo`` are found in `indexer.structure.regions`.
``resumed`` opens nothing: there the text goes on that an annex stood in the middle of."""


class Mark(NamedTuple):
    kind: MarkKind
    number: str
    """As the document writes it, without punctuation."""
    value: int
    """Its ordinal among its like, from 1; 0 where it has none (``PHỤ LỤC``)."""
    start: int
    """Of the line's first character that is no blank, in the view."""
    after: int
    """Where the marker, its punctuation included, ends."""
    firm: bool = True
    """False where the mark has no punctuation of its own, so that a line that merely begins with
    a reference (``Điều 5 của Luật này``) looks the same."""


_NUMERAL: Final = r"[IVXLC]{1,8}|\d{1,3}"
_ORDINAL: Final = rf"thứ[ ]{{1,3}}(?:(?:mười|[{LOWER}]{{2,4}}[ ]mươi)[ ]{{1,3}})?[{LOWER}]{{2,5}}"
_CODED: Final = r"\d{1,3}\.\d{1,3}\.[A-ZĐ]{2,4}(?:\.\d{1,3}[a-zđ]{0,2}){1,3}"
"""An article of the pháp điển: topic, heading, kind of the text it is from, its numbers there
(Nghị định 63/2013/NĐ-CP, điều 9)."""
_FORM: Final = r"\d[\w./_–-]{0,24}|[A-ZĐ]{1,6}[\d/.-][\w./-]{0,20}|[IVX]{1,5}"

# A number and what must follow it. "3.Tiếp" and "III.Tổ chức" are written without a blank;
# "Điền 23." is how scans read Điều;
# "3.5", "2.236 tỷ" and "07/4/2014" are no items.
_PATTERN: Final = rf"""
 (?P<dieu>   (?:Điều|ĐIỀU|Điền|Điêu|Diều)[ ]{{0,3}}(?P<dieu_n>{_CODED}|\d{{1,4}}[a-zđ]{{0,2}}|thứ[ ]\d{{1,3}}|{_ORDINAL})(?![\w])[ ]?(?P<dieu_p>[.:]|[-–][ ]|(?=\n)|(?=[ ]?\Z))?)
|(?P<number> (?P<number_n>\d{{1,3}}(?:[a-zđ](?![{LOWER}]))?)(?:[ ]?[.](?!\d)|[ ]?\)|[-–](?=[ "“])|[ ]?/(?=[ ]|[{UPPER}][{LOWER}])))
|(?P<nested> (?P<nested_n>\d{{1,2}}(?:\.\d{{1,2}}){{1,5}})(?:[.)](?!\d)|(?=[ ]["“(]?[^\W\d_])|(?=[ ]?\n)))
|(?P<bare>   (?P<bare_n>\d{{1,2}})[ ]{{1,3}}(?=[{UPPER}][{LOWER}]?[^\n|]{{0,150}}\n))
|(?P<bracket>\[(?P<bracket_n>\d{{1,3}}(?:\.\d{{1,2}}){{0,3}})\](?=[ ][^\W\d_]))
|(?P<paren>  \((?P<paren_n>\d{{1,2}})\)(?=[ ][^\W\d_]))
|(?P<letter> (?P<letter_n>[a-zđ]\d?)(?:[ ]?\)|[.](?=[ ]?[^\W\d_])|[/-](?=[ ])))
|(?P<roman>  (?P<roman_n>[IVX]{{1,7}})(?:[ ]?[.)](?!\d)|[ ]?[-–/:](?=[ ])))
|(?P<upper>  (?P<upper_n>[A-HK-UYĐ])(?:[.)](?=[ ])|[ ]?[-–/](?=[ ])))
|(?P<chuong> (?:Chương|CHƯƠNG)[ ]{{1,3}}(?P<chuong_n>{_NUMERAL}|{_ORDINAL})(?![\w]))
|(?P<muc>    (?:Mục|MỤC)[ ]{{1,3}}(?P<muc_n>{_NUMERAL}|[A-HĐ])(?![\w]))
|(?P<tieu>   (?:Tiểu|TIỂU)[ ]{{1,3}}(?:[Mm]ục|MỤC)[ ]{{1,3}}(?P<tieu_n>{_NUMERAL}|[A-HĐ])(?![\w]))
|(?P<phan>   (?:Phần|PHẦN)[ ]{{1,3}}(?P<phan_n>{_NUMERAL}|{_ORDINAL}|THỨ[ ]{{1,3}}(?:MƯỜI[ ]{{1,3}})?[{UPPER}]{{2,5}}|[A-HĐ])(?![\w]))
|(?P<annex>  (?:PHỤ[ ]LỤC|Phụ[ ]lục)(?:[ ]{{1,3}}(?:số[ ]|SỐ[ ])?(?P<annex_n>(?:[IVXLC]{{1,6}}[a-zđ]?|\d{{1,3}}[a-zđA-ZĐ]?)(?:[.-]\d{{1,2}})?|[A-HĐ])(?![\w]))?)
|(?P<mau>    (?:(?:Mẫu|MẪU|Biểu[ ]mẫu|BIỂU[ ]MẪU)(?:[ ](?:số|SỐ))?|(?:Biểu|BIỂU|Phụ[ ]biểu|PHỤ[ ]BIỂU)[ ](?:số|SỐ))[ ]?:?[ ]?(?P<mau_n>{_FORM}))
|(?P<thu_tuc>(?:THỦ[ ]TỤC|Thủ[ ]tục)(?:[ ](?:số|SỐ))?[ ](?P<thu_tuc_n>\d{{1,4}})(?:[ ]?[:.](?!\d)|[ ][-–][ ]|(?=\n)))
|(?P<buoc>   (?:[-–•+*][ ]?)?(?:Bước|BƯỚC)[ ](?P<buoc_n>\d{{1,2}}[a-z]?)(?:[ ]?[:.)]|[ ]?[-–][ ]|(?=\n)))
"""  # noqa: E501 - one alternative a line reads better than folded ones
_AT_LINE: Final = re.compile(_PATTERN, re.VERBOSE)
_SCAN: Final = re.compile(rf"\n[ ]{{0,200}}(?:{_PATTERN})", re.VERBOSE)

# After the number of a Chương, a Mục, a Phần: the line ends, or punctuation, or a title.
_TITLE_FOLLOWS: Final = re.compile(
    rf" ?(?:[.:](?=[ \n{UPPER}]|\Z)|[-–] |(?=\n)|\Z"
    rf"|(?= ?(?!Chương|Phần|Luật|Bộ luật|Ngh|Điều)[{UPPER}]))"
)
_DIEU_REFERRED: Final = re.compile(r" ?(?:[,;)]|(?:của|và|hoặc|đến|này)\b)")
"""After an Điều without punctuation that is a reference: *Điều 27, Điều 28 của Thông tư*. A title
in small letters may follow one whose line a page break seemed to cut."""
_FORM_FOLLOWS: Final = re.compile(
    rf" ?(?:[.:](?= |\n|\Z)|[-–] |(?=\n)|\Z|(?= ?\()"
    rf"|(?= (?!Phụ lục|Thông tư|Nghị |Quyết định|Điều |Luật |Quy |Chương |Mục )[{UPPER}]))"
)
"""After the number of a form: its title, or nothing. What goes on in small letters is a sentence
about the form."""
_ANNEX_FOLLOWS: Final = re.compile(r" ?(?:[.:](?= |\n|\Z)|[-–] |(?=\n)|\Z|(?= ?\())")


def marks(text: str) -> Iterator[Mark]:
    """Every candidate of a view's text, in order. Linear in its length."""
    first = _AT_LINE.match(text, len(text) - len(text.lstrip(" ")))
    if first and (mark := _mark(first, text)):
        yield mark
    for match in _SCAN.finditer(text):
        if mark := _mark(match, text):
            yield mark


def mark_at(text: str, position: int) -> Mark | None:
    """The candidate that opens at a position which need not begin a line, or None."""
    match = _AT_LINE.match(text, position)
    return _mark(match, text) if match else None


def _mark(match: re.Match[str], text: str) -> Mark | None:
    group = match.lastgroup
    if group == "number":
        number, start = match["number_n"], match.start("number")
        return Mark("number", number, arabic(number), start, match.end())
    if group == "letter":
        number = match["letter_n"]
        return Mark("letter", number, LETTERS[number[0]], match.start("letter"), match.end())
    if group == "dieu":
        number, start, punctuation = match["dieu_n"], match.start("dieu"), match["dieu_p"]
        firm = punctuation is not None
        if not firm and _DIEU_REFERRED.match(text, match.end()):
            return None
        if number[0] == "t":
            value = ordinal(number)
            return Mark("dieu", number, value, start, match.end(), firm) if value else None
        value = 0 if "." in number else arabic(number)
        return Mark("dieu", number, value, start, match.end(), firm)
    return _rarer(match, text)


def _rarer(match: re.Match[str], text: str) -> Mark | None:
    group = match.lastgroup
    if group == "nested":
        return _nested(match["nested_n"], match.start("nested"), match.end())
    if group == "bare":
        number = match["bare_n"]
        return Mark("bare", number, arabic(number), match.start("bare"), match.end(), False)
    if group == "bracket":
        number, start = match["bracket_n"], match.start("bracket")
        if "." in number:
            return _nested(number, start, match.end())
        return Mark("bracket", number, int(number), start, match.end())
    if group == "paren":
        number = match["paren_n"]
        return Mark("paren", number, int(number), match.start("paren"), match.end())
    if group == "roman":
        number = match["roman_n"]
        value = roman_value(number)
        return Mark("roman", number, value, match.start("roman"), match.end()) if value else None
    if group == "upper":
        number = match["upper_n"]
        return Mark("upper", number, LETTERS[number.lower()], match.start("upper"), match.end())
    if group == "annex":
        return _annex(match, text)
    if group == "mau":
        return _form(match, text)
    if group in {"thu_tuc", "buoc"}:
        kind: MarkKind = "buoc" if group == "buoc" else "thu-tuc"
        number = match[f"{group}_n"]
        return Mark(kind, number, arabic(number), match.start(group), match.end())
    return _division(match, text)


def _nested(number: str, start: int, end: int) -> Mark:
    return Mark("nested", number, int(number.rsplit(".", 1)[1]), start, end)


def _form(match: re.Match[str], text: str) -> Mark | None:
    number = match["mau_n"].rstrip("./_–-")
    if not number or not (number.isalpha() or any(c.isdigit() for c in number)):
        return None
    end = match.start("mau_n") + len(number)
    follows = _FORM_FOLLOWS.match(text, end)
    if not follows:
        return None
    value = arabic(number) or roman_value(number)
    return Mark("mau", number, value, match.start("mau"), follows.end())


_DIVISIONS: Final[dict[str, MarkKind]] = {
    "chuong": "chuong", "muc": "muc", "tieu": "tieu-muc", "phan": "phan",
}  # fmt: skip


def _division(match: re.Match[str], text: str) -> Mark | None:
    """Phần, Chương, Mục, Tiểu mục."""
    group = match.lastgroup or ""
    follows = _TITLE_FOLLOWS.match(text, match.end())
    if not follows:
        return None
    number = match[f"{group}_n"]
    firm = bool(follows[0].strip()) or text[follows.end() : follows.end() + 1] in {"", "\n"}
    return Mark(_DIVISIONS[group], number, ordinal(number), match.start(group), follows.end(), firm)


def _annex(match: re.Match[str], text: str) -> Mark | None:
    follows = _ANNEX_FOLLOWS.match(text, match.end())
    number = match["annex_n"] or ""
    upper = bool(number) or match["annex"].startswith("PHỤ")
    if not follows and not (upper and _is_upper_line(text, match.end())):
        return None
    end = follows.end() if follows else match.end()
    return Mark("phu-luc", number, ordinal(number) if number else 0, match.start("annex"), end)


def _is_upper_line(text: str, start: int) -> bool:
    end = text.find("\n", start)
    rest = text[start : min(end if end >= 0 else len(text), start + 200)]
    return rest.isupper()
