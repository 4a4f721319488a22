"""The query language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.core.engine import DateRange
from indexer.core.errors import QueryError
from indexer.querying import parser
from indexer.querying import syntax_tree as p
from indexer.querying.date_ranges import date_range

TREES: list[tuple[str, p.Node | None]] = [
    ("", None),
    ("   ", None),
    ("thi đua", p.Words("thi đua")),
    ('"thi đua"', p.Quoted("thi đua")),
    ("“thi đua”", p.Quoted("thi đua")),
    ('khen "thi đua"', p.And((p.Words("khen"), p.Quoted("thi đua")))),
    ("đất -thuế", p.And((p.Words("đất"), p.Without(p.Words("thuế"))))),
    ("NOT thuế", p.Without(p.Words("thuế"))),
    ("đất AND thuế", p.Words("đất thuế")),
    ("đất OR thuế", p.Or((p.Words("đất"), p.Words("thuế")))),
    ("thu đất OR thuế", p.Or((p.Words("thu đất"), p.Words("thuế")))),
    (
        "(đất OR rừng) thuế",
        p.And((p.Words("thuế"), p.Or((p.Words("đất"), p.Words("rừng"))))),
    ),
    ("đất NEAR/3 thuế", p.Close(p.Words("đất"), p.Words("thuế"), 3)),
    ("đất NEAR thuế", p.Close(p.Words("đất"), p.Words("thuế"), 10)),
    ('"thu hồi" NEAR đất', p.Close(p.Quoted("thu hồi"), p.Words("đất"), 10)),
    ("khuyến*", p.Starts("khuyến")),
    ("loai:luật", p.Restriction("type", "luật", 5)),
    ('Loại:"chỉ thị"', p.Restriction("type", "chỉ thị", 5)),
    ("number:34-CT/TW", p.Restriction("number", "34-CT/TW", 7)),
    ("dieu:5 đất", p.And((p.Words("đất"), p.Restriction("dieu", "5", 5)))),
    ("-loai:luật", p.Without(p.Restriction("type", "luật", 6))),
    ("kinh tế - xã hội", p.Words("kinh tế - xã hội")),
    ("giai đoạn 2021 -2025", p.Words("giai đoạn 2021 -2025")),
    ("điểm a) khoản 1", p.Words("điểm a ) khoản 1")),
    ("ghi chú: không", p.Words("ghi chú: không")),
    ("http://loai:x", p.Words("http://loai:x")),
    ("**167**/KH-UBND", p.Words("**167**/KH-UBND")),
    ("and or not", p.Words("and or not")),
    ("đất || thuế", p.Or((p.Words("đất"), p.Words("thuế")))),
    ("đất w/5 thuế", p.Close(p.Words("đất"), p.Words("thuế"), 5)),
    ("đất /5 thuế", p.Close(p.Words("đất"), p.Words("thuế"), 5)),
    ("ngày 5 /7 năm", p.Words("ngày 5 /7 năm")),
    ("đất near thuế", p.Words("đất near thuế")),
    (
        "(đất OR nhà) NEAR/5 thuế",
        p.Close(p.Or((p.Words("đất"), p.Words("nhà"))), p.Words("thuế"), 5),
    ),
    (
        "đất NEAR/5 (nhà OR thuế)",
        p.Close(p.Words("đất"), p.Or((p.Words("nhà"), p.Words("thuế"))), 5),
    ),
    (
        "thu đất NEAR/2 nhà NEAR/3 ở",
        p.And((
            p.Words("thu"),
            p.Close(p.Words("đất"), p.Words("nhà"), 2),
            p.Close(p.Words("nhà"), p.Words("ở"), 3),
        )),
    ),
    ('"thu hồi đất"~5', p.Loosely("thu hồi đất", 5)),
    ('"thu hồi đất"~', p.Loosely("thu hồi đất", 10)),
    ('"đất"~5', p.Quoted("đất")),
    ("luật~", p.Similar("luật")),
    ("*luật", p.Pattern("*luật")),
    ("k*nh", p.Pattern("k*nh")),
    ("lu?t", p.Pattern("lu?t")),
    ("*755", p.Pattern("*755")),
    ("1310*", p.Starts("1310")),
    ("34-CT*", p.Starts("34-CT")),
    ("là gì?", p.Words("là gì?")),
    ("-(đất nhà)", p.Without(p.Words("đất nhà"))),
    ("-khuyến*", p.Without(p.Starts("khuyến"))),
    (
        "loai:(luật OR \"nghị định\")",
        p.Or((p.Restriction("type", "luật", 6), p.Restriction("type", "nghị định", 6))),
    ),
    ("nguoiky:an", p.Restriction("signer", "an", 8)),
    ("tep:a/b.txt", p.Restriction("source", "a/b.txt", 4)),
    ("thumuc:a/b", p.Restriction("folder", "a/b", 7)),
    ("tieude:luật", p.Restriction("title", "luật", 7)),
    ("title:luật", p.Restriction("title", "luật", 6)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tree"), TREES, ids=[text for text, _ in TREES])
def test_tree(text: str, tree: p.Node | None) -> None:
    found = parser.parse(text).node
    if isinstance(tree, p.Words) and isinstance(found, p.Words):
        assert found.text.split() == tree.text.replace("a )", "a").split()
    else:
        assert found == tree


@pytest.mark.parametrize("text", [text for text, _ in TREES])
def test_what_is_in_the_language_needs_no_notice(text: str) -> None:
    assert parser.parse(text).notices == ()


READ_SOMEHOW: list[tuple[str, p.Node | None, str]] = [
    ('đất "thu hồi', p.And((p.Words("đất"), p.Quoted("thu hồi"))), "ngoặc kép chưa đóng"),
    ('"thi đua ', p.Quoted("thi đua "), "ngoặc kép chưa đóng"),
    ("AND đất", p.Words("đất"), "bên trái «AND»"),
    ("luật AND ", p.Words("luật"), "bên phải «AND»"),
    ("đất OR", p.Words("đất"), "bên phải «OR»"),
    ("OR đất", p.Words("đất"), "bên trái «OR»"),
    ("đất OR OR thuế", p.Or((p.Words("đất"), p.Words("thuế"))), "bên phải «OR»"),
    ("đất NOT", p.Words("đất"), "bên phải «NOT»"),
    ("(đất OR thuế", p.Or((p.Words("đất"), p.Words("thuế"))), "«(» chưa đóng"),
    ("đất OR thuế)", p.Or((p.Words("đất"), p.Words("thuế"))), "«)» không có"),
    ("NEAR đất", p.Words("đất"), "bên trái «NEAR»"),
    ("đất NEAR", p.Words("đất"), "bên phải «NEAR»"),
    ("đất w/5", p.Words("đất"), "bên phải «w/5»"),
    ("đất NEAR/0 thuế", p.Close(p.Words("đất"), p.Words("thuế"), 1), "từ 1 đến 1000"),
    ("đất NEAR/9999 thuế", p.Close(p.Words("đất"), p.Words("thuế"), 1000), "từ 1 đến 1000"),
    ("a*", p.Words("a*"), "chưa đủ rõ"),
    ("?a", p.Words("?a"), "chưa đủ rõ"),
    ("đất ~5", p.Words("đất"), "«~5»"),
    ("luật~5", p.Similar("luật"), "«luật~5»"),
    ("/x.*/", p.Words("/x.*/"), "biểu thức chính quy"),
    ("abc:xyz", p.Words("abc: xyz"), "trường «abc:»"),
    (
        "(đất NOT nhà) NEAR/5 thuế",
        p.And((p.Words("thuế"), p.And((p.Words("đất"), p.Without(p.Words("nhà")))))),
        "Hai bên «NEAR/5»",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "tree", "said"), READ_SOMEHOW, ids=[text for text, *_ in READ_SOMEHOW]
)
def test_what_is_not_quite_in_the_language_is_read_and_a_notice_says_how(
    text: str, tree: p.Node | None, said: str
) -> None:
    found = parser.parse(text)
    assert (found.node, said in found.notices[0].text) == (tree, True)


FAULTS: list[tuple[str, int]] = [
    ("(" * 30 + "đất OR thuế" + ")" * 30, 20),
    ("NOT " * 30 + "đất", 80),
]


@pytest.mark.parametrize(("text", "position"), FAULTS, ids=["brackets", "negations"])
def test_a_fault_is_named_with_its_position(text: str, position: int) -> None:
    with pytest.raises(QueryError) as caught:
        parser.parse(text)
    assert caught.value.position == position
    assert caught.value.message


PLAIN = st.text(
    alphabet=st.one_of(
        st.sampled_from("aăâđêôơưyếthn ():;,.-–/%&?!’'’[]0123456789\n\t\u00a0"), st.characters()
    ).filter(lambda c: c not in '"“*'),
    max_size=80,
).filter(lambda text: not any(sign in text for sign in ("AND", "OR", "NOT", "NEAR")))


@given(PLAIN)
def test_plain_text_never_raises(text: str) -> None:
    parser.parse(text)


SIGNS = ['"', "(", ")", "AND", "OR", "NOT", "NEAR/3", "w/2", "/5", "-", "a*", "*a", "k*n", "lu?t",
         "~", "~5", "x~", "x", "/x.*/", "loai:", "loai:(", "nam:2010..2013", "abc:x", "||", " ",
         "“", "”", "**"]  # fmt: skip


@given(st.lists(st.sampled_from(SIGNS)), st.sampled_from(["", " "]))
def test_any_syntax_parses_or_names_its_fault(parts: list[str], glue: str) -> None:
    text = glue.join(parts)
    assert fault(text) in range(-1, max(len(text), 1))


@given(st.text())
def test_any_text_parses_or_names_its_fault(text: str) -> None:
    assert fault(text) is not None


def fault(text: str) -> int | None:
    """Where parsing finds a fault; -1 where it finds none, None where it does not say."""
    try:
        parser.parse(text)
    except QueryError as error:
        return error.position
    return -1


DATES: list[tuple[str, DateRange]] = [
    ("2021", DateRange("2021-01-01", "2021-12-31")),
    ("8/2021", DateRange("2021-08-01", "2021-08-31")),
    ("2024-02", DateRange("2024-02-01", "2024-02-29")),
    ("26/8/2021", DateRange("2021-08-26", "2021-08-26")),
    ("2021-08-26", DateRange("2021-08-26", "2021-08-26")),
    ("2020..2021-06", DateRange("2020-01-01", "2021-06-30")),
    (">=2021", DateRange(first="2021-01-01")),
    ("<=8/2021", DateRange(last="2021-08-31")),
    ("..2020", DateRange(last="2020-12-31")),
    ("1/1/2021..", DateRange(first="2021-01-01")),
]


@pytest.mark.parametrize(("text", "expected"), DATES, ids=[text for text, _ in DATES])
def test_dates(text: str, expected: DateRange) -> None:
    assert date_range(text, 0) == expected


@pytest.mark.parametrize("text", ["hôm qua", "31/2/2021", "13/2021", "..", "2022..2021", "0000"])
def test_what_is_no_date_is_named(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        date_range(text, 7)
    assert caught.value.position == 7
