"""What the system must give this process, looked at before a library asks for it.

numpy's linear algebra (OpenBLAS) ends the process where it gets no memory, with words that help
nobody. We have no use for its threads, each of which takes 30 to 40 MB of address space.
"""

from __future__ import annotations

import mmap
import os
from typing import Final

from indexer.core.errors import SystemRefused

NEEDED: Final = 96 * 2**20
"""Bytes of address space that numpy and OpenBLAS take with one thread, and some to spare: measured
75 MB (numpy 2.4)."""
SERVING: Final = 192 * 2**20
"""Bytes for a server with eight threads and an index of 20,000 clauses."""
FILES: Final = 64
"""Files that a server has open beside those of its connections, and some to spare."""


def one_thread() -> None:
    """Let numpy have no threads of its own, unless the user says how many. To be called before it
    is imported."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def check_memory(needed: int = NEEDED) -> None:
    """See whether there is enough to begin with.

    Args:
        needed: bytes of address space.

    Raises:
        SystemRefused: there is not.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY:
        return
    try:
        mmap.mmap(-1, needed).close()
    except (OSError, ValueError):
        raise SystemRefused(
            "Giới hạn bộ nhớ %(limit)s MB là quá ít.",
            "Nới giới hạn (ulimit -v): tìm cần chừng 200 MB, mở trang hay lập chỉ mục 300 MB.",
            limit=most >> 20,
        ) from None


def check_files() -> None:
    """See whether a server may open enough files to begin with.

    Raises:
        SystemRefused: it may not.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < FILES:
        raise SystemRefused(
            "Chỉ được mở %(limit)s tệp một lúc, là quá ít.",
            "Nới giới hạn (ulimit -n): mỗi kết nối cần hai tệp, và %(files)s cho phần còn lại.",
            limit=most,
            files=FILES,
        )
