"""``/kho``: what the last run of indexing did, for whoever looks after the collection."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from babel.dates import format_datetime, format_timedelta
from flask import Response, make_response, render_template

from indexer.core.run import FileOutcome, Run, Tally
from indexer.core.said import Said
from indexer.run_form import LastRunJson, run_json
from search_ui.api.answers import answer
from search_ui.i18n import current, tr
from search_ui.site import site
from search_ui.state import State

_NAMES: Final = {"": "không đuôi", "link": "liên kết", "folder": "thư mục"}


@dataclass(frozen=True, slots=True)
class Row:
    """A file that a person should look at."""

    name: str
    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a folder to look at."""

    name: str
    rows: tuple[Row, ...]


def run_page() -> Response:
    """The page. It is made each time: a run that changes nothing changes it, and not the state of
    the index."""
    run = site().index.last_run() if site().settings.reports else None
    response = make_response(
        render_template(
            "khoan/run.html",
            run=run,
            when=_when(run) if run else "",
            took=_took(run) if run else "",
            kind_name=kind_name,
            failed=_folders(run, "failed") if run else (),
            doubtful=_folders(run, "indexed") if run else (),
            left_out=_folders(run, "left_out") if run else (),
            statistics=site().index.statistics(),
            state=State(),
        )
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def last_run() -> Response:
    """Read what the last run of indexing did

    Counts by kind of file and by folder, and each file that failed, whose text cannot be fully
    trusted, or that was left out, with the reason.
    """
    run = site().index.last_run() if site().settings.reports else None
    body: LastRunJson = {"run": run_json(run) if run else None}
    return answer(body)


def kind_name(tally: Tally) -> str:
    """What a kind of files is called."""
    return tr(_NAMES[tally.name]) if tally.name in _NAMES else tally.name


def spoken(text: str) -> str:
    """A reason in the language of the page, and what is said within it, too."""
    if not isinstance(text, Said):
        return tr(text)
    values = {
        name: spoken(value) if isinstance(value, Said) else value
        for name, value in text.values.items()
    }
    try:
        return tr(text.template, **values)
    except (KeyError, TypeError, ValueError):  # values that do not fit: nobody's fault here
        return str(text)


def _folders(run: Run, state: str) -> tuple[Folder, ...]:
    """The files of a state, by folder, in the order in which they stand."""
    return tuple(_grouped(one for one in run.files if one.state == state))


def _grouped(files: Iterable[FileOutcome]) -> Iterable[Folder]:
    folders: dict[str, list[Row]] = {}
    for one in files:
        name = one.source.removeprefix(f"{one.folder}/") if one.folder else one.source
        folders.setdefault(one.folder, []).append(Row(name, spoken(one.reason), spoken(one.advice)))
    return (Folder(name, tuple(rows)) for name, rows in folders.items())


def _when(run: Run) -> str:
    """The moment, by the clock of the server."""
    try:
        moment = datetime.fromisoformat(run.started).astimezone()
    except ValueError:
        return run.started
    form = "HH:mm d/M/y" if current() == "vi" else "d MMM y, HH:mm"
    return format_datetime(moment, form, locale=current())


def _took(run: Run) -> str:
    return format_timedelta(timedelta(seconds=max(1, run.seconds)), locale=current(), threshold=1.5)
