"""The search site: pages for people and a JSON API, for any index with ``ports.SearchIndex``."""

from search_ui.app import blueprint, create_app
from search_ui.settings import Settings

__all__ = ["Settings", "blueprint", "create_app"]
