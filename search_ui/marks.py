"""Text with marks as HTML. The only place where a text meets tags; everything is escaped."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from analyzers.token import Span


def marked(text: str, marks: Iterable[Span]) -> Markup:
    """``text`` escaped, with ``<mark>`` around every span.

    Marks with nothing but white space between them become one: a marked phrase is read as one.

    Args:
        marks: in code points of ``text``, ordered, not overlapping.
    """
    parts: list[Markup] = []
    shown = 0
    for start, end in joined(text, marks):
        parts.append(escape(text[shown:start]))
        parts.append(Markup("<mark>{}</mark>").format(text[start:end]))
        shown = end
    parts.append(escape(text[shown:]))
    return Markup("").join(parts)


def joined(text: str, marks: Iterable[Span]) -> list[Span]:
    """The same marks, with those that only white space on one line separates made one."""
    found: list[Span] = []
    for mark in marks:
        between = text[found[-1].end : mark.start] if found else "-"
        if not between.strip() and "\n" not in between:
            found[-1] = Span(found[-1].start, mark.end)
        else:
            found.append(mark)
    return found
