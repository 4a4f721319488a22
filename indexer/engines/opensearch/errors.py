"""What servers refuse, each kind as its own sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from indexer.core.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexUnreadable,
    IndexUnwritable,
    KhoanError,
)

_SEE: Final = "Xem docs/SCALE.md."


class Unreachable(IndexUnreadable):
    """No server answers."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(
            "Không kết nối được với OpenSearch ở %(address)s: %(reason)s.",
            "Xem máy chủ có chạy không, địa chỉ và tường lửa có đúng không.",
            address=address,
            reason=reason,
        )


class Unauthorised(IndexUnreadable):
    """The server does not know who asks, or does not let them."""

    def __init__(self, address: str) -> None:
        super().__init__(
            "OpenSearch ở %(address)s không cho phép: sai tên, sai mật khẩu hoặc thiếu quyền.",
            "Đặt KHOAN_OPENSEARCH_USER và KHOAN_OPENSEARCH_PASSWORD; các quyền cần có:"
            " docs/SCALE.md.",
            address=address,
        )


class Untrusted(IndexUnreadable):
    """The server's certificate is not trusted."""

    def __init__(self, address: str) -> None:
        super().__init__(
            "Không tin được chứng chỉ TLS của %(address)s.",
            "Đặt KHOAN_OPENSEARCH_CA là tệp chứng chỉ của nơi cấp.",
            address=address,
        )


class Busy(IndexUnreadable):
    """The server has too much to do."""

    def __init__(self, address: str) -> None:
        super().__init__(
            "OpenSearch ở %(address)s đang quá tải nên từ chối.",
            "Thử lại sau ít phút; nếu hay gặp thì thêm máy.",
            address=address,
        )


class Incomplete(IndexUnreadable):
    """Parts of the index are on no server that answers."""

    def __init__(self, address: str) -> None:
        super().__init__(
            "Chỉ mục %(address)s đang thiếu phân mảnh nên không trả lời được trọn vẹn.",
            "Bật lại các máy giữ chúng rồi thử lại; xem: khoan check.",
            address=address,
        )


class ReadOnly(IndexUnwritable):
    """The server takes no writes, for want of disk or because somebody said so."""

    def __init__(self, address: str) -> None:
        super().__init__(
            "OpenSearch ở %(address)s chỉ cho đọc, thường vì sắp hết đĩa. Chỉ mục vẫn như cũ.",
            "Dọn đĩa hoặc thêm máy; máy chủ tự mở lại khi đủ chỗ.",
            address=address,
        )


class LostLock(IndexLocked):
    """Another writer has taken over: nothing of this one becomes visible."""

    def __init__(self, address: str, holder: str = "") -> None:
        super().__init__(
            "Một tiến trình khác đã giành quyền ghi chỉ mục %(address)s%(holder)s."
            " Không có gì được ghi.",
            "Chạy lại lệnh.",
            address=address,
            holder=f" ({holder})" if holder else "",
        )


class Stale(Exception):
    """The generation that was asked is not the newest any more. Never leaves the engine."""


_DISK: Final = frozenset({"cluster_block_exception"})
_BUSY: Final = frozenset(
    {"circuit_breaking_exception", "rejected_execution_exception",
     "opensearch_rejected_execution_exception", "task_cancelled_exception"}
)  # fmt: skip
_SHARDS: Final = frozenset(
    {"no_shard_available_action_exception", "unavailable_shards_exception",
     "primary_missing_action_exception", "node_not_connected_exception",
     "node_disconnected_exception", "node_closed_exception", "no_node_available_exception",
     "cluster_manager_not_discovered_exception", "process_cluster_event_timeout_exception",
     "shard_not_found_exception", "illegal_index_shard_state_exception",
     "connect_transport_exception", "receive_timeout_transport_exception"}
)  # fmt: skip


def kinds_of(error: object) -> frozenset[str]:
    """The types of an error that a server reports, and of what caused it."""
    if not isinstance(error, Mapping):
        return frozenset()
    found = {str(error.get("type", ""))}
    for cause in (error.get("caused_by"), *error.get("root_cause", ())):
        found |= kinds_of(cause)
    for failed in error.get("failed_shards", ()):
        found |= kinds_of(failed.get("reason"))
    return frozenset(found)


def passing(status: int, error: object) -> bool:
    """Whether the same request may succeed a little later, or at another server."""
    kinds = kinds_of(error)
    if kinds & _DISK:
        return "disk" not in str(error) and "read-only" not in str(error)
    unanswered = "search_phase_execution_exception" in kinds and status >= 500
    return status in {429, 502, 503, 504} or bool(kinds & (_SHARDS | _BUSY)) or unanswered


def refused(address: str, status: int, error: object) -> KhoanError:
    """What a server answered instead of what was asked for."""
    kinds = kinds_of(error)
    if status in {401, 403} and not kinds & _DISK:
        return Unauthorised(address)
    if kinds & _DISK and ("disk" in str(error) or "read-only" in str(error)):
        return ReadOnly(address)
    if status == 429 or kinds & _BUSY:
        return Busy(address)
    if status == 503 or kinds & (_SHARDS | _DISK) or "search_phase_execution_exception" in kinds:
        return Incomplete(address)
    if status == 404 or "index_not_found_exception" in kinds:
        return missing(address)
    return IndexDamaged(
        "OpenSearch ở %(address)s không làm được: %(reason)s.", _SEE, address=address,
        reason=reason_of(error) or status,
    )  # fmt: skip


def missing(address: str) -> IndexMissing:
    """No index at this address."""
    return IndexMissing(
        "Không có chỉ mục ở %(address)s.",
        "Lập chỉ mục: khoan index THƯ_MỤC_VĂN_BẢN --index %(address)s",
        address=address,
    )


def reason_of(error: object) -> str:
    """What a server says, in one line."""
    if not isinstance(error, Mapping):
        return str(error or "")[:300]
    causes = [reason_of(cause) for cause in error.get("root_cause", ())]
    said = f"{error.get('type', '')}: {error.get('reason', '')}"
    return (causes[0] if causes else said).replace("\n", " ")[:300]
