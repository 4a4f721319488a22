"""SQLite's FTS5, with each entry's group, by number, in a table beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.bench.contenders.contender import LIMIT, Answer, Ask


class Fts5:
    """Holds the words' places but not the texts, like the others."""

    imports = ("sqlite3",)
    splits = True

    def build(self, clauses: Iterable[tuple[str, str]], folder: Path) -> None:
        """See ``Contender``."""
        base = sqlite3.connect(folder / "index.db")
        base.execute("CREATE VIRTUAL TABLE t USING fts5(x, content='')")
        base.execute("CREATE TABLE groups (id INTEGER PRIMARY KEY, g INTEGER)")
        base.execute("CREATE TABLE names (g INTEGER PRIMARY KEY, name TEXT UNIQUE)")
        names: dict[str, int] = {}
        groups: list[int] = []

        def rows() -> Iterator[tuple[int, str]]:
            for row, (group, text) in enumerate(clauses):
                groups.append(names.setdefault(group, len(names)))
                yield row, text

        base.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", rows())
        base.executemany("INSERT INTO groups VALUES (?, ?)", enumerate(groups))
        base.executemany("INSERT INTO names (name, g) VALUES (?, ?)", names.items())
        base.execute("INSERT INTO t (t) VALUES ('optimize')")
        base.commit()
        base.close()

    def open(self, folder: Path) -> dict[str, Ask]:
        """See ``Contender``."""
        base = sqlite3.connect(folder / "index.db")
        joined = "FROM t JOIN groups ON id = t.rowid WHERE t MATCH ?"
        best = f"SELECT -rank FROM t WHERE t MATCH ? ORDER BY rank LIMIT {LIMIT}"  # noqa: S608
        group = "g = (SELECT g FROM names WHERE name = ?)"
        within = f"SELECT -rank {joined} AND {group} ORDER BY rank LIMIT {LIMIT}"
        counted = f"SELECT g, count(*) AS n {joined} GROUP BY g"
        counts = f"SELECT name, n FROM ({counted}) JOIN names USING (g)"  # noqa: S608

        def ask(sql: str, *values: str) -> Answer:
            return Answer(None, [score for (score,) in base.execute(sql, values)])

        def faceted(words: list[str], _: str) -> Answer:
            base.execute(counts, (_match(words, " AND "),)).fetchall()
            return ask(best, _match(words, " AND "))

        return {
            "any": lambda words, _: ask(best, _match(words, " OR ")),
            "all": lambda words, _: ask(best, _match(words, " AND ")),
            "phrase": lambda words, _: ask(best, f'"{" ".join(words)}"'),
            "filtered": lambda words, group: ask(within, _match(words, " AND "), group),
            "faceted": faceted,
        }


def _match(words: list[str], between: str) -> str:
    return between.join(f'"{word}"' for word in dict.fromkeys(words))
