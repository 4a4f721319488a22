"""What the words of a clause do to what: from verbs and their objects to changes.

A sentence is read from left to right. What it does not say itself comes from the clauses above
(``Context``); where nothing says it, nothing is returned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from indexer.core.document import Path
from indexer.effects.accepting import accepted_verbs
from indexer.effects.changes import Change, Context, Read
from indexer.effects.days import THIS, days
from indexer.effects.kinds import EffectKind
from indexer.effects.masking import QUOTED
from indexer.effects.model import Part, Target, When
from indexer.effects.objects import Object, objects
from indexer.effects.own_words import Own, sentences
from indexer.effects.patterns import SOME
from indexer.effects.units import RANKS, completed, places
from indexer.effects.verbs import Verb
from indexer.effects.wording import INNER, KINDS, WORDS, Pair, groups, titles_listed


class _Days(NamedTuple):
    start: When | None
    until: When | None
    end: int


_LEAD: Final = re.compile(
    rf"[\s{QUOTED}]*(?:[-+–*•]\s*|[a-zđ]{{1,2}}\d?[.)]\s+|\d{{1,3}}[a-zđ]?[.)]\s*|\([a-zđ\d]\)\s*)?"
)
_FOLLOWS: Final = re.compile(r":\s*\Z|\b(?:sau đây|dưới đây|như sau|sau)\s*\Z")
_BELOW: Final = re.compile(r"(?:sau đây|sau|dưới đây)\s*:?\s*\Z")
_EXCEPT: Final = re.compile(
    r"[,(;]?\s{0,2}\b(?:ngoại\s)?trừ\s(?!điểm,)"
    r"|[;,]\s{1,2}riêng\s(?=các\s|quy định|đối với|nội dung)"
)
_TIMED: Final = re.compile(r"(?:kể\s)?từ\s(?:ngày\s)|sau\s\d{1,3}\sngày")
_FIRST_DAY: Final = re.compile(r"(?:Kể từ|Từ ngày)")
_WHILE: Final = re.compile(
    r"Trong thời (?:gian|hạn)[^,]{0,200},|(?:cho\s)?đến khi\s.{0,300}?có hiệu lực"
)
_IF: Final = re.compile(
    r"(?:[Tt]rường hợp|[Kk]hi|[Nn]ếu|[Tt]rước khi|[Đđ]ến khi|[Ss]au khi|[Tt]rong thời hạn)\b"
)
_NO_ITEM: Final = re.compile(
    r"(?:Trường hợp|Khi|Nếu|Trong|Việc|Đối với|Căn cứ|Các cơ quan|Cơ quan|Chính phủ|Bộ trưởng"
    r"|Bộ(?! luật)|Ủy ban|Hội đồng|Tổ chức|Cá nhân|Người|Sau|Trước)\b"
)
"""How a sentence begins below a list that is no item of it."""
_SUBJECT: Final = re.compile(
    r"[\s,;:()-]*(?:(?:Kể từ|Từ|kể từ|từ) ngày[^,]{0,160},\s*|Trong thời gian[^,]{0,200},\s*)?"
    r"(?:(?:và|đồng thời|thì|các|những|toàn bộ|một số|nội dung|quy định|hiệu lực|văn bản|sau|đây"
    r"|tại|của|theo|nêu|Các|Những|Toàn bộ|Một số|Quy định|Nội dung|Văn bản|Riêng|riêng)[\s,:]+)*",
)
"""What may stand before what is no longer in force; anything else (licences, cards, contracts) is
no document."""
_AFTER: Final = re.compile(r"\s(?:vào\s)?(?:(?:phía|ngay|liền)\s)?(?:sau|trước)\s|\svào\s")
_BY: Final = re.compile(r"\s(?:bằng|thành)\s")
_SUSPENDED: Final = re.compile(r"ngưng\s+hiệu\s+lực|đình chỉ", re.IGNORECASE)
_TITLES: Final = 3
_CONTENT: Final = re.compile(
    r"\s{0,2}(?:(?:một số|các|những|toàn bộ)\s{1,2})?(?:quy định|nội dung|mức|việc|đoạn|câu|phần|ý"
    r"|gạch đầu dòng|chỉ tiêu)\b",
    re.IGNORECASE,
)
_FEW: Final = 3
_WHOLE: Final = frozenset({"repeals", "replaces", "suspends", "expires"})
_LISTS: Final = _WHOLE | {"corrects", "takes_effect"}


def read(own: Own, context: Context) -> Read:
    """What a clause's own words change.

    Args:
        context: what the clauses above it say.
    """
    made: list[Change] = []
    here, header = context, False
    for start, end in sentences(own):
        found = _Sentence(own, start, end, here).read()
        made += found.changes
        here = found.below
        header = header or found.header
    return Read(tuple(made), here, header)


class _Sentence:
    def __init__(self, own: Own, start: int, end: int, context: Context) -> None:
        self.own, self.text = own, own.text
        lead = _LEAD.match(own.text, start, end)
        self.head = lead.end() if lead else start
        self.end = end
        self.context = self.below = context
        self.made: list[Change] = []
        self.header = False
        self.first_day: When | None = None

    def read(self) -> Read:
        if _FIRST_DAY.match(self.text, self.head):
            self.first_day = self._days(self.head, self.end, capital=True).start
        accepted = accepted_verbs(
            self.own, self.head, self.end, amending=bool(self.context.document)
        )
        if not accepted:
            self._listed()
        left = self.head
        for place, verb in enumerate(accepted):
            stop = accepted[place + 1].start if place + 1 < len(accepted) else self.end
            if verb.form.voice == "does":
                self._does(verb, stop)
                left = max(verb.end, self.text.rfind(";", verb.end, stop) + 1)
            else:
                left = self._undergoes(verb, left, stop)
        return Read(tuple(self._with_documents()), self.below, self.header)

    def _days(self, at: int, end: int, *, capital: bool = False) -> _Days:
        text = self.text
        if capital:
            text = text[:at] + text[at].lower() + text[at + 1 :]
        said = days(text, at, end, self.own.documents, self.own.span, self.own.target)
        return _Days(said.start, said.until, said.end)

    # -- verbs before their objects

    def _does(self, verb: Verb, stop: int) -> None:
        text, kind = self.text, verb.form.kind
        begins, ends, start, end, exempt = self._bounds(verb, stop)
        if kind in KINDS and WORDS.match(text, verb.end):
            self._words(verb.start, verb.end, end, kind, begins)
            return
        inner = INNER.search(text, verb.end, end) if kind == "repeals" else None
        last, end = end, inner.start() if inner else end
        after: Path = ()
        if kind == "inserts" and (behind := _AFTER.search(text, verb.end, end)):
            named = places(text, behind.end(), end)
            after = (completed(named[0], self.context.base) or named[0].path) if named else ()
        cut = end
        if kind in {"replaces", "amends"} and (by := _BY.search(text, verb.end, end)):
            cut = by.start()
        found = objects(self.own, start, cut)
        if kind == "inserts" and behind:
            found = [one for one in found if one.place is None or one.place.start < behind.start()]
        if kind == "amends":
            found = titles_listed(self.own, found, least=_TITLES)
        first = found[0].start if found else cut
        announces = _FOLLOWS.search(text, verb.end, self.end) is not None
        if SOME.search(text, verb.end, first) or not found:
            self._heading(kind, found, begins, ends, announces=announces)
            return
        part = self._part(verb.end, first)
        for one in found:
            if one.document and one.document.itself:
                continue
            if one.place is None and not one.issued and kind not in _WHOLE:
                self.below = replace(self.below, document=one.document or self.below.document)
                continue
            self._add(
                kind,
                verb.start,
                stop,
                one,
                begins,
                ends,
                exempt,
                after=after,
                part="" if one.issued else part,
            )
        if inner:
            self._words(verb.start, inner.start() + 1, last, kind, begins)
        if kind in {"amends", "inserts", "corrects"}:
            self._set_base(found)
            self.header = self.header or announces

    def _part(self, start: int, end: int) -> Part:
        """Whether the words before what is spoken of narrow it to some of its content: *Bãi bỏ quy
        định về việc cấp giấy phép tại Nghị định số 5*."""
        match = _CONTENT.match(self.text, start, end)
        lead = _SUBJECT.match(self.text, start, end)
        rest = self.text[lead.end() if lead else start : end].replace(QUOTED, "")
        return "words" if match and len(rest.split()) > _FEW else ""

    def _bounds(
        self, verb: Verb, stop: int
    ) -> tuple[When | None, When | None, int, int, tuple[tuple[int, int], ...]]:
        """The days, the stretch of the objects, and the exceptions of a verb."""
        text, start, end = self.text, verb.end, stop
        exempt: tuple[tuple[int, int], ...] = ()
        if exception := _EXCEPT.search(text, verb.end, stop):
            end, exempt = exception.start(), ((exception.start(), stop),)
        begins, ends = self.first_day, None
        if verb.form.kind == "suspends" and (during := _WHILE.search(text, verb.end, end)):
            ends = When("condition", span=self.own.span(*during.span()))
            start = during.end()
        elif timed := _TIMED.search(text, verb.end, end):
            said = self._days(timed.start(), stop)
            if said.start:
                begins, ends, end = said.start, said.until, timed.start()
        return begins, ends, start, end, exempt

    def _heading(
        self,
        kind: EffectKind,
        found: Sequence[Object],
        begins: When | None,
        ends: When | None,
        *,
        announces: bool,
    ) -> None:
        """What a sentence that only announces says to the clauses below."""
        self.header = True
        document = next((one.document for one in found if one.document), self.below.document)
        placed = next((one.place for one in found if one.place and one.place.path), None)
        base = completed(placed, self.context.base) if placed else None
        self.below = replace(self.below, document=document, base=base or self.below.base)
        if kind in _LISTS and announces:
            self.below = replace(self.below, kind=kind, start=begins, until=ends)

    def _set_base(self, found: Sequence[Object]) -> None:
        """What the clauses below may leave out."""
        document = next((one.document for one in found if one.document), self.below.document)
        articles = {one.place.path[0] for one in found if one.place and one.place.path}
        base = self.below.base
        if len(articles) == 1 and (only := articles.pop()).level == "dieu":
            base = (only,)
        self.below = replace(self.below, document=document, base=base)

    # -- verbs behind their subjects

    def _undergoes(self, verb: Verb, left: int, stop: int) -> int:
        text, kind = self.text, verb.form.kind
        said = self._days(verb.end, stop)
        begins, ends = said.start or self.first_day, said.until
        exempt: tuple[tuple[int, int], ...] = ()
        if exception := _EXCEPT.search(text, said.end, stop):
            exempt = ((exception.start(), stop),)
        first, last = left, verb.start
        if inner := _EXCEPT.search(text, left, verb.start):
            if text[left : inner.start()].strip(" ,;"):
                last, exempt = inner.start(), ((inner.start(), verb.start),)
            else:
                first = inner.end()
        if _IF.match(text, left):
            return said.end
        if kind == "revives":
            during = _WHILE.match(text, left)
            if not during or not _SUSPENDED.search(during[0]):
                return said.end
            ends, first = When("condition", span=self.own.span(*during.span())), during.end()
        found = objects(self.own, first, last, subject=True)
        if not found or (verb.form.voice == "starts" and begins is None):
            self._announced(verb, left, begins, ends)
            return said.end
        if verb.form.voice == "starts":
            self._starts(verb, found, first, begins, ends, exempt, said.end)
            return said.end
        lead = _SUBJECT.match(text, first, found[0].start)
        if lead and lead.end() < found[0].start and not _ends_lead(text, lead.end(), found[0]):
            return said.end
        part: Part = (
            "words" if "không" in verb.form.pattern and "áp dụng" in verb.form.pattern else ""
        )
        for one in found:
            self._add(kind, first, max(said.end, verb.end), one, begins, ends, exempt, part=part)
        if kind == "amends":
            self._set_base(found)
        return said.end

    def _announced(self, verb: Verb, left: int, begins: When | None, ends: When | None) -> None:
        """*Các văn bản sau đây hết hiệu lực kể từ ngày ...:*"""
        kind = verb.form.kind
        if kind not in _LISTS or (kind == "takes_effect" and begins is None):
            return
        below = _BELOW.search(self.text, left, verb.start)
        if below or _FOLLOWS.search(self.text, verb.end, self.end):
            self.header = True
            self.below = replace(self.below, kind=kind, start=begins, until=ends)

    def _starts(
        self,
        verb: Verb,
        found: Sequence[Object],
        first: int,
        begins: When | None,
        ends: When | None,
        exempt: tuple[tuple[int, int], ...],
        end: int,
    ) -> None:
        """The text itself, or places of it, are in force from a day on."""
        applied = "hiệu lực" not in self.text[verb.start : verb.end]
        this = THIS.search(self.text, first, verb.start)
        lead = _SUBJECT.match(self.text, first, this.start() if this else verb.start)
        applied = applied or bool(this and lead and lead.end() < this.start())
        placed = next((one.place.start for one in found if one.place), first)
        scope = _SUBJECT.match(self.text, first, placed)
        if scope and len(self.text[scope.end() : placed].split()) > _FEW:
            exempt = (*exempt, (scope.end(), placed))
        for one in found:
            if one.document is None or one.document.itself:
                part: Part = "words" if applied and one.place is None else ""
                mine = one._replace(document=Target(itself=True))
                self._add("takes_effect", first, end, mine, begins, ends, exempt, part=part)

    # -- lists and words

    def _listed(self) -> None:
        """An item of a list that a clause above opened."""
        kind = self.context.kind
        if kind is None or _NO_ITEM.match(self.text, self.head):
            return
        end, exempt = self.end, ()
        if exception := _EXCEPT.search(self.text, self.head, end):
            end, exempt = exception.start(), ((exception.start(), self.end),)  # type: ignore[assignment]  # one pair
        begins = self.first_day or self.context.start
        found = objects(self.own, self.head, end, item=True)
        part = self._part(self.head, found[0].start) if found and kind in _WHOLE else ""
        for one in found:
            if one.document and one.document.itself != (kind == "takes_effect"):
                continue
            some: Part = "" if one.issued else part
            self._add(kind, self.head, self.end, one, begins, self.context.until, exempt, part=some)

    def _words(
        self, said: int, start: int, end: int, verb_kind: EffectKind, begins: When | None
    ) -> None:
        kind = KINDS[verb_kind]
        for group in groups(self.own, start, end, kind):
            for one in group.objects:
                if one.place is not None:
                    self._add(kind, said, end, one, begins, words=group.pairs)

    # -- results

    def _add(
        self,
        kind: EffectKind,
        start: int,
        end: int,
        one: Object,
        begins: When | None,
        ends: When | None = None,
        exempt: tuple[tuple[int, int], ...] = (),
        words: tuple[Pair, ...] = (),
        after: Path = (),
        part: Part = "",
    ) -> None:
        path: Path = ()
        if one.place:
            part = one.place.part or part
            base = self.context.base
            if kind == "inserts" and one.place.rank > RANKS["dieu"]:
                above = tuple(step for step in after if RANKS[step.level] < one.place.rank)
                base = above or base
            path = completed(one.place, base) or one.place.path
        target = (one.document or Target()).at((*one.issued, *path), part)
        self.made.append(Change(kind, start, end, target, begins, ends, exempt, words, after))

    def _with_documents(self) -> Iterator[Change]:
        """The changes, each with its document and article: of the sentence, or of what is above."""
        for at, change in enumerate(self.made):
            target = change.target
            rest = [one.target for one in self.made[at + 1 :]]
            if not target.is_named:
                above = self.context.document
                named = next((one for one in rest if one.number or one.name), above)
                if named is None:
                    continue
                issued = tuple(step for step in named.place if step.level == "kem-theo")
                target = named.at((*issued, *target.place), target.part)
            if not _says_article(target):
                base = next(
                    (one.place[:1] for one in rest if one.place[:1] and _says_article(one)), ()
                )
                if not base:
                    continue
                target = target.at((*base, *target.place), target.part)
            yield change._replace(target=target)


def _ends_lead(text: str, start: int, one: Object) -> bool:
    """*Quy chế ... ban hành kèm theo Nghị định số 5*: what the document issues is the subject."""
    return bool(one.issued) or "kèm theo" in text[start : one.start]


def _says_article(target: Target) -> bool:
    steps = [step for step in target.place if step.level != "kem-theo"]
    if not steps:
        return not target.part or target.part == "words"
    return RANKS.get(steps[0].level, 0) <= RANKS["dieu"]
