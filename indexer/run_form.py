"""The JSON of what a run of indexing did: ``khoan index --json`` has every file, the API those that
a person should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from typing_extensions import NotRequired, TypedDict

from indexer.core.run import FileOutcome, Run, Tally, tallies

if TYPE_CHECKING:
    from indexer.ingest.report import Report


class TallyJson(TypedDict):
    name: str
    """A suffix in lower case (empty: none; `link`, `folder`), or a folder relative to what was
    indexed (empty: that itself)."""
    found: int
    """Files: each is one of the following."""
    indexed: int
    """New or changed."""
    unchanged: int
    """Since the run before."""
    left_out: int
    """Nothing reads their kind, or not on this machine; or links that are not followed."""
    failed: int
    """Not read, with a reason."""


class OutcomeJson(TypedDict):
    source: str
    """The file, relative to the folder that was indexed. What lies inside another file follows its
    name: `thu.zip/van-ban/1.docx`."""
    kind: str
    """The suffix, as in `.docx`; `link` or `folder` for what is none."""
    state: str
    """indexed, unchanged, left_out or failed."""
    reason: NotRequired[str]
    """Why, in Vietnamese; of a file that was indexed, why its text cannot be fully trusted."""
    advice: NotRequired[str]
    """What to do about it, in Vietnamese."""
    clauses: NotRequired[int]
    """Pieces, of a file that was indexed."""


class RunJson(TypedDict):
    started: str
    """When, ISO 8601 in UTC."""
    seconds: float
    """How long it took."""
    found: int
    """Files, each of which is one of the four below."""
    indexed: int
    """New or changed."""
    unchanged: int
    """Since the run before."""
    left_out: int
    """Of a kind that nothing reads."""
    failed: int
    """Not read, with a reason."""
    clauses: int
    """Pieces of the files that were indexed."""
    pruned: int
    """Documents that were deleted because their file is gone."""
    kinds: list[TallyJson]
    """The most frequent first."""
    folders: list[TallyJson]
    """Those with most failures first; 200 at most."""
    files: list[OutcomeJson]
    """Files that failed, then those whose text cannot be fully trusted, then those left out."""
    more: int
    """Such files that are not listed: there are 1,000 at most."""


class LastRunJson(TypedDict):
    run: RunJson | None
    """null: nothing is known of the last run."""


def run_json(run: Run) -> RunJson:
    """What is stored of a run."""
    counts = cast("dict[str, int]", dict(run.total._asdict()))
    del counts["name"]
    return cast(
        "RunJson",
        {
            "started": run.started,
            "seconds": run.seconds,
            "found": run.total.found,
            **counts,
            "clauses": run.clauses,
            "pruned": run.pruned,
            "kinds": list(map(tally_json, run.kinds)),
            "folders": list(map(tally_json, run.folders)),
            "files": list(map(outcome_json, run.files)),
            "more": run.more,
        },
    )


def tally_json(tally: Tally) -> TallyJson:
    """Counts of one kind or folder."""
    return cast("TallyJson", {**tally._asdict(), "found": tally.found})


def outcome_json(one: FileOutcome) -> OutcomeJson:
    """What became of one file."""
    body: dict[str, object] = {"source": one.source, "kind": one.kind, "state": one.state}
    if one.reason:
        body["reason"] = str(one.reason)
    if one.advice:
        body["advice"] = str(one.advice)
    if one.state == "indexed":
        body["clauses"] = one.clauses
    return cast("OutcomeJson", body)


def report_json(report: Report) -> dict[str, Any]:
    """A whole report, as ``khoan index --json`` prints it."""
    total, kinds, folders = tallies(report.files)
    return {
        "indexed": report.indexed,
        "unchanged": report.unchanged,
        "clauses": report.clauses,
        "pruned": report.pruned,
        "failures": [{"source": f.source, "reason": f.reason} for f in report.failures],
        "warnings": [{"source": w.source, "reason": w.reason} for w in report.warnings],
        "left_out": [
            {"kind": kind, "count": len(sources), "sources": sources}
            for kind, sources in by_kind(report).items()
        ],
        "found": total.found,
        "kinds": list(map(tally_json, kinds)),
        "folders": list(map(tally_json, folders)),
        "files": list(map(outcome_json, report.files)),
    }


def by_kind(report: Report) -> dict[str, list[str]]:
    """What was left out, most frequent kind first."""
    sources: dict[str, list[str]] = {}
    for one in report.left_out:
        sources.setdefault(one.kind, []).append(one.source)
    return dict(sorted(sources.items(), key=lambda item: -len(item[1])))
