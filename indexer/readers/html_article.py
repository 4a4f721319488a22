"""Which part of a web page is the document, and what inside it belongs to the page.

readability knows where the running text is, but throws out tables and whatever a class name makes
it suspect: of pages of the national database of laws it gave back as little as half. So it
only finds where the text stands: the innermost element around what it found is taken, with
everything in it but menus.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from lxml import etree
from readability import Document

from indexer.readers.html_text import DROPPED, hidden, text_of_tree

_MARK: Final = "data-khoan"
"""An attribute that readability leaves alone: the number of an element of our tree."""
_MOST: Final = 0.9
"""Share of what readability found that must stand in one element. The rest is a heading or a
teaser that it found elsewhere on the page."""
_MENU_LINKS: Final = 4
_LINKED: Final = 0.7
"""Share of letters in links from which ``_MENU_LINKS`` links or more are a menu, not a text."""
_AROUND: Final = frozenset({"nav", "aside", "footer", "iframe"})
"""Elements that only pages made for reading on the web have."""
# fmt: off
_ROLES: Final = frozenset({
    "alertdialog", "banner", "complementary", "contentinfo", "dialog", "menu", "menubar",
    "navigation", "search", "toolbar", "tooltip",
})
"""WAI-ARIA 1.2: landmarks and windows that are no content."""
_NAMES: Final = frozenset({
    "ads", "advert", "binhluan", "breadcrumb", "breadcrumbs", "comment", "comments", "cookie",
    "dropdown", "lienquan", "login", "menu", "modal", "navbar", "pager", "pagination", "popup",
    "quangcao", "share", "sidebar", "social", "toolbar", "tooltip",
})
"""Words in the class of what pages put around, and into, a text."""
# fmt: on
_BLOCKS: Final = frozenset({"div", "header", "ol", "section", "table", "ul"})
_WORD: Final = re.compile("[a-z]+")
_PART: Final = 0.2
"""Share of a page's letters from which no name makes an element one of those."""
_ARTICLE: Final = re.compile(r"\s*Điều\s+(\d+\w?)\s*[.:]")
_ARTICLE_LINE: Final = re.compile(r"^\W*Điều\s+(\d+\w?)", re.MULTILINE)
_ENDS: Final = (
    (re.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI"), 400),
    (re.compile(r"Nơi\s+nhận\s*:"), 1500),
    (
        re.compile(r"^\s*(?:PHỤ LỤC|Phụ lục)\b(?!.*\.(?:docx?|pdf|xlsx?|rar|zip)\b)", re.MULTILINE),
        20_000,
    ),
)
"""What a document begins and ends with, and how many letters may come with it: the banner of a
web site says the same. An attached file that is named so is no annex."""
_BODY: Final = re.compile(r"^\s*(?:Điều\s+\d|Căn\s+cứ)")
_LEGAL: Final = re.compile(r"Điều\s+\d|Căn cứ|Phụ lục|PHỤ LỤC|Mẫu số|Nơi nhận|ký")
"""Words that a block beside a document does not have."""
_SHORT: Final = 400
"""Letters of such a block at most."""
_MAIL: Final = "@"

# It writes a traceback for each page it cannot read; we read the page without it, and go on.
logging.getLogger("readability").addHandler(logging.NullHandler())
logging.getLogger("readability").propagate = False


class Counts(NamedTuple):
    """What an element shows, in letters."""

    letters: int
    linked: int
    """Those of them that are the text of links to other pages."""
    links: int


_NOTHING: Final = Counts(0, 0, 0)


class Page:
    """The elements of a page, counted once."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.elements = list(root.iter())  # the parser keeps no comments
        self.counts = _counts(self.elements)

    def is_menu(self, element: etree._Element) -> bool:
        """Whether an element is part of the page and not of what is written on it."""
        counts = self.counts.get(element)
        if counts is None or element.tag in {"html", "body"}:
            return False
        if counts.links >= _MENU_LINKS and counts.linked >= counts.letters * _LINKED:
            return True
        if counts.letters > self.counts[self.root].letters * _PART:
            return False
        if element.tag in _AROUND or element.get("role") in _ROLES:
            return True
        if element.tag not in _BLOCKS:
            return False  # sites mark words of a text with the same names
        named = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        return not _NAMES.isdisjoint(_WORD.findall(named))

    def plain(self, element: etree._Element) -> int:
        """Letters that an element shows outside links."""
        counts = self.counts.get(element, _NOTHING)
        return counts.letters - counts.linked

    def has_anything_around(self) -> bool:
        """Whether this is a page of a web site, and not a document saved as a page."""
        return any(
            element.tag in _AROUND or element.tag == "form" or self.is_menu(element)
            for element in self.elements
        )

    def menus(self, within: etree._Element) -> frozenset[etree._Element]:
        """The menus inside an element."""
        return frozenset(e for e in within.iterdescendants() if self.is_menu(e))

    def beside(self, article: etree._Element) -> frozenset[etree._Element]:
        """What else of the page the element of a document holds: short blocks before the
        innermost element around its letterhead and its articles, and any with an e-mail address,
        which is the reader's own on pages that were saved while signed in."""
        marks = {
            mark: element
            for element in article.iter()
            for mark in (_ENDS[0][0], _BODY)
            if mark.search(element.text or "")
        }
        if len(marks) < 2:
            return frozenset()
        first, last = marks.values()
        core: etree._Element | None = _around(first, last)
        for element in article.iter():
            if core is not None and _ARTICLE.match(element.text or ""):
                core = _around(core, element)
        found: set[etree._Element] = set()
        while core is not article and core is not None:
            found |= {e for e in core.itersiblings(preceding=True) if self._is_short(e)}
            found |= {e for e in core.itersiblings() if self._is_short(e) and _MAIL in _all(e)}
            core = core.getparent()
        return frozenset(found)

    def _is_short(self, element: etree._Element) -> bool:
        letters = self.counts.get(element, _NOTHING).letters
        return letters <= _SHORT and not _LEGAL.search(_all(element))

    def article(self) -> etree._Element | None:
        """The element that holds the document; None where none can be found."""
        weights = self._found()
        total = sum(weights.values())
        if not total:
            return None
        sums = _upward(self.elements, weights)
        inside = self.root
        while True:
            inner = next((child for child in inside if sums.get(child, 0) >= total * _MOST), None)
            if inner is None:
                return self._with_what_is_apart(inside)
            inside = inner

    def _found(self) -> dict[etree._Element, int]:
        """Letters of each element that readability took for text."""
        for number, element in enumerate(self.elements):
            element.set(_MARK, str(number))
        try:
            source = etree.tostring(self.root, encoding="unicode", method="html")
            summary = etree.fromstring(Document(source).summary(), etree.HTMLParser())
        except Exception:  # noqa: BLE001 - whatever the library makes of a broken page
            return {}
        found: dict[etree._Element, int] = {}
        for element in () if summary is None else summary.iter():
            mark = element.get(_MARK, "") if isinstance(element.tag, str) else ""
            if mark.isdigit() and int(mark) < len(self.elements):
                found[self.elements[int(mark)]] = _letters(_own(element))
        return found

    def _with_what_is_apart(self, inside: etree._Element) -> etree._Element:
        """The element widened to what of the document stands beside it: articles
        (``Điều 7. ...``) of other numbers, the letterhead, the addressees."""
        text = text_of_tree(inside)
        here = set(_ARTICLE_LINE.findall(text))
        lacking = [(mark, most) for mark, most in _ENDS if not mark.search(text)]
        for element in self.elements if here else ():
            own = element.text or ""
            article = _ARTICLE.match(own)
            if article and article[1] not in here and self._is_text(element):
                here.add(article[1])
                inside = _around(inside, element)
            for mark, most in lacking:
                if mark.search(own) and self._is_text(element):
                    wider = _around(inside, element)
                    if self.plain(wider) - self.plain(inside) <= most:
                        inside = wider
        return inside

    def _is_text(self, element: etree._Element) -> bool:
        """Whether an element is shown, and neither a link nor in a menu."""
        return element in self.counts and not any(
            e.tag == "a" or self.is_menu(e) for e in (element, *element.iterancestors())
        )


def _counts(elements: Iterable[etree._Element]) -> dict[etree._Element, Counts]:
    """Of every element that is shown."""
    own: dict[etree._Element, tuple[int, bool]] = {}
    for element in elements:  # parents come first
        parent = element.getparent()
        if element.tag in DROPPED or hidden(element) or (parent is not None and parent not in own):
            continue
        linked = _is_link(element) or (parent is not None and own[parent][1])
        own[element] = _letters(_own(element)), linked
    shown = list(own)
    letters = _upward(shown, {element: count for element, (count, _) in own.items()})
    in_links = _upward(
        shown, {element: count for element, (count, inside) in own.items() if inside}
    )
    links = _upward(shown, {element: 1 for element in shown if _is_link(element)})
    return {
        element: Counts(letters.get(element, 0), in_links.get(element, 0), links.get(element, 0))
        for element in shown
    }


def _upward(
    elements: list[etree._Element], values: dict[etree._Element, int]
) -> dict[etree._Element, int]:
    """For each element the sum of its own value and those of all below it."""
    sums = dict(values)
    for element in reversed(elements):
        parent = element.getparent()
        if parent is not None and element in sums:
            sums[parent] = sums.get(parent, 0) + sums[element]
    return sums


def _own(element: etree._Element) -> str:
    return "".join([element.text or "", *(child.tail or "" for child in element)])


def _all(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _letters(text: str) -> int:
    return len("".join(text.split()))


def _is_link(element: etree._Element) -> bool:
    target = element.get("href") if element.tag == "a" else None
    return bool(target) and not str(target).startswith("#")


def _around(inside: etree._Element, element: etree._Element) -> etree._Element:
    """The innermost element that holds both."""
    holders = {element, *element.iterancestors()}
    return next(e for e in (inside, *inside.iterancestors()) if e in holders)
