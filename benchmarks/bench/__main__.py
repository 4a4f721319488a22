"""How fast, how large? Other engines and the whole product, in one run.

    python -m benchmarks.bench FOLDER [--json FILE] [--stage NAME ...]

FOLDER holds UTF-8 .txt files. Stages run in order: for each number of clauses, all engines write
the same tokens (``write-N``), open what they wrote (``open-N``) and take turns at the same queries
(``ask-N``); then ``khoan index`` of the texts beside analysis alone (``index``), the whole way of
a query (``path``), how it grows (``growth``), one document more (``added``), every server under
load (``http-N``) and the memory of a serving process (``serve``). After each, the JSON and the
tables beside it (.md) are written, so that an interrupted run loses no finished stage, and a
stage that fails does not stop the others.
With ``--work`` the indexes that stages write stay there; then single stages (``--stage``) find
what earlier ones made, and their results replace the old ones in the JSON. Engines that are not
installed are left out.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.bench import charts, engines, growth, indexing, product, serving
from benchmarks.bench.child import Failed
from benchmarks.bench.contenders import CONTENDERS, installed
from benchmarks.bench.http import stage as http
from benchmarks.bench.machine import cores, load, machine
from benchmarks.bench.plan import Plan
from benchmarks.bench.report import markdown

Stage = Callable[[], dict[str, Any]]


def main() -> None:
    options = _options()
    failed = False
    with tempfile.TemporaryDirectory(prefix="khoan-bench-") as place:
        work = options.work or Path(place)
        work.mkdir(parents=True, exist_ok=True)
        plan = Plan(
            folder=options.folder,
            work=work,
            sizes=tuple(options.clauses or [200_000, 1_000_000]),
            engines=tuple(n for n in options.engine or CONTENDERS if installed(n)),
            path_clauses=options.path_clauses,
            serving_clauses=options.serving_clauses,
            growth=tuple(options.growth or [69_000, *(options.clauses or [200_000, 1_000_000])]),
            http_seconds=options.http_seconds,
            jobs=options.jobs,
        )
        known = stages(plan)
        unknown = [name for name in options.stage or () if name not in known]
        if unknown:
            sys.exit(f"no stage {', '.join(unknown)}; there are {', '.join(known)}")
        report = _report(plan, options.json if options.stage else None)
        for name in options.stage or known:
            try:
                report["stages"][name] = _run(name, known[name])
            except Failed as error:
                failed = True
                print(error, file=sys.stderr)
            if options.json:
                _save(report, options.json)
    if options.charts:
        charts.draw(report, options.charts)
    print(markdown(report))
    sys.exit(failed)


def stages(plan: Plan) -> dict[str, Stage]:
    """Every stage by name, in the order they run."""
    found: dict[str, Stage] = {}
    for size in plan.sizes:
        found[f"write-{size}"] = partial(engines.write, plan, size)
        found[f"open-{size}"] = partial(engines.open_, plan, size)
        found[f"ask-{size}"] = partial(engines.ask, plan, size)
    found["index"] = partial(indexing.measure, plan)
    found["path"] = partial(product.stage, plan)
    found["growth"] = partial(growth.stage, plan)
    found["added"] = partial(growth.added, plan, max(plan.sizes))
    for size in plan.sizes:
        found[f"http-{size}"] = partial(http.stage, plan, size)
    if plan.serving_clauses:
        found["serve"] = partial(serving.stage, plan)
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clauses", type=int, action="append", help="200000 and 1000000")
    parser.add_argument("--engine", action="append", choices=CONTENDERS, help="all")
    parser.add_argument("--path-clauses", type=int, default=200_000)
    parser.add_argument("--serving-clauses", type=int, default=0, help="0: without that stage")
    parser.add_argument("--growth", type=int, action="append", help="69000 and those of --clauses")
    parser.add_argument("--http-seconds", type=float, default=5.0, help="of each load over HTTP")
    parser.add_argument("--charts", type=Path, help="draw charts (.svg) into this folder")
    parser.add_argument("--jobs", type=int, default=cores())
    parser.add_argument("--stage", action="append", help="only this one; may be repeated")
    parser.add_argument("--work", type=Path, help="keep here what stages write")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _report(plan: Plan, saved: Path | None) -> dict[str, Any]:
    """A report to fill: what was measured before, where single stages are run again."""
    before = json.loads(saved.read_text(encoding="utf-8")) if saved and saved.exists() else {}
    return {
        "machine": machine(),
        "sizes": sorted({*plan.sizes, *before.get("sizes", ())}),
        "stages": before.get("stages", {}),
    }


def _run(name: str, stage: Stage) -> dict[str, Any]:
    print(f"{name} ...", end=" ", flush=True, file=sys.stderr)
    before, start = load(), perf_counter()
    result = stage()
    seconds = perf_counter() - start
    print(f"{seconds:.0f} s", file=sys.stderr)
    return {**result, "seconds": seconds, "load": before}


def _save(report: dict[str, Any], path: Path) -> None:
    path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    path.with_suffix(".md").write_text(markdown(report), encoding="utf-8")


if __name__ == "__main__":
    main()
