"""The clauses that say nearly the same as one."""

from __future__ import annotations

from flask import abort, render_template

from search_ui.site import site
from search_ui.state import State


def similar_page(document_id: str, anchor: str) -> str:
    """``/gan-giong/<id>/<anchor>``: the clauses that say nearly the same as one."""
    index = site().index
    clause = index.get(f"{document_id}#{anchor}")
    document = index.metadata(document_id)
    if clause is None or document is None:
        abort(404)
    return render_template(
        "khoan/similar.html",
        clause=clause,
        document=document,
        similar=index.similar(clause.id),
        state=State(),
    )
