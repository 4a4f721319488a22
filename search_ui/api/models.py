"""What the API answers, as types: ``indexer.jsonform``'s forms, and a few of its own."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, RootModel, TypeAdapter, with_config
from typing_extensions import NotRequired, TypedDict, get_original_bases

from indexer import run_form
from indexer.consolidation import jsonform as amended
from indexer.consolidation.jsonform import ConsolidatedJson
from indexer.jsonform import citations, documents, effects, results
from indexer.jsonform.citations import CitedJson, SimilarJson
from indexer.jsonform.documents import CitationJson, ClauseJson, KnownJson, MetadataJson
from indexer.jsonform.effects import EffectsJson, StatusJson
from indexer.jsonform.results import CountJson, ResultsJson
from indexer.run_form import LastRunJson


class SearchJson(ResultsJson):
    next_cursor: NotRequired[str | None]
    """Only where a `cursor` was sent: the next one, null after the last hit."""


class SuggestJson(TypedDict):
    query: str
    """What was typed."""
    suggestions: list[str]
    """The best first."""


class ClauseInJson(ClauseJson):
    document: MetadataJson
    """The document it stands in."""
    citation: str
    """How to cite it: `khoản 2 Điều 5 Nghị định 30/2020/NĐ-CP`. Empty without an address."""


class PartsJson(KnownJson):
    text: NotRequired[str]
    """All of it; spans point into it."""
    citations: NotRequired[list[CitationJson]]
    """What it cites, in order."""
    clauses: NotRequired[list[ClauseJson]]
    """Those three are there unless `fields` leaves them out."""


class SimilarToJson(TypedDict):
    id: str
    """Of the clause that was asked for."""
    similar: list[SimilarJson]
    """The most similar first."""


class CitedByJson(TypedDict):
    clause: ClauseJson
    """The clause that cites it."""
    document: MetadataJson
    """Its document."""


class CitationsJson(TypedDict):
    key: str
    """As it was asked for."""
    document: MetadataJson | None
    """null for a document that is cited but not in the index."""
    cites: list[CitedJson]
    """What the document cites, in the order of its text."""
    cited_by_total: int
    """How many clauses cite it."""
    cited_by: list[CitedByJson]
    """Clauses that cite it, newest first: one page."""


class BrowseJson(TypedDict):
    total: int
    """Documents that pass the filters."""
    offset: int
    """Documents before this page."""
    limit: int
    """Documents on a page."""
    facets: dict[str, list[CountJson]]
    """Field -> its values with the number of documents."""
    documents: list[MetadataJson]
    """One page, newest first."""


class StatsJson(TypedDict):
    documents: int
    """How many."""
    clauses: int
    """How many pieces they have."""
    generation: int
    """Rises whenever the index changes."""


_FORMS: Final = dict.fromkeys(
    form
    for names in (
        *map(vars, (documents, citations, effects, results, run_form, amended)),
        dict(globals()),
    )
    for name, form in names.items()
    if name.endswith("Json")
)
for _form in _FORMS:
    with_config(ConfigDict(use_attribute_docstrings=True, extra="forbid"))(_form)
_FORM_OF: Final = {form.__name__: form for form in _FORMS}


def meanings(form: str) -> dict[str, str]:
    """What each member of a form means that it has from the forms it extends; pydantic leaves that
    out."""
    found: dict[str, str] = {}
    for base in get_original_bases(_FORM_OF[form]) if form in _FORM_OF else ():
        if base.__name__ in _FORM_OF:
            members = TypeAdapter(base).json_schema()["properties"]
            found |= meanings(base.__name__)
            said = {name: one.get("description", "") for name, one in members.items()}
            found |= {name: about for name, about in said.items() if about}
    return found


class Search(RootModel[SearchJson]):
    """A page of results."""


class Suggest(RootModel[SuggestJson]):
    """Ways in which a query may go on."""


class Parsed(RootModel[PartsJson]):
    """A document with its text, clauses and citations, or those of them that were asked for."""


class ClauseAnswer(RootModel[ClauseInJson]):
    """A clause."""


class SimilarTo(RootModel[SimilarToJson]):
    """Clauses that say nearly the same."""


class Citations(RootModel[CitationsJson]):
    """Who cites whom."""


class Effects(RootModel[EffectsJson]):
    """Who amends, repeals and replaces whom."""


class Status(RootModel[StatusJson]):
    """How the texts stand that a key may mean."""


class ConsolidatedText(RootModel[ConsolidatedJson]):
    """A document as it stands at a day."""


class Browse(RootModel[BrowseJson]):
    """Documents by type, issuer and year."""


class LastRun(RootModel[LastRunJson]):
    """What the last run of indexing did."""


class Stats(RootModel[StatsJson]):
    """How much the index holds."""


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    model_config = ConfigDict(use_attribute_docstrings=True, extra="forbid")

    type: str
    """`about:blank`: the status says it all."""
    title: str
    """The kind of problem in a few words, for people."""
    status: int
    """That of the answer."""
    detail: str
    """What happened and what to do, for people."""
    parameter: str | None = None
    """The parameter at fault, where one is."""
    position: int | None = None
    """Where in the query, in code points from 0."""


class SuggestQuery(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)

    q: str = Field("", max_length=200)
    """What has been typed so far."""
    limit: int = Field(8, ge=1, le=20)
    """The most suggestions."""


PARTS: Final = ("text", "citations", "clauses")
"""What of a document can be left out."""
_PART: Final = f"(metadata|{'|'.join(PARTS)})"


class DocumentQuery(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)

    fields: str = Field("", pattern=f"^({_PART}(,{_PART})*)?$", max_length=60)
    """Which of `text`, `citations` and `clauses` to answer besides the metadata, with commas
    between them: `text,clauses`. `metadata`: none of them. Without it, all."""
    offset: int = Field(0, ge=0, le=1_000_000)
    """Clauses before the first that is answered."""
    limit: int | None = Field(None, ge=1, le=1_000_000)
    """The most clauses; without it, all."""

    def wanted(self) -> tuple[str, ...]:
        """The parts that are asked for."""
        named = self.fields.split(",") if self.fields else PARTS
        return tuple(part for part in PARTS if part in named)


class PageOfCiting(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)

    at: str = Field("", max_length=200)
    """One place in the document, as in a clause's id after `#`; without it, the whole."""
    limit: int = Field(10, ge=1, le=100)
    """Citing clauses on the page."""
    offset: int = Field(0, ge=0, le=10_000)
    """Citing clauses before the page."""


class StatusQuery(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)

    at: date | None = None
    """The day (`2020-01-01`); without it, today."""


Form = dict[str, Any]
