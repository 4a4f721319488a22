"""What the site says that can be translated. Run as a program, it brings the catalogue up to date:

    python tests/catalogue.py

adds what is new to ``search_ui/translations/en/LC_MESSAGES/khoan.po``, drops what is gone, and
compiles it.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WRITTEN = datetime(2026, 1, 1, tzinfo=timezone.utc)
"""A date that the file format asks for; always the same, so that the file is."""
ROOT = Path(__file__).parents[1]
PO = ROOT / "search_ui/translations/en/LC_MESSAGES/khoan.po"
METHODS = [("**.py", "python"), ("templates/khoan/**", "jinja2.ext:babel_extract")]
KEYWORDS = {"_": None, "tr": None, "_n": (1,), "trn": (1,)}
COUNTED = {"_n", "trn"}


def written() -> Iterator[tuple[str, bool]]:
    """(text, whether it has a plural form) of every call that translates."""
    for name in ("_n", "_"):
        keywords = {key: KEYWORDS[key] for key in KEYWORDS if (key in COUNTED) == (name == "_n")}
        found = extract_from_dir(str(ROOT / "search_ui"), METHODS, keywords=keywords)
        for _, _, message, _, _ in found:
            text = message if isinstance(message, str) else message[0]
            if text:
                yield text, name == "_n"


def named() -> Iterator[str]:
    """Texts that stand in tables and are translated where they are shown."""
    from indexer.effects.kinds import KINDS as EFFECTS
    from indexer.validity.codes import NAMES
    from search_ui.facets import TITLES
    from search_ui.parameters import SAYS
    from search_ui.problems import TITLES as ERRORS
    from search_ui.standing import REASONS as UNKNOWN
    from search_ui.wording import KINDS, REASONS

    yield from (
        *TITLES.values(),
        *NAMES.values(),
        *UNKNOWN.values(),
        *(kind.passive for kind in EFFECTS.values()),
        *KINDS.values(),
        *REASONS.values(),
        *ERRORS.values(),
        *SAYS.values(),
    )
    yield from ("Từ ngày", "Đến ngày", "Hiệu lực vào ngày")


def errors() -> Iterator[str]:
    """What the index says of queries: translated as far as the catalogue goes."""
    for place in (1, 3):
        keywords = {"QueryError": (place,)}
        for found in extract_from_dir(
            str(ROOT / "indexer"), [("**.py", "python")], keywords=keywords
        ):
            if isinstance(found[2], str) and found[2]:
                yield found[2]


def notices() -> Iterator[str]:
    """What the index says it did with a query, and the texts of links beside it."""
    from indexer.querying.notices import ACTIONS

    yield from ACTIONS
    for found in extract_from_dir(
        str(ROOT / "indexer"), [("**.py", "python")], keywords={"Notice": (2,)}
    ):
        if isinstance(found[2], str) and found[2]:
            yield found[2]


def wanted() -> dict[str, bool]:
    """Every text that must be in the catalogue -> whether it has a plural."""
    texts = (*named(), *notices())
    return {**dict.fromkeys(texts, False), **dict(written())}


def catalogue() -> Catalog:
    """The English catalogue as stored."""
    stored = read_po(io.BytesIO(PO.read_bytes()), locale="en")
    stored.project, stored.version, stored.creation_date = "Khoản", "", WRITTEN
    return stored


def compiled(stored: Catalog) -> bytes:
    """The form that is read at run time."""
    stream = io.BytesIO()
    write_mo(stream, stored)
    return stream.getvalue()


def main() -> int:
    """Bring the catalogue up to date; says what still lacks a translation."""
    before = catalogue() if PO.exists() else Catalog(locale="en")
    made = Catalog(locale="en")
    missing = 0
    for text, plural in sorted({**dict.fromkeys(errors(), False), **wanted()}.items()):
        old = before.get(text)
        translation = old.string if old else ("", "") if plural else ""
        made.add((text, text) if plural else text, translation)
        if not (translation if isinstance(translation, str) else all(translation)):
            missing += 1
            sys.stderr.write(f"not translated: {text}\n")
    PO.parent.mkdir(parents=True, exist_ok=True)
    stream = io.BytesIO()
    write_po(stream, made, width=98, no_location=True, omit_header=True, sort_output=True)
    PO.write_bytes(stream.getvalue())
    PO.with_suffix(".mo").write_bytes(compiled(catalogue()))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
