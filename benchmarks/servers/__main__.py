"""``python -m benchmarks.servers``: OpenSearch on loopback until interrupted, or for a command."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from time import monotonic

from benchmarks.servers.cluster import ended_in_order, running
from benchmarks.servers.distribution import Unavailable


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--port", type=int, default=9210, help="of the first node")
    parser.add_argument("--heap-mb", type=int, default=512, help="of each node")
    parser.add_argument(
        "command", nargs="*", help="run with $KHOAN_INDEX; the servers end when it does"
    )
    given = parser.parse_args()
    ended_in_order()
    began = monotonic()
    try:
        with running(given.nodes, given.port, given.heap_mb) as cluster:
            address = cluster.index("khoan")
            print(f"{address}  after {monotonic() - began:.0f} s", file=sys.stderr, flush=True)
            if given.command:
                environment = {**os.environ, "KHOAN_INDEX": address}
                return subprocess.run(given.command, check=False, env=environment).returncode
            print("Ctrl+C stops it.", file=sys.stderr, flush=True)
            signal.pause()
    except KeyboardInterrupt:
        return 0
    except Unavailable as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
