"""Ends our children when we are gone ourselves, even by kill -9.

A small process reads process ids from a pipe. The pipe closes when its writer ends, however that
happened; whatever is still listed then is stopped. Run as a script, so it imports nothing of ours.
"""

import atexit
import contextlib
import subprocess
import sys
from pathlib import Path

import psutil

_POLITE_SECONDS = 15


class Guardian:
    """The writer's end: started with the first child, ended with this process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def add(self, pid: int) -> None:
        self._tell(f"+{pid}")

    def remove(self, pid: int) -> None:
        self._tell(f"-{pid}")

    def _tell(self, line: str) -> None:
        process = self._process or self._start()
        # A guardian that was killed is a missing safety net, not a reason to fail.
        with contextlib.suppress(BrokenPipeError):
            assert process.stdin is not None
            process.stdin.write(line + "\n")
            process.stdin.flush()

    def _start(self) -> subprocess.Popen[str]:
        # -P: this folder must not come first on the path, it has a module named `redis`.
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(Path(__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )
        atexit.register(self._close)
        return self._process

    def _close(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            process.wait()


def _watch() -> None:
    watched: dict[int, psutil.Process] = {}
    for line in sys.stdin:
        pid = int(line[1:])
        if line.startswith("-"):
            watched.pop(pid, None)
            continue
        with contextlib.suppress(psutil.NoSuchProcess):
            # psutil remembers when the process began, so a number used again is not mistaken.
            watched[pid] = psutil.Process(pid)
    _end(list(reversed(watched.values())))


def _end(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(processes, timeout=_POLITE_SECONDS)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            family = [process, *process.children(recursive=True)]
            for member in family:
                member.kill()


if __name__ == "__main__":
    _watch()
