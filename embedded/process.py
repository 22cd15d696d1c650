"""One child process: how it starts, when it is ready, where it logs and how it ends."""

import contextlib
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO, ClassVar, NoReturn, Self

import psutil

from embedded.accounts import Account, identity
from embedded.guardian import Guardian
from embedded.interrupts import held_back
from embedded.pidfile import AlreadyRunning, PidFile

_POLL_SECONDS = 0.05
_KILL_SECONDS = 10
_LOG_LIMIT_BYTES = 10_000_000
_guardian = Guardian()


class CannotStart(Exception):
    """Something a person has to change; the message says what."""


class Child(ABC):
    """A server or program of ours. It can be started again on the same data after any end.

    `folder` is the data directory: logs go to `logs/<name>.log`, the process id to
    `run/<name>.pid`. As a context manager it is started on entry and stopped on exit.
    """

    title: str
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM
    start_seconds: ClassVar[float] = 60
    failure: ClassVar[str] = "stopped while it was starting"
    stop_seconds: ClassVar[float] = 15

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder.absolute()
        self.log = self.folder / "logs" / f"{name}.log"
        self._pid_file = PidFile(self.folder / "run" / f"{name}.pid")
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = False

    @abstractmethod
    def command(self) -> list[str]:
        """The program and its arguments."""

    def check(self) -> None:  # noqa: B027 - most children have nothing to check
        """Raise CannotStart for what can be known before anything is started."""

    def prepare(self) -> None:  # noqa: B027 - the same
        """Make the data directory ready; called before each start."""

    def is_ready(self) -> bool:
        """Whether it answers; asked again and again while it starts."""
        return True

    def environment(self) -> Mapping[str, str] | None:
        """The environment it gets; ours when None."""
        return None

    def account(self) -> Account | None:
        """Whom it runs as; us when None."""
        return None

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process is not None and self.running else None

    @property
    def exit_code(self) -> int | None:
        """How it ended by itself; None while it runs and when it was never started."""
        return None if self._process is None else self._process.poll()

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start and wait until it answers."""
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Start without waiting. What an earlier, killed start left running is ended first."""
        if self.running:
            return
        self.check()
        self._claim()
        try:
            self.prepare()
            with held_back():
                self._process = self._spawn()
                _guardian.add(self._process.pid)
        except BaseException:
            if self._process is None:
                self._pid_file.release()
            raise
        # A process that has ended at once is reported by wait(), with its last words.
        with contextlib.suppress(psutil.Error):
            self._pid_file.write(self._process.pid)

    def wait(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Return when it answers; CannotStart when it ends first or takes too long.

        `meanwhile` is called again and again, and may raise to give up.
        """
        deadline = time.monotonic() + self.start_seconds
        while True:
            # Asked first: what ends well after this line has still become ready.
            running = self.running
            if self.is_ready():
                return
            if not running:
                self._fail(self.failure)
            if time.monotonic() > deadline:
                self._fail(f"did not answer in {self.start_seconds:.0f} seconds")
            meanwhile()
            time.sleep(_POLL_SECONDS)

    def ask_to_stop(self) -> None:
        """Send the polite signal, once, and return at once."""
        if self._process is not None and self.running and not self._asked:
            self._asked = True
            self._process.send_signal(self.stop_signal)

    def stop(self) -> None:
        """End it politely, by force when that takes too long. Safe to call at any time."""
        self._end(patience=self.stop_seconds)

    def kill(self) -> None:
        """End it and everything it started at once, as a crash of the machine would."""
        self._end(patience=0)

    def last_words(self, lines: int = 12) -> str:
        """The end of its log."""
        if not self.log.exists():
            return ""
        words = self.log.read_text(errors="replace").splitlines()[-lines:]
        return "\n".join([f"The last lines of {self.log}:", *(f"    {line}" for line in words)])

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _claim(self) -> None:
        try:
            survivor = self._pid_file.claim()
        except AlreadyRunning as error:
            msg = f"{self.title} already runs on {self.folder} (process {error.pid})."
            raise CannotStart(msg) from None
        if survivor is not None:
            end_survivor(survivor)

    def _spawn(self) -> subprocess.Popen[bytes]:
        with _open_log(self.log) as log:
            return subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment(),
                # Ctrl-C in the terminal is for us; we tell the children in the right order.
                start_new_session=True,
                **identity(self.account()),
            )

    def _fail(self, what: str) -> NoReturn:
        self.kill()
        msg = f"{self.title} {what}.\n{self.last_words()}".rstrip()
        raise CannotStart(msg)

    def _end(self, *, patience: float) -> None:
        process = self._process
        if process is None:
            return
        family = family_of(process.pid)
        if patience:
            self.ask_to_stop()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience)
        kill_all(family)
        process.wait()
        _guardian.remove(process.pid)
        self._pid_file.release()
        self._process, self._asked = None, False


def family_of(pid: int) -> list[psutil.Process]:
    """The process and everything it started, as it is now."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def kill_all(family: list[psutil.Process]) -> None:
    """SIGKILL for each, and wait until the system has let go of them."""
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    deadline = time.monotonic() + _KILL_SECONDS
    while any(_alive(process) for process in family) and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS / 5)


def end_survivor(process: psutil.Process) -> None:
    """End what an earlier start left behind: politely, then not."""
    family = family_of(process.pid)
    with contextlib.suppress(psutil.Error):
        process.terminate()
        process.wait(_KILL_SECONDS)
    kill_all(family)


def _alive(process: psutil.Process) -> bool:
    """A process nobody has collected yet (a zombie) holds nothing any more."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _open_log(path: Path) -> BinaryIO:
    """The log to append to; one that has grown large makes room for a new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > _LOG_LIMIT_BYTES:
        path.replace(path.with_suffix(".old.log"))
    return path.open("ab")
