"""What the site and the command line say that can be translated. Run as a program, it brings the
catalogues up to date:

    python tests/catalogue.py

adds what is new to ``search_ui/translations/en/LC_MESSAGES/khoan.po``, drops what is gone, and
compiles it; the same for ``vi``, which has what click and the system say in English.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WRITTEN = datetime(2026, 1, 1, tzinfo=timezone.utc)
"""A date that the file format asks for; always the same, so that the file is."""
ROOT = Path(__file__).parents[1]
PO = ROOT / "search_ui/translations/en/LC_MESSAGES/khoan.po"
FOREIGN = ROOT / "search_ui/translations/vi/LC_MESSAGES/khoan.po"
"""In Vietnamese, what is English in the source of click and of the operating system."""
METHODS = [("**.py", "python"), ("templates/khoan/**", "jinja2.ext:babel_extract")]
KEYWORDS = {"_": None, "tr": None, "_n": (1,), "trn": (1,)}
VALUE = re.compile(r"%\(\w+\)\w")
COUNTED = {"_n", "trn"}


def written() -> Iterator[tuple[str, bool]]:
    """(text, whether it has a plural form) of every call that translates."""
    for name in ("_n", "_"):
        keywords = {key: KEYWORDS[key] for key in KEYWORDS if (key in COUNTED) == (name == "_n")}
        found = extract_from_dir(str(ROOT / "search_ui"), METHODS, keywords=keywords)
        for _, _, message, _, _ in found:
            text = message if isinstance(message, str) else message[0]
            if text:
                yield text, name == "_n"


def named() -> Iterator[str]:
    """Texts that stand in tables and are translated where they are shown."""
    from indexer.effects.kinds import KINDS as EFFECTS
    from indexer.identity.kind_names import KINDS
    from indexer.querying.reason_names import REASONS
    from indexer.validity.codes import NAMES
    from indexer.validity.codes import REASONS as UNKNOWN
    from search_ui.facets import TITLES
    from search_ui.parameters import SAYS
    from search_ui.problems import TITLES as ERRORS
    from search_ui.reading.consolidated import NAMES as DONE
    from search_ui.reading.consolidated import REASONS as UNAPPLIED

    yield from (
        *TITLES.values(),
        *NAMES.values(),
        *UNKNOWN.values(),
        *(kind.passive for kind in EFFECTS.values()),
        *(kind.active for kind in EFFECTS.values()),
        *KINDS.values(),
        *REASONS.values(),
        *DONE.values(),
        *UNAPPLIED.values(),
        *ERRORS.values(),
        *SAYS.values(),
    )
    yield from ("Từ ngày", "Đến ngày", "Hiệu lực vào ngày")


ERRORS = {
    "QueryError": (1, 3, "advice"),
    "KhoanError": (1, 2),
    "IndexDamaged": (1, 2),
    "IndexLocked": (1, 2),
    "IndexMissing": (1, 2),
    "IndexUnreadable": (1, 2),
    "IndexUnsupported": (1, 2),
    "IndexUnwritable": (1, 2),
    "SystemRefused": (1, 2),
    "UnreadableFile": (2, 3),
    "BadExport": (2,),
    "BadCorrections": (3,),
    "BadSynonyms": (3,),
    "Refused": (1, 2),
    "Unacceptable": (1,),
    "Said": (1,),
}
"""What is raised with texts for people -> which of its arguments they are, from 1."""


def errors() -> Iterator[str]:
    """What goes wrong, wherever it is found, and every other text that is made to be said."""
    for package in ("indexer", "khoan"):
        for path in sorted((ROOT / package).rglob("*.py")):
            found = raised(ast.parse(path.read_text(encoding="utf-8")))
            yield from (text for text in found if any(map(str.isalpha, VALUE.sub("", text))))


def raised(tree: ast.AST) -> Iterator[str]:
    """The texts in calls of ``ERRORS``, and in those of ``super().__init__`` in ``core.errors``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        places = (1, 2) if name == "__init__" else ERRORS.get(name, ())
        for place in places:
            yield from _texts(node, place)


def _texts(call: ast.Call, place: int | str) -> Iterator[str]:
    """The texts of one argument: a literal, or the literals that it chooses from."""
    if isinstance(place, int):
        given = call.args[place - 1 : place]
    else:
        given = [keyword.value for keyword in call.keywords if keyword.arg == place]
    for value in given:
        choices = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
        for choice in choices:
            if isinstance(choice, ast.Constant) and isinstance(choice.value, str):
                yield choice.value


def shown() -> Iterator[str]:
    """What the command line's help says."""
    from khoan.cli import cli

    for command in (cli, *cli.commands.values()):
        for part in (command, *command.params):
            for name in ("help", "epilog", "metavar", "options_metavar", "subcommand_metavar",
                         "show_default"):  # fmt: skip
                text = vars(part).get(f"_{name}")
                if isinstance(text, str) and text:
                    yield getattr(text, "template", text)


def printed() -> Iterator[tuple[str, bool]]:
    """What the command line prints, and whether it has a plural form."""
    from indexer.identity.kind_names import KINDS
    from khoan.commands.cites import STATUS
    from khoan.commands.parse import FACTS

    yield from (
        (text, False) for text in (*KINDS.values(), *STATUS.values(), *FACTS.values()) if text
    )
    for name in ("trn", "tr"):
        for found in extract_from_dir(
            str(ROOT / "khoan"), [("**.py", "python")], keywords={name: (1,)}
        ):
            if isinstance(found[2], str):
                yield found[2], name == "trn"


SYSTEM = (
    "Permission denied", "No such file or directory", "No space left on device",
    "Too many open files", "Is a directory", "Not a directory", "File exists",
    "File name too long", "Input/output error", "Read-only file system", "Connection refused",
    "Cannot allocate memory", "Address already in use", "Cannot assign requested address",
    "Disk quota exceeded", "Too many levels of symbolic links", "Operation not permitted",
    "timed out",
)  # fmt: skip
"""What the operating system says most often when it refuses (errno(3))."""
PROGRAMMERS = (
    "Name '", "Boolean option ", "Could not determine", "No options defined", "Arguments take",
    "DeprecationWarning", "Value must be", "Confirm the action", "Do you want", "Choice({",
    "Unknown standard stream", "deprecated",
)  # fmt: skip
"""What click says to programmers, or asks where nothing is asked here."""
NEVER = ("termui.py", "_termui_impl.py", "shell_completion.py", "_winconsole.py", "globals.py")
"""Parts of click that are not used here: prompts, progress bars, editors."""


def foreign() -> dict[str, tuple[str, ...]]:
    """What click and the system say: text -> its forms."""
    import click

    texts: dict[str, tuple[str, ...]] = {text: (text,) for text in SYSTEM}
    keywords = {"_": None, "ngettext": (1, 2)}
    found = extract_from_dir(str(Path(click.__file__).parent), [("**.py", "python")], keywords)
    for name, _, message, _, _ in sorted(found, key=str):
        forms = (message,) if isinstance(message, str) else tuple(message)
        if name not in NEVER and not forms[0].startswith(PROGRAMMERS):
            texts[forms[0]] = forms
    return texts


def notices() -> Iterator[str]:
    """What the index says it did with a query, and the texts of links beside it."""
    from indexer.querying.notices import ACTIONS

    yield from ACTIONS
    for found in extract_from_dir(
        str(ROOT / "indexer"), [("**.py", "python")], keywords={"Notice": (2,)}
    ):
        if isinstance(found[2], str) and found[2]:
            yield found[2]


def wanted() -> dict[str, bool]:
    """Every text that must be in the catalogue -> whether it has a plural."""
    texts = (*named(), *notices(), *errors(), *shown())
    return {**dict.fromkeys(texts, False), **dict(printed()), **dict(written())}


def catalogue() -> Catalog:
    """The English catalogue as stored."""
    stored = read_po(io.BytesIO(PO.read_bytes()), locale="en")
    stored.project, stored.version, stored.creation_date = "Khoản", "", WRITTEN
    return stored


def compiled(stored: Catalog) -> bytes:
    """The form that is read at run time."""
    stream = io.BytesIO()
    write_mo(stream, stored)
    return stream.getvalue()


def main() -> int:
    """Bring the catalogue up to date; says what still lacks a translation."""
    before = catalogue() if PO.exists() else Catalog(locale="en")
    made = Catalog(locale="en")
    missing = 0
    for text, plural in sorted(wanted().items()):
        old = before.get(text)
        translation = old.string if old else ("", "") if plural else ""
        made.add((text, text) if plural else text, translation)
        if not (translation if isinstance(translation, str) else all(translation)):
            missing += 1
            sys.stderr.write(f"not translated: {text}\n")
    PO.parent.mkdir(parents=True, exist_ok=True)
    stream = io.BytesIO()
    write_po(stream, made, width=98, no_location=True, omit_header=True, sort_output=True)
    PO.write_bytes(stream.getvalue())
    PO.with_suffix(".mo").write_bytes(compiled(catalogue()))
    return 1 if missing + _foreign() else 0


def _foreign() -> int:
    """Bring the Vietnamese catalogue up to date; how many texts lack a translation."""
    before = foreign_catalogue() if FOREIGN.exists() else Catalog(locale="vi")
    made = Catalog(locale="vi")
    missing = 0
    texts = foreign()
    for message in before:  # other versions of click say other things: nothing is dropped
        if message.id:
            made.add(message.id, message.string)
    for text, forms in sorted(texts.items()):
        if before.get(text) is None:
            made.add(forms if len(forms) > 1 else text, ("",) if len(forms) > 1 else "")
    for message in made:
        if message.id and not any(
            [message.string] if isinstance(message.string, str) else message.string
        ):
            missing += 1
            sys.stderr.write(f"not translated: {message.id}\n")
    FOREIGN.parent.mkdir(parents=True, exist_ok=True)
    stream = io.BytesIO()
    write_po(stream, made, width=98, no_location=True, omit_header=True, sort_output=True)
    FOREIGN.write_bytes(stream.getvalue())
    FOREIGN.with_suffix(".mo").write_bytes(compiled(foreign_catalogue()))
    return missing


def foreign_catalogue() -> Catalog:
    """The Vietnamese catalogue as stored."""
    stored = read_po(io.BytesIO(FOREIGN.read_bytes()), locale="vi")
    stored.project, stored.version, stored.creation_date = "Khoản", "", WRITTEN
    return stored


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
