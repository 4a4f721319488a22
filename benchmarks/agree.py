"""Whether page, API and command line say the same of who cites what, and how much is found:
``python -m benchmarks.agree INDEX [--documents 200]``. Prints what differs; exit status 1 where
anything does."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from flask.testing import FlaskClient

from indexer.index import Index, open_index
from search_ui import Settings, create_app

_COUNT = re.compile(r'<p class="jump">.*?Được viện dẫn trong ([\d.]+) đoạn', re.DOTALL)
_FOUND = re.compile(r'id="tong" class="total">([\d.]+) đoạn')
_LETTERS = 60
"""Of a title, which are asked for."""


def main() -> int:
    """Compare the documents of an index, evenly chosen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--documents", type=int, default=200)
    given = parser.parse_args()
    with open_index(given.index) as index:
        every = [document.id for document in index.documents()]
        step = max(1, len(every) // given.documents)
        chosen = every[::step][: given.documents]
        client = create_app(index, Settings.unbounded()).test_client()
        different = [line for id_ in chosen for line in _differences(index, client, id_)]
    sys.stdout.writelines(f"{line}\n" for line in different)
    sys.stderr.write(f"{len(chosen)} documents, {len(different)} differences\n")
    return 1 if different else 0


def _differences(index: Index, client: FlaskClient, id_: str) -> list[str]:
    answer = client.get(f"/api/v1/citations/{id_}").get_json()
    command = [(c.citation.span, c.target.id) for c in index.cites(id_) or ()]
    api = [(tuple(c["span"]), c["target"]["id"]) for c in answer["cites"]]
    page = client.get(f"/van-ban/{id_}").get_data(as_text=True)
    shown = _COUNT.search(page)
    counts = {
        "page": int(shown[1].replace(".", "")) if shown else 0,
        "API": answer["cited_by_total"],
        "command line": len(index.citing(id_)),
    }
    found = [] if command == api else [f"{id_}: cites {len(command)} and {len(api)}"]
    if len(set(counts.values())) > 1:
        found.append(f"{id_}: cited by {counts}")
    return found + _totals(index, client, id_)


def _totals(index: Index, client: FlaskClient, id_: str) -> list[str]:
    """How many passages the words of its title find."""
    metadata = index.metadata(id_)
    words = (metadata.title or "")[:_LETTERS] if metadata else ""
    if not words:
        return []
    shown = _FOUND.search(client.get("/", query_string={"q": words}).text)
    totals = {
        "page": int(shown[1].replace(".", "")) if shown else 0,
        "API": client.get("/api/v1/search", query_string={"q": words}).get_json()["total"],
        "command line": index.search(words, limit=1).total,
    }
    return [] if len(set(totals.values())) == 1 else [f"{id_}: «{words}» finds {totals}"]


if __name__ == "__main__":
    sys.exit(main())
