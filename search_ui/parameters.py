"""The parameters of a search, declared once: what the page reads and what the API documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    create_model,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError
from werkzeug.datastructures import MultiDict

from indexer.core.filter_fields import FILTER_FIELDS, VALUE_FIELDS
from search_ui.i18n import tr
from search_ui.settings import Settings

Model = TypeVar("Model", bound=BaseModel)
_TYPED: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
MAX_VALUE = 300
"""Code points of one value of a filter."""
MAX_NAME = 40
"""Characters of a parameter's name that a message repeats."""
Values = Annotated[list[Annotated[str, Field(max_length=MAX_VALUE)]], Field(max_length=20)]


class SearchQuery(BaseModel):
    """A search as its URL says it. Blank parameters count as absent."""

    model_config = ConfigDict(use_attribute_docstrings=True, frozen=True)

    q: str = ""
    """The query, with or without accents. Without one, all that passes the filters."""
    limit: int = 10
    """Hits on the page."""
    offset: int = 0
    """Hits before the page."""
    sort: Literal["relevance", "date", "oldest"] = "relevance"
    """Best first, newest first (`date`) or oldest first."""
    first: date | None = Field(None, alias="from")
    """Earliest date of issue, inclusive (`2021-09-14`)."""
    last: date | None = Field(None, alias="to")
    """Latest date of issue, inclusive."""

    explain: Literal["", "on"] = ""
    """`on`: each hit says what matched, and what that was worth (`reasons`)."""

    accents: Literal["", "any", "typed"] = ""
    """`typed`: words typed with accents must stand in the clause's own text with them."""

    at: date | None = None
    """The day for which `status` is asked and shown (`2020-01-01`); without it, today."""

    living: Literal["", "first"] = ""
    """`first`: clauses of documents that are no longer in force come after all others."""

    literal: Literal["", "on"] = ""
    """`on`: the query is taken as it stands; no keystrokes are decoded, no abbreviations or
    everyday words written out."""

    @field_validator("limit", "offset", mode="before")
    @classmethod
    def _plain_digits(cls, value: object) -> object:
        if isinstance(value, str) and not (value.isascii() and value.isdigit() and len(value) < 10):
            raise PydanticCustomError("digits", "must be a whole number in plain digits")
        return value

    @field_validator("first", "last", "at", mode="before")
    @classmethod
    def _whole_date(cls, value: object) -> object:
        """Also as people type it: ``14/9/2021``."""
        if not isinstance(value, str):
            return value
        typed = _TYPED.fullmatch(value)
        if typed:
            return f"{typed[3]}-{int(typed[2]):02}-{int(typed[1]):02}"
        if not (value[4:5] == value[7:8] == "-" and len(value) == 10):
            raise PydanticCustomError("day", "must be a date such as 2021-09-14")
        return value

    @model_validator(mode="after")
    def _in_order(self) -> SearchQuery:
        if self.first and self.last and self.first > self.last:
            raise PydanticCustomError("order", "`to` is before `from`")
        return self


class PageQuery(SearchQuery):
    """A search as the page takes it."""

    group: Literal["", "document"] = ""
    """``document``: hits are gathered by document; ``offset`` and ``limit`` count documents."""


class ApiQuery(SearchQuery):
    """A search as the API takes it."""

    cursor: str = Field("", max_length=200)
    """`*` to begin; then each answer's `next_cursor`, until that is null. Instead of `offset`."""
    highlight: Literal["on", "off"] = "on"
    """`off` leaves `marks` and `snippet.marks` empty."""


def bounded(model: type[Model], settings: Settings) -> type[Model]:
    """The same parameters within the limits of a site, and those of ``core.filter_fields``."""
    descriptions = {name: field.description for name, field in model.model_fields.items()}
    most, deepest = settings.max_limit, settings.max_offset
    limits: dict[str, Any] = {
        "q": (str, Field("", max_length=settings.max_query, description=descriptions["q"])),
        "limit": (int, Field(settings.limit, ge=1, le=most, description=descriptions["limit"])),
        "offset": (int, Field(0, ge=0, le=deepest, description=descriptions["offset"])),
    }
    filters: dict[str, Any] = {
        name: (Values, Field([], description=FILTER_FIELDS[name].about)) for name in VALUE_FIELDS
    }
    return create_model(model.__name__, __base__=model, **limits, **filters)


def filters_of(query: SearchQuery) -> tuple[tuple[str, str], ...]:
    """The filters of a request whose model is ``bounded``: (field, value), in the order of the
    table."""
    return tuple((name, value) for name in VALUE_FIELDS for value in getattr(query, name))


class InputError(ValueError):
    """A parameter that cannot be used. ``parameter`` is its name, the message says why."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


def read(model: type[Model], arguments: MultiDict[str, str], *, strict: bool = False) -> Model:
    """The parameters of a request as a value of ``model``.

    Args:
        strict: a parameter that the model does not have is refused: a program would take what it
            gets for filtered. Links to pages carry parameters of others, which are passed over.

    Raises:
        InputError: a value is out of its limits or of its form, or see ``strict``.
    """
    known = [field.alias or name for name, field in model.model_fields.items()]
    unknown = next((name for name in arguments if name not in known), None)
    if strict and unknown is not None:
        raise InputError(unknown, _says(unknown[:MAX_NAME], "unknown", {"known": ", ".join(known)}))
    given: dict[str, str | list[str]] = {}
    for name in arguments:
        values = [value.strip() for value in arguments.getlist(name) if value.strip()]
        if values:
            given[name] = list(dict.fromkeys(values)) if name in VALUE_FIELDS else values[-1]
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "to"
        raise InputError(name, _says(name, first["type"], first.get("ctx", {}))) from None


def _says(name: str, kind: str, context: Mapping[str, object]) -> str:
    """One of pydantic's errors in the reader's language."""
    text = SAYS["day" if kind.startswith("date") else kind if kind in SAYS else "other"]
    return tr(text, name=name, **{key: str(value) for key, value in context.items()})


SAYS = {
    "string_too_long": "%(name)s: dài quá %(max_length)s ký tự.",
    "greater_than_equal": "%(name)s: phải từ %(ge)s trở lên.",
    "less_than_equal": "%(name)s: nhiều nhất là %(le)s.",
    "literal_error": "%(name)s: phải là %(expected)s.",
    "too_long": "%(name)s: nhiều nhất %(max_length)s giá trị.",
    "digits": "%(name)s: phải là số nguyên viết bằng chữ số 0-9.",
    "day": "%(name)s: phải là ngày, như 2021-09-14 (năm-tháng-ngày).",
    "unknown": "%(name)s: không có tham số này; có: %(known)s.",
    "order": "%(name)s: ngày cuối sớm hơn ngày đầu.",
    "other": "%(name)s: giá trị không dùng được.",
}
"""Kind of error -> its message."""
