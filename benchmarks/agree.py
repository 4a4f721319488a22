"""Whether page, API and command line say the same of who cites what: ``python -m benchmarks.agree
INDEX [--documents 200]``. Prints what differs; exit status 1 where anything does."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from indexer.index import Index, open_index
from search_ui import Settings, create_app

_COUNT = re.compile(r'<p class="jump">.*?Được viện dẫn ở ([\d.]+) chỗ', re.DOTALL)


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
        different = [line for id_ in chosen for line in _differences(index, id_)]
    sys.stdout.writelines(f"{line}\n" for line in different)
    sys.stderr.write(f"{len(chosen)} documents, {len(different)} differences\n")
    return 1 if different else 0


def _differences(index: Index, id_: str) -> list[str]:
    client = create_app(index, Settings.unbounded()).test_client()
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
    return found


if __name__ == "__main__":
    sys.exit(main())
