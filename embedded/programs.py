"""Our own Python programs as children: the ones that stay, and the ones that end."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from embedded.network import answers
from embedded.process import Child


class Program(Child):
    """A Python program that stays, ready when its address answers."""

    stop_seconds = 20

    def __init__(
        self,
        title: str,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        *,
        ready_url: str | None = None,
    ) -> None:
        super().__init__(title.lower().replace(" ", "-"), folder)
        self.title = title
        self._arguments = arguments
        self._environment = environment
        self._ready_url = ready_url

    def command(self) -> list[str]:
        return [sys.executable, *self._arguments]

    def environment(self) -> Mapping[str, str]:
        return self._environment

    def is_ready(self) -> bool:
        return self.running and (self._ready_url is None or answers(self._ready_url))


class Task(Program):
    """A Python program that does one thing and ends; ready when it has ended well."""

    start_seconds = 600
    failure = "failed"

    def is_ready(self) -> bool:
        return self.exit_code == 0
