"""A build that is killed or refused leaves the index as it was before or as it is after.

Each of these is the short form of a trial that ``make soak`` runs at length; it has a process of
its own because it forks.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks, and kills with signals")

TRIAL = """
import json, sys
from pathlib import Path
from benchmarks.soak import crash
name, folder, *numbers = sys.argv[1:]
outcome = getattr(crash, name)(Path(folder), *map(int, numbers))
print(json.dumps({"times": outcome.times, "lost": outcome.lost, "notes": outcome.notes}))
"""


def trial(name: str, folder: Path, *numbers: int) -> dict[str, object]:
    ran = subprocess.run(
        [sys.executable, "-c", TRIAL, name, str(folder), *map(str, numbers)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert ran.returncode == 0, ran.stderr
    outcome: dict[str, object] = json.loads(ran.stdout)
    return outcome


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("killed_at_operations", (11,)),
        ("failing_at_operations", (13,)),
        ("killed_at_random", (2,)),
        ("killed_commands", (4,)),
        ("failing_writes", (3,)),
        ("full_disk", (3,)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_killed_or_refused_build_loses_nothing(
    tmp_path: Path, name: str, numbers: tuple[int, ...]
) -> None:
    outcome = trial(name, tmp_path, *numbers)
    assert outcome["lost"] == []
    if "skipped" in (outcome["notes"] or ()):  # type: ignore[operator]  # JSON
        pytest.skip(f"full disk: {outcome['notes']}")
    assert outcome["times"]
