"""Packages of office programs (zip files of XML): checked before anything of them is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from lxml import etree

from indexer.core.said import Said
from indexer.readers.raw import Refused

MAX_UNPACKED: Final = 256 * 1024 * 1024
"""Bytes of all parts of a file together, unpacked. A larger one is taken for a zip bomb."""
MAX_PART: Final = 96 * 1024 * 1024
"""Bytes of one part that is parsed as a whole."""
MAX_PARTS: Final = 10_000
DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
    RuntimeError, KeyError, etree.XMLSyntaxError,
)  # fmt: skip
"""What ``zipfile`` and lxml raise for damaged, unknown and encrypted packages."""


def check_size(package: zipfile.ZipFile) -> None:
    """Refuse what would be unreasonably large once unpacked.

    Raises:
        Refused: it has more than ``MAX_PARTS`` parts, or they more than ``MAX_UNPACKED`` bytes.
    """
    parts = package.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refused(
            Said(
                "bung ra hơn %(size)d MB hoặc %(parts)d phần",
                size=MAX_UNPACKED // 10**6,
                parts=MAX_PARTS,
            ),
            "Bỏ bớt hình, hoặc tách tệp.",
        )


@contextmanager
def opened(path: Path, suffix: str) -> Iterator[zipfile.ZipFile]:
    """A package whose size is within limits. Damage that shows while it is read is refused, too.

    Raises:
        Refused: no package, damaged, or unreasonably large once unpacked.
    """
    try:
        with zipfile.ZipFile(path) as package:
            check_size(package)
            yield package
    except DAMAGE as error:
        raise Refused(Said("tệp %(suffix)s hỏng", suffix=suffix), "Mở tệp rồi lưu lại.") from error


def parsed(package: zipfile.ZipFile, name: str) -> etree._Element:
    """A part as XML. No entity is resolved, nothing is fetched.

    Raises:
        Refused: it is too large.
        KeyError: there is none of this name. Or see ``DAMAGE``.
    """
    if package.getinfo(name).file_size > MAX_PART:
        raise Refused(Said("bung ra hơn %(size)d MB", size=MAX_PART // 10**6), "Tách tệp.")
    return parse_xml(package.read(name))


def parse_xml(data: bytes) -> etree._Element:
    """XML from anybody."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser)
