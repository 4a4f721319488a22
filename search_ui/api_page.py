"""The API's documentation for people, drawn from the OpenAPI document itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for

from search_ui.site import site
from search_ui.state import State


@dataclass(frozen=True, slots=True)
class Operation:
    path: str
    summary: str
    description: str
    parameters: tuple[tuple[str, str, str], ...]
    """(name, type, description)."""
    answers: tuple[tuple[str, str, str], ...]
    """(status, media type, name of the form or empty)."""


@dataclass(frozen=True, slots=True)
class Form:
    name: str
    about: str
    members: tuple[tuple[str, str, str], ...]
    """(name, type, description)."""


def api_page() -> str:
    """``/api``: every operation and every form."""
    document = site().openapi()
    return render_template(
        "khoan/api.html",
        state=State(),
        operations=[
            _operation(path, operation)
            for path, methods in document["paths"].items()
            for operation in methods.values()
        ],
        forms=[_form(name, schema) for name, schema in document["components"]["schemas"].items()],
        address=url_for(".api_openapi"),
    )


def _operation(path: str, operation: dict[str, Any]) -> Operation:
    return Operation(
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        parameters=tuple(
            (p["name"], kind(p["schema"]), p.get("description") or "")
            for p in operation["parameters"]
        ),
        answers=tuple(
            (status, media, content["schema"].get("$ref", "").rpartition("/")[2])
            for status, response in operation["responses"].items()
            for media, content in response.get("content", {}).items()
        ),
    )


def _form(name: str, schema: dict[str, Any]) -> Form:
    members = schema.get("properties", {})
    return Form(
        name,
        schema.get("description", ""),
        tuple((key, kind(value), value.get("description", "")) for key, value in members.items()),
    )


def kind(schema: dict[str, Any]) -> str:
    """A JSON Schema in a word or two: ``array of string``, ``integer or null``."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(kind(part) for part in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(f'"{value}"' for value in schema["enum"])
    if schema.get("type") == "array":
        return f"array of {kind(schema.get('items', {}))}"
    if schema.get("format"):
        return f"{schema['type']} ({schema['format']})"
    return str(schema.get("type", "any"))
