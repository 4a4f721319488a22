"""What a trial gives back."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """One row of the table: what was tried, how often, and what was lost."""

    tried: str
    times: int = 0
    lost: list[str] = field(default_factory=list)
    """A sentence for each time that a promise was broken."""
    notes: dict[str, object] = field(default_factory=dict)
    """Measurements, by name."""

    def count(self, name: str) -> None:
        """One more of something worth telling."""
        self.notes[name] = int(str(self.notes.get(name, 0))) + 1

    def turn(self) -> None:
        """One more time; say so on stderr: a trial may take long, and be ended early."""
        self.times += 1
        print(f"{self.times} times, {len(self.lost)} lost {self.lost[-1:]}", file=sys.stderr)
