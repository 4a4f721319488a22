"""Terms by which a clause and a document answer to their names, in the ``address`` field.

======================= ====================================================================
term                    found in
======================= ====================================================================
``=91-2015-qh13.2015=`` every piece of the document with this id
``@dieu-5``             every clause that is, or is under, an Điều 5
``@@khoan-2``           every clause whose own, last step is khoản 2, of several parts the first
``^34-ct-tw``           the first clause of a document of this number, in any spelling
``^bo-luat-dan-su``     the first clause of a document of this name
======================= ====================================================================

The closing ``=`` lets a prefix stand for a whole id.
"""

from __future__ import annotations

import re
from typing import Final

from analyzers.analysis import analyze
from analyzers.keys import text_key
from analyzers.syllables import surfaces
from indexer.core.document import Clause, Document, Step
from indexer.core.ids import anchor, document_term
from indexer.identity.document_types import LAWS

_ABOUT: Final = re.compile(r"\bvề\b", re.IGNORECASE)
_OLD_TITLE: Final = re.compile(r"\b(?:của\s+quốc\s+hội|số\s+\d)", re.IGNORECASE)
"""Older laws put their subject last: *LUẬT CỦA QUỐC HỘI SỐ ... VỀ AN NINH QUỐC GIA*."""
MAX_NAME: Final = 14
"""Syllables of the longest name that a query is tried for."""


def step_term(step: Step, *, last: bool = False) -> str:
    """The term of clauses with this step in their address; with ``last``, of those ending in it."""
    return f"{'@@' if last else '@'}{anchor((step,))}"


def number_term(canonical: str) -> str:
    """The term of the head of a document with this number (``analyzers.identifiers``)."""
    return f"^{canonical}"


def name_term(name: str) -> str:
    """The term of the head of a document of this name: *Bộ luật Dân sự*."""
    return "^" + text_key(name).replace(" ", "-")


def address_terms(clause: Clause) -> list[str]:
    """What a clause answers to besides its own text."""
    terms = [document_term(clause.document_id), *(step_term(step) for step in clause.path)]
    if clause.path and clause.part == 1:
        terms.append(step_term(clause.path[-1], last=True))
    return terms


def name_terms(document: Document) -> tuple[str, ...]:
    """What a document's head answers to: its number in every spelling, and its name."""
    terms: dict[str, None] = {}
    if document.number:
        reference_text = f"{document.type or ''} số {document.number}"
        for reference in analyze(reference_text, words=False).references:
            terms.update(dict.fromkeys(number_term(term) for term in reference.terms))
    if document.title and document.type in LAWS:
        for name in _names(document.type, document.title):
            if len(surfaces(name)) <= MAX_NAME:
                terms[name_term(name)] = None
    return tuple(terms)


def _names(type_: str, title: str) -> list[str]:
    title = " ".join(title.split())
    names = [title, type_] if type_ == "Hiến pháp" else [title]
    if not text_key(title).startswith(text_key(type_)):
        names.append(f"{type_} {title}")
    before, *after = _ABOUT.split(title)
    if after and _OLD_TITLE.search(before):
        subject = after[-1].strip()
        names.append(subject if text_key(subject).startswith("luat") else f"{type_} {subject}")
    return names
