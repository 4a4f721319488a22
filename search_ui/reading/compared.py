"""Two texts beside each other, with the words that differ marked, also for those who listen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from search_ui.i18n import tr

MOST: Final = 1_500
"""Words of a text that are compared; of longer ones, none is marked."""
_ALIKE: Final = 0.25
"""Share of their words that two texts have in common, below which marks say nothing."""
_WORDS: Final = re.compile(r"\s*\S+\s*?(?=\s|$)")
_UNSEEN: Final = '<span class="unseen">'
MARKED: Final = {
    tag: f"<{tag}>{_UNSEEN}[{{}} </span>{{}}{_UNSEEN}]</span></{tag}>" for tag in ("del", "ins")
}
"""What is around words that are gone, or new: what is said of them, and they."""


class Compared(NamedTuple):
    """The two as HTML, a paragraph a line."""

    old: Markup
    new: Markup


def compared(old: str, new: str) -> Compared:
    """What is gone in ``<del>``, what is new in ``<ins>``."""
    before, after = _WORDS.findall(old.strip()), _WORDS.findall(new.strip())
    if not (before and after) or max(len(before), len(after)) > MOST:
        return Compared(_lines(escape(old.strip())), _lines(escape(new.strip())))
    matcher = SequenceMatcher(
        None, [word.strip() for word in before], [word.strip() for word in after], autojunk=False
    )
    if matcher.ratio() < _ALIKE:
        return Compared(_lines(escape(old.strip())), _lines(escape(new.strip())))
    gone: list[Markup] = []
    come: list[Markup] = []
    for kind, first, last, start, end in matcher.get_opcodes():
        same = kind == "equal"
        gone.append(_run(before[first:last], "" if same else "del", tr("bỏ:")))
        come.append(_run(after[start:end], "" if same else "ins", tr("thêm:")))
    return Compared(_lines(Markup("").join(gone)), _lines(Markup("").join(come)))


def _run(words: Sequence[str], tag: str, said: str) -> Markup:
    text = "".join(words)
    if not tag or not text:
        return escape(text)
    inner = text.lstrip()
    blank = text[: len(text) - len(inner)]
    form = Markup(MARKED[tag])  # noqa: S704  # ours
    # A line's end inside would put the tag into two paragraphs.
    parts = (form.format(said, line) if line else Markup("") for line in inner.split("\n"))
    return escape(blank) + Markup("\n").join(parts)


def _lines(html: Markup) -> Markup:
    lines = [line.strip() for line in html.split("\n")]
    return Markup("").join(Markup("<p>{}</p>").format(Markup(line)) for line in lines if line)  # noqa: S704  # escaped above
