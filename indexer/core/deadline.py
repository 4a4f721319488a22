"""A limit on the time of a query, checked by everything that runs below a search.

It is in a context variable, so evaluators need no further argument and threads do not share it.
It is checked between steps, each of them short; no step is interrupted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from time import perf_counter

from indexer.core.errors import QueryError

_until: ContextVar[float] = ContextVar("deadline", default=inf)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """The block may take so many seconds, or less where an outer limit ends earlier."""
    token = _until.set(min(_until.get(), perf_counter() + seconds))
    try:
        yield
    finally:
        _until.reset(token)


def check() -> None:
    """Call between the steps of work that may be long.

    Raises:
        QueryError: the time is up.
    """
    if perf_counter() > _until.get():
        raise QueryError(
            "Câu tìm này mất quá nhiều thời gian nên đã dừng.",
            advice="Thêm từ, bỏ dấu * hoặc thêm điều kiện lọc rồi thử lại.",
        )
