"""Benchmarks at a tiny size, several in one process: what each of them would start is loaded once."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

_SECONDS = 800
_KEYS = {"figure", "ratio", "goal", "met", "ours", "theirs", "size", "versions"}


@dataclass(frozen=True)
class Run:
    exit_code: int
    lines: list[dict[str, object]]
    errors: str

    def assert_reported(self, figure: str) -> None:
        """As one whole JSON line."""
        assert figure in {line["figure"] for line in self.lines}, self.errors
        for line in self.lines:
            assert set(line) >= _KEYS

    def assert_ended_well(self) -> None:
        """Also what comes after a figure is told: taking down what was started for it."""
        assert self.exit_code == 0, self.errors


def run(sizes: Mapping[str, str]) -> Run:
    environment = {
        **os.environ,
        "FIGURE": ",".join(sizes),
        "SIZE": ",".join(sizes.values()),
        # The original's engine needs packages of npm; a figure without it says so.
        "MASTER_IA_PEERS": os.devnull,
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return Run(done.returncode, lines, done.stderr)
