"""Starts children in groups, keeps them running, and stops them in reverse order."""

import time
from collections.abc import Callable

from embedded.console import Console
from embedded.process import CannotStart, Child

_TICK_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 30
# A child that ran this long has recovered: its next end is a first one again.
_HEALTHY_SECONDS = 60


class Supervisor:
    """Ends what it started and nothing else."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._groups: list[list[Child]] = []
        self._failures: dict[Child, int] = {}
        self._due: dict[Child, float] = {}
        self._started: dict[Child, float] = {}

    def start(self, *children: Child) -> None:
        """Start a group side by side and return when each of it is ready."""
        self.launch(*children)
        self.wait(*children)

    def launch(self, *children: Child) -> None:
        self._groups.append(list(children))
        for child in children:
            self._console.working(f"Starting {child.title}")
            self._started[child] = time.monotonic()
            child.launch()

    def wait(self, *children: Child) -> None:
        for child in children:
            self._console.working(f"Waiting for {child.title}")
            child.wait(self._fail_if_one_ended)
            self._console.done(child.title, time.monotonic() - self._started[child])

    def run(self, task: Child) -> None:
        """Run something that ends, and return when it has ended well."""
        self.start(task)
        task.stop()
        self._groups.pop()

    def watch(self) -> None:
        """Start again what ends, until interrupted."""
        while True:
            for child in self._all():
                self._look_after(child)
            time.sleep(_TICK_SECONDS)

    def stop(self) -> None:
        """Stop all, last started first; interrupted once more, by force."""
        try:
            self._each_group(self._stop_politely)
        except KeyboardInterrupt:
            self._console.warning("Stopping by force")
            self._each_group(_kill)

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.exit_code is not None:
            self._report(child, now)
        elif child in self._due and self._due[child] <= now:
            del self._due[child]
            self._start_again(child, now)

    def _report(self, child: Child, now: float) -> None:
        """Say that it ended, and when it will be started again."""
        if now - self._started[child] > _HEALTHY_SECONDS:
            self._failures[child] = 0
        failures = self._failures[child] = self._failures.get(child, 0) + 1
        pause = min(2 ** (failures - 1), _LONGEST_PAUSE_SECONDS)
        self._console.warning(
            f"{child.title} ended (exit code {child.exit_code}) and is started again "
            f"in {pause} s.\n{child.last_words()}"
        )
        child.stop()
        self._due[child] = now + pause

    def _start_again(self, child: Child, now: float) -> None:
        self._started[child] = now
        try:
            child.launch()
        except CannotStart as error:
            self._console.warning(str(error))
            self._due[child] = now + _LONGEST_PAUSE_SECONDS
        else:
            self._console.done(f"{child.title} runs again")

    def _fail_if_one_ended(self) -> None:
        for child in self._all():
            if child.exit_code is not None and not child.is_ready():
                msg = f"{child.title} stopped during the start.\n{child.last_words()}"
                raise CannotStart(msg)

    def _stop_politely(self, group: list[Child]) -> None:
        for child in group:
            child.ask_to_stop()
        for child in reversed(group):
            if child.running:
                self._console.working(f"Stopping {child.title}")
            child.stop()

    def _each_group(self, action: Callable[[list[Child]], None]) -> None:
        for group in reversed(self._groups):
            action(group)

    def _all(self) -> list[Child]:
        return [child for group in self._groups for child in group]


def _kill(group: list[Child]) -> None:
    for child in group:
        child.kill()
