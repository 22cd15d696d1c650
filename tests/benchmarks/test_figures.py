"""Every benchmark runs at a tiny size; what it measures never fails a test."""

import json
import os
import subprocess
import sys

import pytest

SIZES = {
    "P1": "300",
    "P3": "400",
    "P4": "300",
    "P5": "300",
    "P6": "300",
    "P7": "500",
    "P9": "3000",
    "P10": "12000",
    "P11": "1000",
    "P13": "1",
    "LIVE": "40",
    "SEARCH": "2500",
    "DELIVERIES": "50",
    "AUTOMATION": "40",
}


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("figure", SIZES)
def test_a_figure_is_reported_as_one_json_line(figure: str) -> None:
    environment = {
        **os.environ,
        "FIGURE": figure,
        "SIZE": SIZES[figure],
        # The original's engine needs packages of npm; a figure without it says so.
        "MASTER_IA_PEERS": os.devnull,
    }
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    lines = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    assert figure in {line["figure"] for line in lines}
    for line in lines:
        assert {"figure", "ratio", "goal", "met", "ours", "theirs", "size", "versions"} <= set(line)
