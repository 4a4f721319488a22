"""What views import, read and make on first use, done before processes are forked that share it.

A page of memory that is never written to again is there once, however many processes see it. What
each of them loads by itself is there as often as there are processes.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

import unidecode

import indexer
from indexer.core.errors import KhoanError
from indexer.index import Index

_MODULES: Final = (
    "docx",
    *(
        f"{indexer.__name__}.{name}"
        for name in (
            "consolidation.consolidated",
            "identity.filter_values",
            "querying.explain",
            "querying.listing",
            "querying.snippets",
            "suggesting.completion",
            "suggesting.named",
            "suggesting.suggest",
        )
    ),
    "numpy.ma",
)
_QUERY: Final = "nghi dinh 12/2020/ND-CP dieu 5"
"""Has words, a number and a place, so that all tables of the analysis are read."""


def preload(index: Index) -> None:
    """Load it, and answer one search and one suggestion."""
    # Letters of all scripts, which any words may ask for: 3 MB.
    tables = [f"unidecode.{one.name}" for one in iter_modules(unidecode.__path__)]
    for name in (*_MODULES, *(one for one in tables if ".x" in one)):
        with suppress(ImportError):  # an optional one
            import_module(name)
    with suppress(KhoanError):  # whoever asks is told
        index.search(_QUERY)
        index.suggest(_QUERY, 8)
    gc.collect()
