"""The blueprint that carries its own index and settings, so that one app may hold several."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from flask import Blueprint, current_app, request

from indexer.core.document import Metadata
from search_ui.parameters import ApiQuery, PageQuery, SearchQuery, bounded
from search_ui.ports import SearchIndex
from search_ui.settings import Settings

HERE = Path(__file__).parent


class Site(Blueprint):
    """A Flask blueprint bound to one index."""

    def __init__(self, index: SearchIndex, settings: Settings, name: str = "khoan") -> None:
        super().__init__(
            name,
            "search_ui",
            static_folder=str(HERE / "static"),
            static_url_path="/assets",
            template_folder=str(HERE / "templates"),
        )
        self.index = index
        self.settings = settings
        self.assets_version = _version(HERE / "static")
        self.page_query = bounded(PageQuery, self.settings)
        self.browse_query = bounded(SearchQuery, self.settings)
        self.api_query = bounded(ApiQuery, self.settings)
        self._known: tuple[int, tuple[Metadata, ...]] | None = None
        self.openapi: Callable[[], dict[str, Any]] = dict
        """The OpenAPI document, made when it is first asked for."""

    def documents(self) -> tuple[Metadata, ...]:
        """Every document, newest first, undated last; gathered once for each state of the index."""
        now = self.index.statistics().generation
        if self._known is None or self._known[0] != now:
            found = sorted(
                self.index.documents(), key=lambda document: document.title or document.id
            )
            found.sort(key=lambda document: document.date or "", reverse=True)
            self._known = (now, tuple(found))
        return self._known[1]


def site() -> Site:
    """The blueprint that answers the current request."""
    if request.blueprint is None:
        raise RuntimeError("No blueprint answers this request.")
    return cast("Site", current_app.blueprints[request.blueprint])


def _version(folder: Path) -> str:
    """A short hash of the files, so that browsers may keep them until they change."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
