"""What a page costs a reader: ``python -m benchmarks.page_weight INDEX PATH...``.

For each path, in a headless Chromium on this machine: bytes as sent (compressed) and as read,
elements, the server's processor time (warm, without stored answers, and for a browser that has the
page), the largest contentful paint and the cumulative layout shift.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server

from indexer.index import open_index
from search_ui import Settings, create_app

ROUNDS = 7
_PAINT = """() => new Promise((done) => {
  let paint = 0, shift = 0;
  new PerformanceObserver((list) => { for (const e of list.getEntries()) paint = e.startTime; })
    .observe({type: "largest-contentful-paint", buffered: true});
  new PerformanceObserver((list) => { for (const e of list.getEntries()) shift += e.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done([paint, shift]), 600);
})"""


def main() -> int:
    """Print a row for each path."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("paths", nargs="+")
    given = parser.parse_args()
    with open_index(given.index) as index:
        app = create_app(index, Settings(cache_bytes=0))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            for path in given.paths:
                sys.stdout.write(_row(app, f"http://127.0.0.1:{server.server_port}", path) + "\n")
        finally:
            server.shutdown()
    return 0


def _row(app: Any, address: str, path: str) -> str:
    client = app.test_client()
    first = client.get(path)
    tag = first.headers.get("ETag")
    cold = [_processor(client, path, {}) for _ in range(ROUNDS)]
    known = [_processor(client, path, {"If-None-Match": tag}) for _ in range(ROUNDS)] if tag else []
    elements, paint, shift = _browsed(address + path)
    return (
        f"{path}\t{len(gzip.compress(first.data)):,} bytes compressed\t{len(first.data):,} read\t"
        f"{elements:,} elements\t{statistics.median(cold) * 1000:.0f} ms of processor\t"
        f"{statistics.median(known or [0]) * 1000:.1f} ms where the browser has it\t"
        f"LCP {paint:.0f} ms\tCLS {shift:.3f}"
    )


def _processor(client: Any, path: str, headers: dict[str, str]) -> float:
    started = time.process_time()
    client.get(path, headers=headers)
    return time.process_time() - started


def _browsed(address: str) -> tuple[int, float, float]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        paint, shift = page.evaluate(_PAINT)
        elements = page.evaluate("document.getElementsByTagName('*').length")
        browser.close()
    return elements, paint, shift


if __name__ == "__main__":
    sys.exit(main())
