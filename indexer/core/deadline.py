"""No query goes on for ever: a bound on time that everything below a search looks at.

Kept in a context variable, so that evaluators need no further argument and threads do not share
it. Work is looked at between steps, each of them short; nothing is interrupted inside one.
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
    """What runs inside has this long, or less where a bound around it is nearer."""
    token = _until.set(min(_until.get(), perf_counter() + seconds))
    try:
        yield
    finally:
        _until.reset(token)


def check() -> None:
    """Call between steps of what may be long.

    Raises:
        QueryError: the time is up.
    """
    if perf_counter() > _until.get():
        raise QueryError(
            "Câu tìm này mất quá nhiều thời gian nên đã dừng.",
            advice="Thêm từ, bỏ dấu * hoặc thêm điều kiện lọc rồi thử lại.",
        )
