"""What can go wrong before anything is started, said in one line that tells what to do."""

import fcntl
import os
import tempfile
from pathlib import Path

from embedded.network import in_use
from embedded.process import CannotStart


def writable(data: Path) -> None:
    """The data directory can be made and written to."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        msg = (
            f"Cannot write to {data} ({error.strerror}). "
            "Make the folder writable, or choose another: python -m embedded --data FOLDER"
        )
        raise CannotStart(msg) from None


def only_one(data: Path, url: str) -> int:
    """Hold the data directory for this start; the lock goes when this process ends."""
    path = data / "run" / "start.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pid = os.pread(lock, 20, 0).decode().strip()
        os.close(lock)
        msg = (
            f"Master IA already runs from this folder (process {pid}): open {url}, "
            f"or stop it with Ctrl-C in its terminal or `kill {pid}`."
        )
        raise CannotStart(msg) from None
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)
    return lock


def port_is_free(setting: str, value: str, host: str, purpose: str) -> None:
    """The port is a number and nobody listens on it."""
    if not value.isdigit() or not 0 < int(value) < 2**16:
        msg = f"{setting} must be a port number from 1 to 65535; it is {value!r}."
        raise CannotStart(msg)
    if in_use(int(value), host):
        msg = (
            f"Port {value}, for {purpose}, is in use by another program (or not allowed to you). "
            f"Choose another one: {setting}={int(value) + 1} make up"
        )
        raise CannotStart(msg)
