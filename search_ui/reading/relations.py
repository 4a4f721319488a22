"""A document among the others: what it cites and what cites it, as a picture and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flask import abort, render_template, url_for

from indexer.core.document import Metadata
from indexer.identity.works import same_work
from search_ui.document_pages import CitedDocument, cited_documents
from search_ui.i18n import tr
from search_ui.reading.relations_picture import Related, picture
from search_ui.reading.scheme import scheme_of
from search_ui.site import site
from search_ui.state import State
from search_ui.wording import named

MOST: Final = 500
"""Citing clauses that are looked at."""


def relations_page(document_id: str) -> str:
    """``/quan-he/<id>``: what a document cites and what cites it, by kind."""
    index = site().index
    document = index.metadata(document_id)
    if document is None:
        abort(404)
    cited = index.cites(document_id) or []
    counts = Counter(one.target.id or one.key for one in cited if one.target.status != "internal")
    outward = [_outward(one, counts) for one in cited_documents(cited)]
    citing = _citing(document)
    scheme = scheme_of(document)
    return render_template(
        "khoan/relations.html",
        document=document,
        outward=_sorted(outward),
        inward=_sorted(citing),
        picture=picture(_sorted(citing), _sorted(outward)),
        scheme=scheme,
        acting=picture(scheme.related(scheme.undergoes), scheme.related(scheme.does)),
        state=State(),
    )


def _outward(one: CitedDocument, counts: Counter[str | None]) -> Related:
    key = one.url.rpartition("/")[2]
    return Related(
        one.name, one.url, one.type or tr("Khác"), max(1, counts[key]), one.status == "held"
    )


def _citing(document: Metadata) -> list[Related]:
    found: dict[str, Related] = {}
    works: dict[str, Metadata] = {}
    for hit in site().index.cited_by(document.id, limit=MOST).hits:
        other = works.get(hit.document.id)
        if other is None:
            same = (one for one in works.values() if same_work(one, hit.document))
            other = works[hit.document.id] = next(same, hit.document)
        known = found.get(other.id)
        url = url_for(".document_page", document_id=other.id)
        made = known or Related(named(other), url, other.type or tr("Khác"), 0, held=True)
        found[other.id] = replace(made, count=made.count + 1)
    return list(found.values())


def _sorted(found: Sequence[Related]) -> list[Related]:
    """By kind, the most frequent kind first, then by how often."""
    kinds = Counter(one.kind for one in found)
    return sorted(found, key=lambda one: (-kinds[one.kind], one.kind, -one.count, one.name))
