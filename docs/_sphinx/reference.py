"""Pages that the program itself writes: its commands, and its HTTP API from the OpenAPI document.

A page says where by a comment: ``<!-- commands en -->``, ``<!-- http -->``, ``<!-- forms -->``. The
line behind it is for those who read the page where it is not built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from click.testing import CliRunner
from sphinx.application import Sphinx

_MARKER: Final = re.compile(r"<!-- (commands (?:en|vi)|http|forms) -->\n[^\n]*")


def add_reference(app: Sphinx) -> None:
    """Called by ``conf``."""
    app.connect("source-read", _fill)


def _fill(app: Sphinx, name: str, source: list[str]) -> None:
    source[0] = _MARKER.sub(lambda match: "\n".join(_written(match[1])), source[0])


def _written(what: str) -> Iterator[str]:
    kind, _, language = what.partition(" ")
    if kind == "commands":
        return commands(language)
    return operations() if kind == "http" else forms()


def commands(language: str) -> Iterator[str]:
    """Every command's ``--help``, as Markdown."""
    from khoan.cli import cli
    from khoan.language import used

    with used(language):
        for name in sorted(cli.commands):
            said = CliRunner().invoke(cli, [name, "--help"], prog_name="khoan", terminal_width=90)
            yield from (f"## khoan {name}", "", "```text", said.output.rstrip(), "```", "")


@cache
def _openapi() -> dict[str, Any]:
    """The document that a site serves; it is the same over an empty index."""
    from indexer.engines.memory import MemoryEngine
    from indexer.index import Index
    from search_ui import create_app

    answer = create_app(Index(MemoryEngine())).test_client().get("/api/v1/openapi.json")
    document: dict[str, Any] = answer.json or {}
    return document


def operations() -> Iterator[str]:
    """Every address of the HTTP API, as Markdown."""
    for path, methods in _openapi()["paths"].items():
        for method, operation in methods.items():
            yield from (f"## {operation['summary']}", "", "```text", f"{method.upper()} {path}")
            yield from ("```", "", operation["description"], "")
            if operation["parameters"]:
                yield from ("| parameter | type | meaning |", "|---|---|---|")
            for one in operation["parameters"]:
                yield _row(one["name"], _kind(one["schema"]), one.get("description", ""))
            yield from ("", "| status | answer |", "|---|---|")
            for status, answer in operation["responses"].items():
                said = [_content(*content) for content in answer.get("content", {}).items()]
                yield f"| {status} | {', '.join(said) or answer['description']} |"
            yield ""


def forms() -> Iterator[str]:
    """Every JSON object that is answered, as Markdown."""
    for name, schema in sorted(_openapi()["components"]["schemas"].items()):
        yield from (f"## {name}", "", _paragraphs(schema.get("description", "")), "")
        members = schema.get("properties", {})
        if members:
            yield from ("| field | type | meaning |", "|---|---|---|")
        for field, value in members.items():
            yield _row(field, _kind(value), value.get("description", ""))
        yield ""


def _row(name: str, kind: str, about: str) -> str:
    return f"| `{name}` | {kind} | {' '.join(about.split()).replace('|', chr(92) + '|')} |"


def _paragraphs(text: str) -> str:
    """A docstring without its list of fields, which the table has."""
    return text.partition("\n\nAttributes:")[0].replace("``", "`")


def _content(media: str, content: dict[str, Any]) -> str:
    kind = _kind(content.get("schema", {}))
    return f"{kind} ({media})" if kind else media


def _kind(schema: dict[str, Any]) -> str:
    """A JSON Schema in a word or two, with a link to the form that it names."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return f"[{name}](json.md#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_kind(part) for part in schema["anyOf"])
    if "allOf" in schema:
        return _kind(schema["allOf"][0])
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"] if value != "") or "text"
    if schema.get("type") == "array":
        return f"array of {_kind(schema.get('items', {})) or 'anything'}"
    return str(schema.get("type", ""))
