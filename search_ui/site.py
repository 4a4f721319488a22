"""The blueprint that carries its own index and settings, so that one app may hold several."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from flask import Blueprint, current_app, g, has_app_context, request
from werkzeug.sansio.utils import host_is_trusted

from search_ui.drawing import Pictures
from search_ui.guard import Guard, guarded
from search_ui.lanes import Turn
from search_ui.parameters import ApiQuery, PageQuery, SearchQuery, bounded
from search_ui.ports import OpenIndex, SearchIndex
from search_ui.remembered import Answers, Remember, release
from search_ui.settings import Settings
from search_ui.sharing import Shared, alone

HERE = Path(__file__).parent


class Site(Blueprint):
    """A Flask blueprint bound to one index."""

    def __init__(
        self,
        index: OpenIndex,
        settings: Settings,
        name: str = "khoan",
        shared: Shared | None = None,
    ) -> None:
        self.settings = settings
        super().__init__(
            name,
            __name__,
            static_folder=str(HERE / "static"),
            static_url_path="/assets",
            template_folder=str(HERE / "templates"),
        )
        self.opened = index
        """The index that is open; views read ``index``."""
        self.shared = shared or alone()
        """What this process has in common with others of the same server."""
        self.lane, self.exports = self.shared.lanes(settings)
        """Where large requests take their turns, and where exports do."""
        self.turn = Turn()
        """Where small ones do, in each process."""
        self.send_static_file = guarded(self, self.send_static_file)  # type: ignore[method-assign]  # Flask registers it past ``add_url_rule``
        self.assets_version = _version(HERE / "static")
        self.pictures = Pictures()
        self.answers = Answers(settings.cache_bytes, self.shared.answers)
        """Answers that are given again."""
        self.own_pages = False
        """Whether the pages show the index and nothing else; an app that embeds the site may have
        templates of its own."""
        self.release = release(settings, name, self.assets_version)
        self.page_query = bounded(PageQuery, self.settings)
        self.browse_query = bounded(SearchQuery, self.settings)
        self.api_query = bounded(ApiQuery, self.settings)
        self.openapi: Callable[[], dict[str, Any]] = dict
        """The OpenAPI document, made on first use."""

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        remember: Remember | None = None,
        **options: Any,
    ) -> None:
        """As Flask's, with the view behind a guard (``search_ui.guard``).

        Args:
            remember: how its answers are given again, as long as the index stays as it is.
        """
        endpoint = endpoint or (view_func.__name__ if view_func else None)
        view = guarded(self, view_func, remember) if view_func else None
        super().add_url_rule(rule, endpoint, view, provide_automatic_options, **options)

    @property
    def index(self) -> SearchIndex:
        """The index in the state in which the current request reads it."""
        guard: Guard | None = g.get("khoan_guard") if has_app_context() else None
        return guard.index if guard and guard.site is self else self.opened

    def trusts(self, host: str) -> bool:
        """Whether the site answers requests with this host name."""
        trusted = self.settings.trusted_hosts
        return not trusted or host_is_trusted(host, trusted)

    def state(self) -> str:
        """Names the state of the index and of the tables beside it: another one after every
        change, never one from before."""
        found = self.index.statistics()
        tables = (self.index.synonyms().name, self.index.corrections().name)
        return "-".join([found.token or str(found.generation), *filter(None, tables)])


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
