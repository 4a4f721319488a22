"""What programs are told of a page: search engines, and whatever shows a link to it.

The vocabulary is schema.org's Legislation, Dublin Core's heir for laws, and Open Graph's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

from flask import request
from markupsafe import Markup

from indexer.core.document import Clause, Metadata
from search_ui.reading.links import place_url
from search_ui.wording import anchor_of, issuer, named, piece

DESCRIBED: Final = 200
"""Code points of a description, give or take a word."""


@dataclass(frozen=True, slots=True)
class About:
    """One page."""

    address: str
    """The one address of what it shows, whatever was searched for."""
    title: str
    description: str
    linked_data: Markup
    """JSON-LD, safe inside of a script element."""


def about(document: Metadata, clause: Clause | None, text: str) -> About:
    """What to tell of a document, or of one clause of it.

    Args:
        text: the beginning of what the page shows.
    """
    place = place_url(document.id, anchor_of(clause.id) if clause else "")
    address = place.partition("#")[0]
    title = f"{piece(clause)} {named(document)}" if clause else named(document)
    return About(address, title, _shortened(text), _script(_data(document, clause, address, title)))


def _data(document: Metadata, clause: Clause | None, address: str, title: str) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "@type": "Legislation",
        "name": document.title or named(document),
        "legislationIdentifier": document.number,
        "legislationType": document.type,
        "legislationDate": document.date,
        "inLanguage": "vi",
        "url": urljoin(request.host_url, place_url(document.id, "")),
    }
    if document.issuer:
        whole["legislationPassedBy"] = {"@type": "Organization", "name": issuer(document)}
    whole = {name: value for name, value in whole.items() if value is not None}
    context = {"@context": "https://schema.org"}
    if clause is None:
        return {**context, **whole}
    return {
        **context,
        "@type": "Legislation",
        "name": title,
        "inLanguage": "vi",
        "url": urljoin(request.host_url, address),
        "isPartOf": whole,
    }


def _script(value: object) -> Markup:
    """JSON that ends no script element and opens no other, whatever a document says."""
    text = json.dumps(value, ensure_ascii=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704  # escaped above, as JSON


def _shortened(text: str) -> str:
    line = " ".join(text[: 3 * DESCRIBED].split())
    return line if len(line) <= DESCRIBED else line[:DESCRIBED].rsplit(" ", 1)[0] + " …"
