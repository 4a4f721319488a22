"""What one request may cost, in time and in work, checked by everything that runs below it.

The allowance is in a context variable, so evaluators need no further argument and threads do not
share it. It is checked between steps, each of them short; no step is interrupted. Work is counted
before it is done, so that what would cost too much is refused at once: about a posting (one entry
of one term) is a unit, some 10 to 20 ns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from math import inf
from time import perf_counter

from indexer.core.errors import Abandoned, QueryError


def _nothing() -> None:
    pass


def _never() -> bool:
    return False


@dataclass(slots=True)
class Allowance:
    """What is left of one request's time and work."""

    until: float = inf
    """When the time is up, by the allowance's ``clock``."""
    work: float = inf
    """Units that may be spent in all."""
    large: float = inf
    """Units from which on the request is a large one."""
    when_large: Callable[[], None] = _nothing
    """Called once, before the work that makes it large is done. It may wait; that time does not
    count."""
    gone: Callable[[], bool] = _never
    """Whether nobody waits for the answer any more."""
    outer: Allowance | None = None
    spent: float = field(default=0, init=False)
    waited: float = field(default=0, init=False)
    """Seconds that ``when_large`` took."""

    def clock(self) -> float:
        """Seconds, not counting those in which the request waited for others."""
        outermost = self
        while outermost.outer is not None:
            outermost = outermost.outer
        return perf_counter() - outermost.waited

    def check(self) -> None:
        """See ``check``."""
        if self.clock() > self.until:
            raise QueryError(
                "Câu tìm này mất quá nhiều thời gian nên đã dừng.",
                advice="Thêm từ, bỏ dấu * hoặc thêm điều kiện lọc rồi thử lại.",
            )
        if self.gone():
            raise Abandoned("Người hỏi đã ngắt kết nối.")

    def spend(self, units: float) -> None:
        """See ``spend``."""
        if self.outer:
            self.outer.spend(units)
        self.spent += units
        if self.spent > self.work:
            raise QueryError(
                "Câu tìm này quá nặng nên không được thực hiện.",
                advice="Bớt NEAR, OR và dấu *, hoặc chia ra nhiều câu tìm.",
            )
        if self.spent > self.large:
            self.enlarge()

    def enlarge(self) -> None:
        """The request is a large one from now on."""
        if self.large < inf:
            self.large = inf
            started = perf_counter()
            self.when_large()
            self.waited += perf_counter() - started


_UNBOUNDED = Allowance()
_allowed: ContextVar[Allowance] = ContextVar("allowance", default=_UNBOUNDED)


@contextmanager
def within(seconds: float = inf, work: float = inf) -> Iterator[Allowance]:
    """The block may take so many seconds and units of work, or less where an outer limit ends
    earlier."""
    outer = _allowed.get()
    until = min(outer.until, outer.clock() + seconds)
    with allowed(Allowance(until, work, gone=outer.gone, outer=outer)) as allowance:
        yield allowance


@contextmanager
def allowed(allowance: Allowance) -> Iterator[Allowance]:
    """The block spends of this allowance, and only of this."""
    token = _allowed.set(allowance)
    try:
        yield allowance
    finally:
        _allowed.reset(token)


def current() -> Allowance:
    """The allowance of the innermost block."""
    return _allowed.get()


def check() -> None:
    """Call between the steps of work that may be long.

    Raises:
        QueryError: the time is up.
        Abandoned: nobody waits for the answer any more.
    """
    _allowed.get().check()


def spend(units: float) -> None:
    """Call before work, with how much it is.

    May wait for other large requests, so call it without a lock.

    Raises:
        QueryError: there is not so much left.
    """
    _allowed.get().spend(units)
