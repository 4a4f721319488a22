"""The page's languages: Vietnamese in the source, English from a catalogue (Flask-Babel)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from flask import request
from flask.sansio.app import App
from flask_babel import Babel, Domain, get_locale

HERE: Final = Path(__file__).parent

LANGUAGES: Final[dict[str, str]] = {"vi": "Tiếng Việt", "en": "English"}
"""Code -> what its speakers call it. The first is the default."""
COOKIE: Final = "khoan_lang"

DOMAIN: Final = Domain(str(HERE / "translations"), domain="khoan")
_CATALOGUES: Final[dict[str, Any]] = {}
"""Language -> its translations, none for most."""


def choose() -> str:
    """The language of a request: given in the URL, else remembered, else Vietnamese."""
    for wanted in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    return next(iter(LANGUAGES))


def current() -> str:
    """The language this request is answered in."""
    locale = get_locale()
    return locale.language if locale and locale.language in LANGUAGES else next(iter(LANGUAGES))


def tr(text: str, /, **values: object) -> str:
    """``text``, which is Vietnamese, in the language of the request. ``%(name)s`` is filled in."""
    translated: str = _catalogue().ugettext(text) if text else ""
    return translated % values if values else translated


def trn(text: str, number: int, /, **values: object) -> str:
    """The same for a text that English says differently of one and of many."""
    translated: str = _catalogue().ungettext(text, text, number)
    return translated % {"num": number, **values}


def _catalogue() -> Any:
    """The translations of the request's language. Looked up by the domain they take longer than the
    search of a few words: a page has two hundred."""
    locale = get_locale()
    language = locale.language if locale else ""
    found = _CATALOGUES.get(language)
    if found is None:
        found = _CATALOGUES[language] = DOMAIN.get_translations()
    return found


def setup(app: App) -> None:
    """Make translations work in ``app``, unless it has a Flask-Babel of its own: then that
    decides which language a request gets."""
    if "babel" not in app.extensions:
        Babel(configure_jinja=False).init_app(app, default_locale="vi", locale_selector=choose)
