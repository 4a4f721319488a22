"""Fields of a query as queries of the engine, where they are no filters."""

from __future__ import annotations

from indexer.citations.asked import citing_query
from indexer.core import query as q
from indexer.core.errors import QueryError
from indexer.core.filter_fields import FILTER_FIELDS
from indexer.identity.address import slug
from indexer.querying.syntax_tree import Restriction


def condition_query(node: Restriction) -> q.Query:
    """A field inside brackets, OR or NOT, where no index says which documents have it.

    Raises:
        QueryError: it cannot be there.
    """
    form = FILTER_FIELDS[node.field].form
    if form == "step":
        return step_query(node)
    if form == "citation":
        return citing_query(node.value)
    raise misplaced(node)


def misplaced(node: Restriction) -> QueryError:
    """What is wrong with a field that is not outermost."""
    return QueryError(
        "Điều kiện «%(value)s» không dùng được trong ngoặc, với OR hay với NOT.",
        node.position,
        "Đặt điều kiện ở ngoài cùng câu tìm.",
        value=node.value,
    )


def step_query(node: Restriction) -> q.Query:
    """The clauses that are, or are under, a step of an address.

    Raises:
        QueryError: the value is no number.
    """
    number = slug(node.value)
    if not number:
        raise QueryError("«%(value)s» không phải số.", node.position, value=node.value)
    return q.Unscored(q.Term("address", f"@{node.field}-{number}"))
