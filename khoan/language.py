"""The languages of the command line: Vietnamese, or English by ``--lang`` or the locale.

One mechanism for all that it says: gettext, over the catalogues of ``search_ui/translations``. Our
own texts are Vietnamese in the source, and the English catalogue has the rest; those of click are
English in its source, and the Vietnamese catalogue has them.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, cast

from indexer.core.said import Said
from khoan._siblings import PREFIX

LANGUAGES: Final = ("vi", "en")
"""The first is the default: most who type ``khoan`` are no developers."""
DOMAIN: Final = "khoan"
_VARIABLES: Final = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where gettext looks for a language, in this order (GNU gettext manual, 2.3)."""
_INNER: Final = frozenset({"reason", "who", "kind", "found", "expected"})
"""Values of a text that are texts themselves."""


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language that is wanted: by ``--lang``, else the first of the locale's variables that
    says anything. A locale of neither language, such as C, gets Vietnamese."""
    given = next(_given(arguments), None)
    if given in LANGUAGES:
        return given
    said = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    for locale in said.split(":"):
        if locale[:2] in LANGUAGES and not locale[2:3].isalpha():
            return locale[:2]
    return LANGUAGES[0]


def _given(arguments: Sequence[str]) -> Iterator[str]:
    for argument, following in zip(arguments, [*arguments, ""][1:], strict=True):
        if argument == "--":
            return
        if argument == "--lang":
            yield following
        elif argument.startswith("--lang="):
            yield argument.partition("=")[2]


@contextmanager
def used(language: str) -> Iterator[None]:
    """Say everything in a language, click's texts and those of processes begun here included."""
    before, domain = os.environ.get("LANGUAGE"), gettext.textdomain()
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(folder()))
    gettext.textdomain(DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def folder() -> Path:
    """Where the catalogues are. The page's package is not imported for it: it needs Flask."""
    package = find_spec(PREFIX + "search_ui")
    (place,) = cast("Any", package).submodule_search_locations
    return Path(place) / "translations"


def current() -> str:
    """The language in use."""
    found = os.environ.get("LANGUAGE", "")
    return found if found in LANGUAGES else LANGUAGES[0]


def tr(text: str, /, **values: object) -> str:
    """A text, which is Vietnamese, in the language in use; ``%(name)s`` is filled in.

    Texts within it (``reason``) and filled-in ones (``Said``) are translated as well.
    """
    if isinstance(text, Said):
        values = {**text.values, **values}
        text = text.template
    said = gettext.gettext(text) if text else text
    return said % {name: _inner(name, value) for name, value in values.items()} if values else said


def _inner(name: str, value: object) -> object:
    text = isinstance(value, Said) or (isinstance(value, str) and name in _INNER)
    return tr(cast("str", value)) if text else value


def trn(text: str, number: int, /, **values: object) -> str:
    """The same for a text that English says differently of one and of many."""
    return gettext.ngettext(text, text, number) % values
