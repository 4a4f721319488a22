"""Pages for users are Vietnamese, pages for developers English, and the buttons of each with it."""

from __future__ import annotations

from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx

VIETNAMESE: Final = ("index", "huong-dan/")
WORDS: Final = {
    "Back to top": "Lên đầu trang",
    "Home": "Trang đầu",
    "Next": "Trang sau",
    "On this page": "Trong trang này",
    "Previous": "Trang trước",
    "Search": "Tìm",
}


class Words:
    """What Jinja asks for the words of a template."""

    vietnamese = False

    def gettext(self, text: str) -> str:
        return WORDS.get(text, text) if self.vietnamese else text

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)


def add_page_language(app: Sphinx) -> None:
    """Called by ``conf``."""
    words = Words()

    def begin(app: Sphinx) -> None:
        templates: Any = getattr(app.builder, "templates", None)
        if templates is not None:
            templates.environment.install_gettext_translations(words)

    def page(
        app: Sphinx, name: str, template: str, context: dict[str, Any], tree: nodes.document | None
    ) -> None:
        words.vietnamese = name.startswith(VIETNAMESE)
        context["language"] = "vi" if words.vietnamese else "en"

    app.connect("builder-inited", begin, priority=900)
    app.connect("html-page-context", page)
