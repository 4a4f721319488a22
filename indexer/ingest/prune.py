"""Which documents may be forgotten because their file is gone, and which only seem to be gone.

A disk that is not mounted, a share that is away and a folder that may not be read all look like
files that were deleted. So a file is gone only where the folder that should hold it can be listed,
holds something, and does not hold the file; and where that is said of many files at once, a person
is asked first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from indexer.core.said import Said
from indexer.ingest.catalog import Catalog, CatalogRow
from indexer.ingest.files import File, Folders, gone, is_folder
from indexer.ingest.places import disk_path

MOST: Final = 10
"""So many documents of a root may be forgotten at once without asking, whatever their share."""
SHARE: Final = 3
"""Above ``MOST``, no more than one in so many documents of a root."""
_EMPTY: Final = Said(
    "thư mục trống hoặc không mở được; giữ %(kept)d văn bản, phòng khi ổ đĩa chưa gắn; để bỏ cả "
    "chúng, chạy lại với --prune=all"
)
_GONE: Final = Said(
    "thư mục không còn đó hoặc không mở được; giữ %(kept)d văn bản, phòng khi ổ đĩa chưa gắn; "
    "để bỏ cả chúng, chạy lại với --prune=all"
)


class Kept(NamedTuple):
    """Documents whose file is not found, and that stay."""

    folder: Path
    reason: str


class Pruning(NamedTuple):
    """What pruning one root comes to."""

    forgotten: tuple[CatalogRow, ...]
    kept: tuple[Kept, ...] = ()


def prunable(
    catalog: Catalog, root: Path, files: Sequence[File], *, everything: bool = False
) -> Pruning:
    """The documents under a root to forget.

    Args:
        files: those that were found under all roots.
        everything: forget whatever has no file, however it came to be missing. A file that cannot
            be looked at is not missing even so.
    """
    under = catalog.under(root)
    found = {str(file.path) for file in files if file.path != root}
    # What has gone since the folders were listed may have moved to where nobody has looked yet.
    missing = [row for row in under if _place(row) not in found and gone(Path(_place(row)))]
    if everything or not missing:
        return Pruning(tuple(missing))
    if is_folder(root) and not any(root in file.path.parents for file in files):
        return Pruning((), (_unseen(root, missing),))
    away, surely = _sorted(missing, root)
    kept = [_unseen(folder, rows) for folder, rows in away.items()]
    ids = {row.id for row in missing}
    present = {row.digest for row in catalog.rows() if row.digest and row.id not in ids}
    # A file with the same bytes elsewhere was moved: forgetting the old place loses nothing.
    moved = [row for row in surely if row.digest in present]
    lost = [row for row in surely if row.digest not in present]
    if len(lost) > MOST and len(lost) * SHARE > len(under):
        reason = Said(
            "%(lost)d trong %(all)d văn bản không còn tệp; giữ chúng, để bỏ cả chúng, chạy lại với "
            "--prune=all",
            lost=len(lost),
            all=len(under),
        )
        return Pruning(tuple(moved), (*kept, Kept(root, reason)))
    return Pruning((*moved, *lost), tuple(kept))


def _sorted(
    missing: Iterable[CatalogRow], root: Path
) -> tuple[dict[Path, list[CatalogRow]], list[CatalogRow]]:
    """Documents by the folder that cannot be asked about their file, and those surely gone."""
    folders = Folders()
    away: dict[Path, list[CatalogRow]] = {}
    surely = []
    for row in missing:
        unsure = folders.unsure(Path(_place(row)), root)
        if unsure is None:
            surely.append(row)
        else:
            away.setdefault(unsure, []).append(row)
    return away, surely


def _place(row: CatalogRow) -> str:
    """The file on the disk."""
    return str(disk_path(row.origin or ""))


def _unseen(folder: Path, rows: Sequence[CatalogRow]) -> Kept:
    return Kept(folder, Said(_EMPTY if is_folder(folder) else _GONE, kept=len(rows)))
