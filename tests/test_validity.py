"""The status of a text at a date, over made-up effects."""

from __future__ import annotations

import operator
from itertools import count

import pytest

from analyzers.token import Span
from indexer.core.document import Metadata, Path, Step
from indexer.effects.kinds import EffectKind
from indexer.effects.model import Effect, Part, Target, When
from indexer.identity.works import same_work
from indexer.validity.acts import Act, Acts
from indexer.validity.filed import Filed
from indexer.validity.status import Standing, status
from indexer.validity.works import Works

_AT = count(step=10)


def day(iso: str) -> When:
    return When("date", iso)


START = When("start")
NEVER = When("condition")


def path(place: str) -> Path:
    levels = {"d": "dieu", "k": "khoan", "p": "diem"}
    return tuple(Step(levels[one[0]], one[1:]) for one in place.split())  # type: ignore[arg-type]


def act(
    source: str,
    kind: EffectKind,
    target: str,
    start: When | None = START,
    *,
    place: str = "",
    by: str = "dieu-9",
    until: When | None = None,
    part: Part = "",
    signed: str | None = None,
    new_text: bool = False,
    quoted: Span | None = None,
    span: Span | None = None,
) -> Act:
    at = next(_AT)
    on = Target(number=target, place=path(place), part=part, itself=source == target)
    said = span or Span(at, at + 5)
    effect = Effect(kind, by, said, on, start, until, quoted=quoted, in_new_text=new_text)
    return Act(effect, source, target, source, signed)


def begins(node: str, iso: str, by: str = "dieu-8") -> Act:
    return act(node, "takes_effect", node, day(iso), by=by)


A, B, C = begins("a", "2010-01-01"), begins("b", "2015-07-01"), begins("c", "2020-01-01")
SUSPENDED = [
    begins("old", "2018-02-02"),
    begins("new", "2026-01-26"),
    act("new", "replaces", "old"),
    act("stop", "takes_effect", "stop", When("signing"), signed="2026-04-06"),
    act("stop", "suspends", "new", until=NEVER),
    act("stop", "revives", "old", until=NEVER),
]
MOVED = [
    begins("law", "2025-01-01", "dieu-252.khoan-1"),
    begins("mover", "2024-08-01"),
    act("mover", "amends", "law", place="d252 k1", quoted=Span(9000, 9500)),
    act("mover", "takes_effect", "law", day("2024-08-01"), new_text=True, span=Span(9100, 9120)),
]
TABLE = {
    "nothing is said": ([], "a", "2020-01-01", "unknown"),
    "the day before it begins": ([A], "a", "2009-12-31", "not_yet"),
    "the day it begins": ([A], "a", "2010-01-01", "in_force"),
    "the day before it is repealed": ([A, B, act("b", "repeals", "a")], "a", "2015-06-30",
                                      "in_force"),
    "the day it is repealed": ([A, B, act("b", "repeals", "a")], "a", "2015-07-01", "no_longer"),
    "replaced, and never held": ([B, act("b", "replaces", "x")], "x", "2016-01-01", "no_longer"),
    "before what replaced it, and never held": (
        [B, act("b", "replaces", "x")], "x", "2015-01-01", "unknown"),
    "repealed in part": ([A, B, act("b", "repeals", "a", place="d3")], "a", "2016-01-01",
                         "partly"),
    "ended for one subject": ([A, B, act("b", "expires", "a", part="words")], "a", "2016-01-01",
                              "partly"),
    "amended is in force": ([A, B, act("b", "amends", "a", place="d3")], "a", "2016-01-01",
                            "in_force"),
    "repealed on a day that nothing says": (
        [A, act("b", "repeals", "a", signed="2014-01-01")], "a", "2016-01-01", "unknown"),
    "before the law that repeals it was signed": (
        [A, act("b", "repeals", "a", signed="2014-01-01")], "a", "2013-01-01", "in_force"),
    "the repeal of the repealing law revives nothing": (
        [A, B, C, act("b", "repeals", "a"), act("c", "repeals", "b")], "a", "2021-01-01",
        "no_longer"),
    "a repeal that is repealed before its day": (
        [A, B, begins("c", "2015-01-01"), act("b", "repeals", "a"), act("c", "repeals", "b")],
        "a", "2021-01-01", "in_force"),
    "the repealing clause is itself repealed before its day": (
        [A, B, begins("c", "2015-01-01"), act("b", "repeals", "a"),
         act("c", "repeals", "b", place="d9")], "a", "2021-01-01", "in_force"),
    "its last day": ([act("a", "takes_effect", "a", day("2020-01-01"), until=day("2020-12-31"))],
                     "a", "2020-12-31", "in_force"),
    "after its last day": (
        [act("a", "takes_effect", "a", day("2020-01-01"), until=day("2020-12-31"))],
        "a", "2021-01-01", "no_longer"),
    "extended before its last day": (
        [begins("a", "2020-01-01"), act("a", "expires", "a", day("2021-01-01"), by="dieu-9"),
         begins("b", "2020-06-01"), act("b", "amends", "a", place="d9", quoted=Span(9000, 9500)),
         act("b", "expires", "a", day("2023-01-01"), new_text=True, span=Span(9100, 9120))],
        "a", "2022-01-01", "in_force"),
    "after the extended day": (
        [begins("a", "2020-01-01"), act("a", "expires", "a", day("2021-01-01"), by="dieu-9"),
         begins("b", "2020-06-01"), act("b", "amends", "a", place="d9", quoted=Span(9000, 9500)),
         act("b", "expires", "a", day("2023-01-01"), new_text=True, span=Span(9100, 9120))],
        "a", "2023-01-01", "no_longer"),
    "a start that another law moves, before": (MOVED, "law", "2024-07-31", "not_yet"),
    "a start that another law moves, on the day": (MOVED, "law", "2024-08-01", "in_force"),
    "the start alone, without the law that moves it": (MOVED[:1], "law", "2024-08-01", "not_yet"),
    "a law that is not held, moved": (MOVED[1:], "law", "2024-08-01", "in_force"),
    "begun, it cannot be moved again": (
        [A, B, act("b", "amends", "a", place="d8", quoted=Span(9000, 9500)),
         act("b", "takes_effect", "a", day("2030-01-01"), new_text=True, span=Span(9100, 9120))],
        "a", "2016-01-01", "in_force"),
    "suspended": (SUSPENDED, "new", "2026-05-01", "suspended"),
    "before it is suspended": (SUSPENDED, "new", "2026-04-05", "in_force"),
    "revived": (SUSPENDED, "old", "2026-05-01", "in_force"),
    "before it is revived": (SUSPENDED, "old", "2026-03-01", "no_longer"),
    "revived, and nothing says what ended it": (SUSPENDED[3:], "old", "2026-05-01", "in_force"),
    "in parts early": ([A, act("a", "takes_effect", "a", day("2009-06-01"), place="d4 k2")], "a",
                       "2009-07-01", "partly"),
    "in parts late": ([A, act("a", "takes_effect", "a", day("2012-01-01"), place="d4 k2")], "a",
                      "2011-01-01", "partly"),
    "all parts there": ([A, act("a", "takes_effect", "a", day("2012-01-01"), place="d4 k2")], "a",
                        "2012-01-01", "in_force"),
    "two days are said, between them": ([A, begins("a", "2010-03-01")], "a", "2010-02-01",
                                        "unknown"),
    "two days are said, after both": ([A, begins("a", "2010-03-01")], "a", "2010-03-01",
                                      "in_force"),
    "two texts that wait for each other": (
        [act("a", "takes_effect", "b"), act("b", "takes_effect", "a")], "a", "2020-01-01",
        "unknown"),
    "signed on a day that is not known": ([act("a", "takes_effect", "a", When("signing"))], "a",
                                          "2020-01-01", "unknown"),
    "so many days after signing": (
        [act("a", "takes_effect", "a", When("after_signing", days=45), signed="2020-01-01")], "a",
        "2020-02-15", "in_force"),
}  # fmt: skip


@pytest.mark.parametrize(("acts", "node", "at", "state"), TABLE.values(), ids=TABLE)
def test_status(acts: list[Act], node: str, at: str, state: str) -> None:
    assert status(Acts(acts), node, at).state == state


WHY = {
    "nothing says when it begins": (Acts([], ["a"]), "no_start"),
    "it is not in the collection": (Acts([]), "not_held"),
    "a condition": (Acts([act("a", "takes_effect", "a", NEVER)], ["a"]), "condition"),
    "the day of signing": (Acts([act("a", "takes_effect", "a", When("signing"))]), "unsigned"),
    "an end without a day": (Acts([A, act("b", "repeals", "a")]), "end"),
}


@pytest.mark.parametrize(("graph", "why"), WHY.values(), ids=WHY)
def test_why_it_is_not_known(graph: Acts, why: str) -> None:
    assert status(graph, "a", "2020-01-01").why == why


def test_what_it_rests_on() -> None:
    repeal = act("b", "repeals", "a")
    assert status(Acts([A, B, repeal]), "a", "2016-01-01") == Standing(
        "no_longer", since="2015-07-01", acts=(repeal,), at="2016-01-01"
    )


def test_what_has_changed_it() -> None:
    change = act("b", "amends", "a", place="d3")
    assert status(Acts([A, B, change]), "a", "2016-01-01").changes == (change,)
    assert status(Acts([A, B, change]), "a", "2015-01-01").changes == ()


def test_a_document_without_pieces_is_its_own_work() -> None:
    assert Works(["10-2020-nd-cp.2020-01-10"], operator.eq).of("trong") == "trong"


@pytest.mark.parametrize(
    ("ids", "works"),
    [
        (["10-2020-nd-cp.2020-01-10", "10-2020-nd-cp.2020-01-10~2"], 1),
        (["12-kh-ubnd.2020-01-10", "12-kh-ubnd.2020-01-10~2"], 2),
    ],
    ids=["a number of the whole country", "a number that many have"],
)
def test_files_are_one_work_by_their_ids_where_these_say_so(ids: list[str], works: int) -> None:
    assert len(Works(ids, operator.is_).nodes()) == works


NATIONAL = ["10-2020-nd-cp.2020-01-10", "10-2020-nd-cp.2020-01-10~2", "11-2020-nd-cp.2020-01-10"]


def unread(document_id: str) -> Metadata | None:
    raise AssertionError(document_id)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [(0, 1, True), (0, 2, False), (1, 2, False)],
    ids=["a copy", "another", "a copy and another"],
)
def test_ids_of_central_bodies_say_which_files_are_one_work(
    one: int, other: int, same: bool
) -> None:
    assert same_work(Filed(NATIONAL[one], unread), Filed(NATIONAL[other], unread)) is same


@pytest.mark.parametrize("issuer", ["Tỉnh A", "Tỉnh B"])
def test_what_ids_do_not_say_is_read(issuer: str) -> None:
    known = {
        id_: Metadata(id_, "", number="12/KH-UBND", date="2020-01-10", issuer=of)
        for id_, of in (("12-kh-ubnd.2020-01-10", "Tỉnh A"), ("12-kh-ubnd.2020-01-10~2", issuer))
    }
    one, other = (Filed(id_, known.get) for id_ in known)
    assert same_work(one, other) is (issuer == "Tỉnh A")


def test_works_are_not_told_apart_before_they_are_asked_for() -> None:
    asked = []

    def same(one: str, other: str) -> bool:
        asked.append((one, other))
        return False

    works = Works(["12-kh-ubnd.2020-01-10", "12-kh-ubnd.2020-01-10~2", "3-ct.2021-01-01"], same)
    assert works.of("3-ct.2021-01-01") == "3-ct.2021-01-01"
    assert not asked
    assert works.numbered("12-kh-ubnd") == ("12-kh-ubnd.2020-01-10", "12-kh-ubnd.2020-01-10~2")
    assert works.of("12-kh-ubnd.2020-01-10~2") == "12-kh-ubnd.2020-01-10~2"
    assert len(asked) == 1
