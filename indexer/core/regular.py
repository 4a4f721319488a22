"""Regular files, opened without waiting for anything."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import IO

from indexer.core.system_paths import system_path


def open_regular(path: Path, *, link: bool = False) -> IO[bytes]:
    """A file open for reading, which is never waited for: of a pipe or a device, whose opening or
    reading may take for ever, none is returned.

    Args:
        link: whether the path may be a link.

    Raises:
        OSError: it cannot be opened, is no regular file, or is a link and must not be.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(system_path(path), flags | (0 if link else getattr(os, "O_NOFOLLOW", 0)))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "không phải tệp thường", str(path))
    return os.fdopen(handle, "rb")
