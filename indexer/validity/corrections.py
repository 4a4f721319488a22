"""What people know and texts do not say: the table ``effects.tsv`` beside an index.

Each line has four columns, or five, with a TAB between them: a document, a status or an effect, the
day from which it holds (may be empty), the source; and of an effect on another document, that one,
perhaps with a place. A status overrides what is computed from the texts, an effect is one more::

    5/2020/NĐ-CP	hết hiệu lực	2031-07-01	Công báo số 12
    9/2031/NĐ-CP	bãi bỏ	2031-07-01	Quyết định công bố	khoản 2 Điều 5 7/2021/NĐ-CP

A line that begins with ``#`` is a note. docs/EFFECTS.md has it all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from analyzers.keys import text_key
from indexer.core.document import Path as Place
from indexer.core.errors import BadCorrections
from indexer.core.said import Said
from indexer.core.table_file import TableFile
from indexer.effects.kinds import KINDS, EffectKind
from indexer.metadata.dates import iso
from indexer.validity.codes import state_of
from indexer.validity.status import State

NAME: Final = "effects.tsv"
MOST_BYTES: Final = 4_000_000
"""Of the file: some 50,000 lines."""


class Correction(NamedTuple):
    """One line."""

    document: str
    """Its number or id, as written."""
    state: State | None
    kind: EffectKind | None
    """One of the two is given."""
    date: str | None
    """From when, ISO 8601; None: always."""
    source: str
    target: str = ""
    """The number or id of the document that an effect is on; empty: the document itself."""
    place: Place = ()


class Corrections(NamedTuple):
    """A table."""

    rows: tuple[Correction, ...] = ()
    name: str = ""
    """Another one for every content; empty for none."""


NO_CORRECTIONS: Final = Corrections()
Current = Callable[[], Corrections]
"""The table as it is now."""


def none() -> Corrections:
    """No table."""
    return NO_CORRECTIONS


def current(folder: Path | None) -> Current:
    """The table in the folder of an index or next to that folder; empty where there is none.

    Args:
        folder: None: the index is in none.
    """
    if folder is None:
        return none
    return TableFile((folder / NAME, folder.absolute().parent / NAME), read_file, none)


def read_file(path: Path) -> Corrections:
    """The table in a file.

    Raises:
        BadCorrections: it cannot be read, or a line cannot be used; says which and why.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadCorrections(path.name, 0, Said("không đọc được")) from error
    if len(data) > MOST_BYTES:
        raise BadCorrections(path.name, 0, Said("lớn quá"))
    rows = tuple(_rows(text, path.name))
    return Corrections(rows, hashlib.sha256(data).hexdigest()[:16] if rows else "")


def _rows(text: str, source: str) -> Iterator[Correction]:
    from indexer.effects.units import places  # its patterns take 30 ms; few indexes have a table

    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [" ".join(cell.split()) for cell in line.split("\t")]
        cells += [""] * (5 - len(cells))
        document, what, day, why, on = cells[:5]
        state, kind = state_of(what), None
        if state is None:
            kind = _kind_of(what)
        date = iso(day) or _iso(day)
        if not document or not why:
            raise BadCorrections(source, number, Said("thiếu văn bản hoặc nguồn"))
        if state is None and kind is None:
            raise BadCorrections(source, number, Said("không rõ trạng thái hay tác động nào"))
        if day and not date:
            raise BadCorrections(source, number, Said("ngày không đúng"))
        if kind and KINDS[kind].on == "source":
            raise BadCorrections(source, number, Said("tác động này không đổi hiệu lực"))
        found = places(on)
        target = on[max((place.end for place in found), default=0) :].strip(" ,;")
        yield Correction(document, state, kind, date, why, target, found[0].path if found else ())


def _iso(day: str) -> str | None:
    year, _, rest = day.partition("-")
    month, _, number = rest.partition("-")
    return iso(f"{number}/{month}/{year}") if number else None


_BY_NAME: Final[dict[str, EffectKind]] = {
    key: kind
    for kind, row in KINDS.items()
    for key in (text_key(kind.replace("_", " ")), text_key(row.active))
}


def _kind_of(typed: str) -> EffectKind | None:
    return _BY_NAME.get(text_key(typed.replace("_", " ")))
