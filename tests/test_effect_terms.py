"""Effects as terms of an index: nothing is lost, and they are found from both sides."""

from __future__ import annotations

import pytest

from analyzers.token import Span
from indexer.core.document import Step
from indexer.effects.model import Effect, Exempt, Target, When, Words
from indexer.effects.terms import dump, load, number_of, target_of

LAW = Target("Luật", "31/2024/QH15", "Luật Đất đai", "2024-01-18", "Quốc hội")
PLACE = (Step("dieu", "5", "Phạm vi"), Step("khoan", "2a"), Step("diem", "đ"))

EFFECTS = {
    "least": Effect("repeals", "dieu-1", Span(3, 9), Target(number="1/QĐ-TTg")),
    "of itself": Effect(
        "takes_effect", "dieu-9", Span(0, 4), Target(itself=True), When("date", "2025-07-01")
    ),
    "place": Effect("amends", "dieu-1.khoan-2", Span(3, 9), Target(number="1/QĐ", place=PLACE)),
    "part of a place": Effect("amends", "", Span(3, 9), Target(place=PLACE, part="title")),
    "rule": Effect("amends", "", Span(3, 9), LAW, When("after_signing", days=45, span=Span(4, 5))),
    "months": Effect("amends", "", Span(3, 9), LAW, When("after_signing", months=6)),
    "another document's day": Effect(
        "suspends", "", Span(3, 9), LAW, When("start"), When("document", document=LAW)
    ),
    "exception": Effect(
        "expires", "", Span(3, 9), LAW, exempt=(Exempt(Span(5, 7), True, (PLACE, PLACE[:1])),)
    ),
    "new text": Effect("inserts", "", Span(0, 9), LAW, quoted=Span(2, 5), after=PLACE[:2]),
    "words": Effect(
        "inserts_words", "", Span(0, 9), LAW, words=(Words(Span(0, 1), Span(2, 3), "after"),)
    ),
    "in new text": Effect("takes_effect", "", Span(0, 9), LAW, in_new_text=True),
}


@pytest.mark.parametrize("effect", EFFECTS.values(), ids=EFFECTS.keys())
def test_an_effect_survives_as_text(effect: Effect) -> None:
    assert load(dump(effect)) == effect


@pytest.mark.parametrize("term", ["!=a.2020-01-01=", "<5-2020-nd-cp.-\x1f=a="], ids=["of", "on"])
@pytest.mark.parametrize(
    "target",
    [
        Target(itself=True),
        Target("Nghị định", "5/2020/NĐ-CP", place=(Step("dieu", "3", 'Về "số"'),)),
        Target(None, "12/QĐ-UBND", None, "2020-01-01"),
        Target("Luật", None, "Luật Đất đai"),
        Target('"Luật"', "5/2020"),
    ],
    ids=["itself", "a place", "dated", "a law", "not a plain type"],
)
def test_what_an_effect_is_on_is_read_alone(term: str, target: Target) -> None:
    text = term + dump(Effect("amends", "dieu-1", Span(0, 9), target))
    assert target_of(text) == target
    assert number_of(text) in {target.number, None}


def test_a_plain_number_is_found_without_decoding() -> None:
    effect = Effect("amends", "", Span(0, 9), Target("Nghị định", "5/2020/NĐ-CP"))
    assert number_of("!=a=" + dump(effect)) == "5/2020/NĐ-CP"


@pytest.mark.parametrize(
    ("when", "signed", "start", "day"),
    [
        (When("date", "2025-07-01"), "2025-01-01", None, "2025-07-01"),
        (When("signing"), "2025-01-01", None, "2025-01-01"),
        (When("after_signing", days=45), "2025-01-01", None, "2025-02-15"),
        (When("after_signing", days=45), None, None, None),
        (When("after_signing", months=6), "2030-08-31", None, "2031-02-28"),
        (When("start"), "2025-01-01", "2025-03-01", "2025-03-01"),
        (When("condition"), "2025-01-01", "2025-03-01", None),
    ],
    ids=["date", "signing", "days after", "not signed", "months after", "start", "condition"],
)
def test_a_rule_gives_a_day(
    when: When, signed: str | None, start: str | None, day: str | None
) -> None:
    assert when.day(signed, start) == day
