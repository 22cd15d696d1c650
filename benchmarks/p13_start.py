"""P13: `make up` on an installed machine until /health/ready is green: seconds, against the goal.

The median of several starts on data that is there, each of the whole product on ports of its own.
The very first start, which makes the database and the demo company, is told beside it.
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report import report, size
from embedded.network import answers, free_port

GOAL_SECONDS = 20.0
_PATIENCE_SECONDS = 300
_THE_USERS_OWN = ("DATABASE_URL", "REDIS_URL", "TEMPORAL_ADDRESS", "META_GRAPH_BASE_URL")


def main() -> None:
    starts = size(5)
    with tempfile.TemporaryDirectory(prefix="master-ia-p13-") as folder:
        first = seconds_to_health(Path(folder))
        again = [seconds_to_health(Path(folder)) for _ in range(starts)]
    median = statistics.median(again)
    report(
        "P13",
        ratio=median / GOAL_SECONDS,
        goal=1.0,
        at_most=True,
        ours={
            "seconds": round(median, 1),
            "slowest": round(max(again), 1),
            "first": round(first, 1),
        },
        theirs={"seconds": GOAL_SECONDS},
        size=starts,
        note=f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
    )


def seconds_to_health(data: Path) -> float:
    """Start, wait for /health/ready, stop."""
    port = free_port()
    settings = {"PORT": str(port), "SANDBOX_PORT": str(free_port())}
    kept = {name: value for name, value in os.environ.items() if name not in _THE_USERS_OWN}
    log = data / "start.log"
    with log.open("ab") as out:
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "embedded", "--data", str(data)],
            env={**kept, **settings},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        while not answers(f"http://127.0.0.1:{port}/health/ready"):
            if process.poll() is not None or time.monotonic() - began > _PATIENCE_SECONDS:
                raise SystemExit(f"It did not start:\n{log.read_text()}")
            time.sleep(0.05)
        return time.monotonic() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


if __name__ == "__main__":
    main()
