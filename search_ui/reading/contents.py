"""The table of contents: what has a heading, folded below what it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from search_ui.i18n import tr
from search_ui.reading.outline import Outline, Row
from search_ui.wording import step

_FLAT: Final = 40
"""Lines next to each other from which on they are folded ..."""
_FOLD: Final = 20
"""... by so many."""


@dataclass(frozen=True, slots=True)
class Node:
    """One line, with the lines below it."""

    anchor: str
    text: str
    rows: range
    """Of the outline: the piece itself and what stands below it."""
    below: tuple[Node, ...] = ()
    opened: bool = False
    """Whether the place that is read stands in it."""
    grouping: bool = False
    """Whether it stands for lines that nothing of the document's own holds together."""


def contents(outline: Outline, number: int) -> tuple[Node, ...]:
    """The table of contents, opened at a row; where no piece has a heading, the outermost steps.

    Empty where there is hardly anything to list.
    """
    addressed = [
        (at, row)
        for at, row in enumerate(outline.rows)
        if row.path and row.kind != "other" and row.part == 1
    ]
    titled = [(at, row) for at, row in addressed if row.path[-1].heading]
    opening = [(at, row) for at, row in titled if row.opens]
    titled = opening if len(opening) > 1 else titled  # no clauses below articles
    chosen = titled or [(at, row) for at, row in addressed if len(row.path) == 1]
    if len(chosen) < 2:
        return ()
    return tuple(_opened(node, number) for node in _nested(chosen, len(outline.rows)))


def _nested(chosen: Sequence[tuple[int, Row]], end: int) -> tuple[Node, ...]:
    """Rows below the rows whose address begins theirs."""
    nodes: list[Node] = []
    at = 0
    while at < len(chosen):
        first, row = chosen[at]
        after = at + 1
        while after < len(chosen) and chosen[after][1].path[: len(row.path)] == row.path:
            after += 1
        until = chosen[after][0] if after < len(chosen) else end
        below = _nested(chosen[at + 1 : after], until)
        nodes.append(Node(row.anchor, _name(row), range(first, until), below))
        at = after
    return _folded(tuple(nodes))


def _folded(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Very many lines next to each other, as a law without chapters has, by twenties."""
    if len(nodes) <= _FLAT:
        return nodes
    groups = [nodes[at : at + _FOLD] for at in range(0, len(nodes), _FOLD)]
    return tuple(
        Node(
            group[0].anchor,
            tr("%(first)s đến %(last)s", first=_number(group[0]), last=_number(group[-1])),
            range(group[0].rows.start, group[-1].rows.stop),
            group,
            grouping=True,
        )
        for group in groups
    )


def _number(node: Node) -> str:
    return node.text.split(". ", 1)[0].split(" …", 1)[0][:30]


def _opened(node: Node, number: int) -> Node:
    if number not in node.rows:
        return node
    return replace(node, opened=True, below=tuple(_opened(one, number) for one in node.below))


def _name(row: Row) -> str:
    return step(row.path[-1]) if row.path[-1].heading else row.excerpt
