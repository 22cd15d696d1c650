"""Remembers which process is ours, so that a later start can find what a crash left behind."""

import contextlib
import fcntl
import json
import os
from pathlib import Path

import psutil

# The time a process began is counted from boot, and the clock may be set in between.
_CLOCK_SLACK_SECONDS = 60


class AlreadyRunning(Exception):
    """Another start of ours holds the file; carries the process id it wrote."""

    def __init__(self, pid: int | None) -> None:
        super().__init__(f"already running as process {pid}")
        self.pid = pid


class PidFile:
    """A locked file naming one process. The lock says that its starter is alive."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def claim(self) -> psutil.Process | None:
        """Take the file; answers the process a dead starter left behind, if it still runs."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            recorded = self._recorded()
            raise AlreadyRunning(None if recorded is None else recorded[0]) from None
        self._file = file
        return self._survivor()

    def write(self, pid: int) -> None:
        assert self._file is not None
        process = psutil.Process(pid)
        record = {"pid": pid, "began": process.create_time(), "name": process.name()}
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, json.dumps(record).encode(), 0)

    def release(self) -> None:
        """Forget the process: it has ended. Safe to call twice."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def _survivor(self) -> psutil.Process | None:
        recorded = self._recorded()
        if recorded is None:
            return None
        pid, began, name = recorded
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            same_time = abs(process.create_time() - began) < _CLOCK_SLACK_SECONDS
            if same_time and process.name() == name:
                return process
        return None

    def _recorded(self) -> tuple[int, float, str] | None:
        try:
            record = json.loads(self._path.read_text())
            return record["pid"], record["began"], record["name"]
        except (OSError, ValueError):
            return None
