"""The query language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.core.engine import DateRange
from indexer.core.errors import QueryError
from indexer.querying import parser as p
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
    ("đất NEAR/3 thuế", p.Close("đất", "thuế", 3)),
    ("đất NEAR thuế", p.Close("đất", "thuế", p.NEAR_DISTANCE)),
    ('"thu hồi" NEAR đất', p.Close("thu hồi", "đất", p.NEAR_DISTANCE)),
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
]  # fmt: skip


@pytest.mark.parametrize(("text", "tree"), TREES, ids=[text for text, _ in TREES])
def test_tree(text: str, tree: p.Node | None) -> None:
    found = p.parse(text)
    if isinstance(tree, p.Words) and isinstance(found, p.Words):
        assert found.text.split() == tree.text.replace("a )", "a").split()
    else:
        assert found == tree


FAULTS: list[tuple[str, int]] = [
    ('đất "thu hồi', 4),
    ("AND đất", 0),
    ("đất AND", 4),
    ("đất OR", 4),
    ("OR đất", 0),
    ("đất OR OR thuế", 4),
    ("(đất OR thuế", 0),
    ("đất OR thuế)", 11),
    ("đất NOT", 4),
    ("NEAR đất", 0),
    ("đất NEAR", 4),
    ("đất NEAR/0 thuế", 4),
    ("a*", 0),
    ("(" * 30 + "đất OR thuế" + ")" * 30, 20),
    ("NOT " * 30 + "đất", 80),
]


@pytest.mark.parametrize(("text", "position"), FAULTS, ids=[text for text, _ in FAULTS])
def test_a_fault_is_named_with_its_position(text: str, position: int) -> None:
    with pytest.raises(QueryError) as caught:
        p.parse(text)
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
    p.parse(text)


@given(st.lists(st.sampled_from(['"', "(", ")", "AND", "OR", "NOT", "-", "a*", "x", "loai:", " "])))
def test_any_syntax_parses_or_names_its_fault(parts: list[str]) -> None:
    text = " ".join(parts)
    assert fault(text) in range(-1, len(text))


def fault(text: str) -> int | None:
    """Where parsing finds a fault; -1 where it finds none, None where it does not say."""
    try:
        p.parse(text)
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
