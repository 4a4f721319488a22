"""How well it works, in numbers: ``python -m benchmarks.quality [--notes] [--write]``.

``--notes`` lists every difference; ``--write`` puts the tables into docs/QUALITY.md. Measures that
need the real documents (``../shared``) are left out where those are not.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from benchmarks.quality_rows import Report, Row

REPORTS = {
    "structure": "benchmarks.quality_structure",
    "files": "benchmarks.quality_files",
    "wild": "benchmarks.quality_wild",
    "scans": "benchmarks.quality_scans",
    "effects": "benchmarks.quality_effects",
    "status": "benchmarks.quality_status",
    "consolidation": "benchmarks.quality_consolidation",
    "ranking": "benchmarks.quality_ranking",
    "questions": "benchmarks.quality_questions",
}
"""Name -> module with ``report() -> Report``."""

PAGE = Path(__file__).resolve().parents[1] / "docs" / "QUALITY.md"
_HEAD = """# Quality

Measured by `make quality`; `python -m benchmarks.quality --write` puts the tables here, and
`--notes` lists every difference behind a number. Measures over real documents need `../shared`.
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("reports", nargs="*", choices=[[], *REPORTS], help="default: all")
    parser.add_argument("--notes", action="store_true", help="list every difference")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    options = parser.parse_args()
    names = options.reports or list(REPORTS)
    made = {name: importlib.import_module(REPORTS[name]).report() for name in names}
    for report in made.values():
        print(table(report))
        if options.notes:
            print(*(f"- {note}" for note in report.notes), sep="\n")
    if options.write:
        for name, report in made.items():
            write(name, report)
    return 0


def table(report: Report) -> str:
    """A report as a Markdown table."""
    lines = [f"## {report.title}", "", "| measure | value | target | |", "|---|---|---|---|"]
    lines += [
        f"| {row.measure} | {row.value} | {row.target} | {_verdict(row)} |" for row in report.rows
    ]
    return "\n".join([*lines, ""])


def _verdict(row: Row) -> str:
    if not row.target:
        return ""
    return "reached" if row.reached else "missed"


def write(name: str, report: Report) -> None:
    """Put a table between its marks on the page; what stands around the marks stays."""
    opening, closing = f"<!-- {name} -->", f"<!-- end of {name} -->"
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else _HEAD
    block = f"{opening}\n{table(report)}{closing}\n"
    if opening in page:
        before, rest = page.split(opening, 1)
        page = before + block + rest.split(f"{closing}\n", 1)[1]
    else:
        page += f"\n{block}"
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
