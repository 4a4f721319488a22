"""Whether each link of a built site leads to a page and an anchor, and nothing is loaded from
elsewhere.

python docs/_sphinx/links.py build/docs
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urldefrag, urlsplit

from lxml import html

_LOADS: Final = {"script": "src", "img": "src", "link": "href", "source": "src", "iframe": "src"}


def wrong_links(folder: Path) -> Iterator[str]:
    """``page: address`` of each link that leads nowhere, and of each that loads from elsewhere."""
    pages = {
        path.resolve(): html.parse(path, html.HTMLParser(encoding="utf-8")).getroot()
        for path in folder.rglob("*.html")
    }
    anchors = {
        path: {*tree.xpath("//@id"), *tree.xpath("//a/@name")} for path, tree in pages.items()
    }
    for path, tree in pages.items():
        for element in tree.iter("a", *_LOADS):
            address = element.get(_LOADS.get(element.tag, "href")) or ""
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                loads = element.tag in _LOADS and parts.scheme != "data"
                if loads and element.get("rel") != "canonical":
                    yield f"{path.relative_to(folder.resolve())}: {address} is not ours"
                continue
            where, anchor = urldefrag(address)
            target = path
            if urlsplit(where).path:
                target = (path.parent / unquote(urlsplit(where).path)).resolve()
            found = target.exists() and (not anchor or target not in anchors)
            if not found and not (target in anchors and unquote(anchor) in anchors[target]):
                yield f"{path.relative_to(folder.resolve())}: {address}"


if __name__ == "__main__":
    faults = list(wrong_links(Path(sys.argv[1])))
    print("\n".join(faults) or "every link leads somewhere")
    sys.exit(bool(faults))
