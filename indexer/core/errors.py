"""Everything that can go wrong for a user, each with what happened, where, and what to do.

Messages are for the people who use the product, so they are in Vietnamese; the page translates
them by ``template``, into which ``values`` go.
"""

from __future__ import annotations

from typing import Final

from indexer.core.said import Said

REBUILD: Final = Said("Lập lại từ các tệp của bạn: khoan index THƯ_MỤC_VĂN_BẢN --rebuild")
"""What to do about a damaged index."""


class KhoanError(Exception):
    """Base of every error this project raises for its users. ``str(error)`` is one clear sentence.

    Args:
        message: what happened, in Vietnamese, with ``%(name)s`` where a value goes.
        advice: what to do about it, likewise.
        values: what goes into both.
    """

    def __init__(self, message: str, advice: str = "", **values: object) -> None:
        self.template = message
        self.advice_template = advice
        self.values = values
        self.message = message % values if values else message
        self.advice = advice % values if values else advice
        super().__init__(f"{self.message} {self.advice}".strip())


class UnreadableFile(KhoanError):
    """A file that cannot be turned into a document."""

    def __init__(self, source: str, reason: str, advice: str = "") -> None:
        super().__init__("%(source)s: %(reason)s", advice, source=source, reason=reason)
        self.source = source
        self.reason = reason


class QueryError(KhoanError):
    """A query that cannot be understood. ``position`` is in code points of the query, or None."""

    def __init__(
        self, message: str, position: int | None = None, advice: str = "", **values: object
    ) -> None:
        super().__init__(message, advice, **values)
        self.position = position


class BadCursor(KhoanError):
    """A cursor of another search, or of a state of the index that is gone."""


class Abandoned(KhoanError):
    """The client does not wait for the answer any more."""


class IndexMissing(KhoanError):
    """No index at this address."""


class IndexLocked(KhoanError):
    """Another process is writing, and went on for longer than we waited."""


class IndexIncompatible(KhoanError):
    """The index was made by another version of the format or of the analysis."""

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(
            "Chỉ mục được ghi theo %(found)s, chương trình này đọc %(expected)s.",
            "Lập lại chỉ mục: khoan index THƯ_MỤC --rebuild",
            expected=expected,
            found=found,
        )
        self.expected = expected
        self.found = found


class IndexDamaged(KhoanError):
    """The index's files are not what was written."""


class IndexUnwritable(KhoanError):
    """The operating system refused to write: a full disk, no permission, a failing device."""


class IndexUnreadable(KhoanError):
    """The operating system refused to read: no permission, too many open files, a bad device."""


class SystemRefused(KhoanError):
    """The operating system refused a process, memory or a temporary file."""


class IndexUnsupported(KhoanError):
    """The index's engine does not support the operation."""


class BadExport(KhoanError):
    """A file that ``khoan export`` did not write, or not all of it."""

    def __init__(self, line: int, reason: str, refused: object = None) -> None:
        """``refused``: all lines that were refused (``ingest.exchange.Imported``), if known."""
        super().__init__(
            "Dòng %(line)s: %(reason)s.",
            "Chỉ mục vẫn như cũ. Xuất lại: khoan export > TỆP",
            line=line,
            reason=reason,
        )
        self.line = line
        self.reason = reason
        self.refused = refused


class BadCorrections(KhoanError):
    """A table of corrections that cannot be used. ``line`` is from 1; 0: the file as a whole."""

    def __init__(self, source: str, line: int, reason: str) -> None:
        super().__init__(
            "%(source)s, dòng %(line)s: %(reason)s." if line else "%(source)s: %(reason)s.",
            "Mỗi dòng: văn bản, dấu Tab, trạng thái hoặc tác động, Tab, ngày, Tab, nguồn; xem"
            " docs/EFFECTS.md.",
            source=source,
            line=line,
            reason=reason,
        )
        self.source = source
        self.line = line


class BadSynonyms(KhoanError):
    """A table of synonyms that cannot be used. ``line`` is from 1; 0: the file as a whole."""

    def __init__(self, source: str, line: int, reason: str) -> None:
        super().__init__(
            "%(source)s, dòng %(line)s: %(reason)s." if line else "%(source)s: %(reason)s.",
            "Mỗi dòng: từ thường gõ, dấu Tab, từ trong văn bản; xem docs/SYNONYMS.md.",
            source=source,
            line=line,
            reason=reason,
        )
        self.source = source
        self.line = line
        self.reason = reason
