"""Everything that can go wrong for a user, each with what happened, where, and what to do."""

from __future__ import annotations


class KhoanError(Exception):
    """Base of every error this project raises for its users. ``str(error)`` is one clear sentence.

    ``advice`` says what to do about it.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(f"{message} {advice}".strip())
        self.message = message
        self.advice = advice


class UnreadableFile(KhoanError):
    """A file that cannot be turned into a document."""

    def __init__(self, source: str, reason: str, advice: str = "") -> None:
        super().__init__(f"{source}: {reason}", advice)
        self.source = source
        self.reason = reason


class QueryError(KhoanError):
    """A query that cannot be understood. ``position`` is in code points of the query, or None."""

    def __init__(self, message: str, position: int | None = None, advice: str = "") -> None:
        super().__init__(message, advice)
        self.position = position


class IndexMissing(KhoanError):
    """No index at this place."""


class IndexLocked(KhoanError):
    """Another process is writing, and went on for longer than we waited."""


class IndexIncompatible(KhoanError):
    """The index was made by another version of the format or of the analysis."""

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(
            f"The index was written as {found!r}, this program reads {expected!r}.",
            "Rebuild it: khoan index FOLDER --rebuild",
        )
        self.expected = expected
        self.found = found


class IndexDamaged(KhoanError):
    """The index's files are not what was written."""
