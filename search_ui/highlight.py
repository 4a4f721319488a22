"""Text with marks and links as HTML. The only place where a text meets tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from analyzers.token import Span

_MARKED: Final = Markup("<mark>{}</mark>")


class Link(NamedTuple):
    """A stretch of text that leads somewhere."""

    span: Span
    url: str
    indexed: bool
    """Whether what it leads to is in the index."""

    def moved(self, by: int) -> Link:
        """The same link in a text that begins elsewhere."""
        return self._replace(span=Span(self.span.start + by, self.span.end + by))


def marked(text: str, marks: Iterable[Span]) -> Markup:
    """``text`` escaped, with ``<mark>`` around every span.

    Marks with nothing but blanks between them become one: a marked phrase is read as one.

    Args:
        marks: in code points of ``text``, ordered, not overlapping.
    """
    return overlaid(text, Span(0, len(text)), list(marks), ())


def inserted(text: str, shown: Span, added: Sequence[Span], tag: Markup) -> Markup:
    """``text[shown.start:shown.end]`` escaped, with a tag around what was added.

    Args:
        tag: with ``{}`` where the words come.
    """
    return _with_marks(text, shown, added, tag)


def overlaid(text: str, shown: Span, marks: Sequence[Span], links: Sequence[Link]) -> Markup:
    """``text[shown.start:shown.end]`` escaped, links around what they cover, marks inside them.

    A mark that a link begins or ends within is cut there, so that tags always nest.
    """
    whole = joined(text, marks)
    parts: list[Markup] = []
    at = shown.start
    for link in links:
        start, end = max(link.span.start, at), min(link.span.end, shown.end)
        if start >= end:
            continue
        parts.append(_with_marks(text, Span(at, start), whole))
        inner = _with_marks(text, Span(start, end), whole)
        kind = "cite" if link.indexed else "cite stub"
        parts.append(Markup('<a class="{}" href="{}">{}</a>').format(kind, link.url, inner))
        at = end
    parts.append(_with_marks(text, Span(at, shown.end), whole))
    return Markup("").join(parts)


def joined(text: str, marks: Iterable[Span]) -> list[Span]:
    """The same marks, with those that only blanks on one line separate made one."""
    found: list[Span] = []
    for mark in marks:
        between = text[found[-1].end : mark.start] if found else "-"
        if not between.strip() and "\n" not in between:
            found[-1] = Span(found[-1].start, mark.end)
        else:
            found.append(mark)
    return found


def around(text: str, span: Span, length: int) -> Span:
    """About ``length`` code points of ``text`` with ``span`` in their midst, of whole words."""
    spare = max(0, length - (span.end - span.start))
    start = max(0, min(span.start - spare // 2, len(text) - length))
    end = min(len(text), max(start + length, span.end))
    if start:
        start = text.rfind(" ", 0, start) + 1
    if end < len(text):
        end = text.find(" ", end)
        end = len(text) if end < 0 else end
    return Span(start, end)


def ticked(text: str) -> Markup:
    """``text`` escaped, with what stands between backticks as ``<code>``."""
    parts = [
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(text.split("`"))
    ]
    return Markup("").join(parts)


def _with_marks(text: str, shown: Span, marks: Iterable[Span], tag: Markup = _MARKED) -> Markup:
    parts: list[Markup] = []
    at = shown.start
    for mark in marks:
        start, end = max(mark.start, at), min(mark.end, shown.end)
        if start >= end:
            continue
        parts.append(escape(text[at:start]))
        parts.append(tag.format(text[start:end]))
        at = end
    parts.append(escape(text[at : shown.end]))
    return Markup("").join(parts)
