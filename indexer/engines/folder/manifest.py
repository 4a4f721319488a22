"""``khoan.json``: marks a folder as an index, and names its format and layout."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final

from indexer.core.errors import REBUILD, IndexDamaged, IndexMissing, IndexUnreadable
from indexer.core.system_paths import patiently

FORMAT: Final = 6
"""Increased whenever an older index could not be read correctly."""

MANIFEST: Final = "khoan.json"


def read_manifest(folder: Path) -> dict[str, Any]:
    """The content of the manifest.

    Raises:
        IndexMissing: there is none.
        IndexDamaged: it is not one.
        IndexUnreadable: the operating system refuses.
    """
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(
            "Không có chỉ mục trong %(folder)s.",
            "Lập chỉ mục trước: khoan index THƯ_MỤC_VĂN_BẢN --index %(folder)s",
            folder=folder,
        ) from None
    except OSError as error:
        raise IndexUnreadable(
            "Không đọc được %(file)s: %(reason)s.",
            "Kiểm tra quyền đọc và ổ đĩa, rồi thử lại.",
            file=path,
            reason=error.strerror or error,
        ) from error
    except (ValueError, RecursionError) as error:
        raise IndexDamaged(
            "Không đọc được %(file)s (%(error)s).", REBUILD, file=path, error=error
        ) from None
    if not isinstance(found, dict):
        raise IndexDamaged("%(file)s không phải tệp kê khai.", REBUILD, file=path)
    return found


def write_manifest(folder: Path, layout: str) -> None:
    """Mark the folder as an index of this format; the file appears whole or not at all."""
    temporary = folder / f"{MANIFEST}.new"
    with temporary.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps({"format": FORMAT, "layout": layout}) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    patiently(lambda: temporary.replace(folder / MANIFEST))
