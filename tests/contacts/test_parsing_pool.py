"""The processes that parse files end with their worker, however it ends."""

import subprocess
import sys

import psutil

_WORKER = """
import os, time
from activities.imports import parsing_pool
if __name__ == "__main__":
    pool = parsing_pool()
    found = [pool.submit(os.getpid) for _ in range(4)]
    print(*{future.result() for future in found}, flush=True)
    time.sleep(60)
"""


def test_the_parsers_of_a_killed_worker_end() -> None:
    worker = subprocess.Popen([sys.executable, "-c", _WORKER], stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    with worker, worker.stdout:
        parsers = [psutil.Process(int(found)) for found in worker.stdout.readline().split()]
        worker.kill()
    _, alive = psutil.wait_procs(parsers, timeout=10)
    assert not alive
