"""`python -m benchmarks.table`: writes docs/benchmarks.md from benchmarks/results/*.json."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from benchmarks.report import RESULTS

TARGET = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"

Result = Mapping[str, object]
# What each figure measures, in a line: the module's own docstring tells the rest.
FIGURES = {
    "P1": "A campaign through Temporal and the whole ledger with every check on, launch to last"
    " acceptance",
    "P2": "The same against the fastest client alone, no database, same window",
    "P3": "A campaign of a million with every check on: its rate against one of 50,000",
    "P4": "Freezing an audience, against a bare `INSERT … SELECT` of the same rows",
    "P5": "Importing a CSV of contacts, against a bare `COPY` of the same file",
    "P6": "Receipts and, one in ten, customers' messages, against an endpoint that only reads the body",
    "P7": "The inbox page and a conversation's, at 200,000 conversations against 2,000",
    "P9": "A reply while a broadcast runs on its number, composed to accepted; two seconds are allowed",
    "P10": "Pause and cancel at full rate until the last message leaves; two seconds are allowed",
    "P11": "A cadence of a million of whom a tenth fall due at once, against a campaign's rate",
    "P13": "`make up` on an installed machine until it is ready; 20 seconds are allowed",
    "SEARCH": "Finding messages by their words, against the same among fifty thousand",
    "DELIVERIES": "10,000 events to a fast endpoint beside one that takes a second each, against the"
    " fast one alone",
    "AUTOMATION": "Events until twenty rules have looked at them, of which one does something, against"
    " only writing the same events",
    "HOOKS": "Calls of one hook applied, against the door writing the same calls down",
    "LIVE": "2,000 open streams on one process, 20 changes a second: p95 until a browser knows",
}
_HEAD = """# Benchmarks

Each figure is measured beside something to compare with, in one run on one machine: the ratio
travels, the absolute figures do not. They were taken on a machine shared with other work, where
absolute figures wander by a factor of two. Take your own:

```sh
make bench              # all of them, some minutes each
make bench FIGURE=P4    # one
make bench SIZE=1000    # smaller: shows that it works, and keeps no result
make chaos              # 30 rounds of kill -9; ROUNDS=5 for fewer
```

Results are kept in `benchmarks/results/`; `python -m benchmarks.table` writes this page from them.
"""


def page(results: Mapping[str, Result]) -> str:
    """The whole document; a figure that was not measured says so."""
    lines = [
        _HEAD,
        "| figure | what | size | ours | compared with | ratio | goal | met |",
        "|---|---|---|---|---|---|---|---|",
        *(_row(figure, results.get(figure)) for figure in FIGURES),
    ]
    return "\n".join(lines) + "\n" + _notes(results) + _chaos(results.get("chaos"))


def _row(figure: str, result: Result | None) -> str:
    what = FIGURES[figure]
    if result is None:
        return f"| {figure} | {what} | | not measured yet | | | | |"
    met = {True: "yes", False: "**no**"}.get(cast("bool", result["met"]), "")
    cells = [
        figure,
        what,
        _value(result["size"]),
        _value(result["ours"]),
        _value(result["theirs"]),
        _value(result["ratio"]),
        str(result["goal"]),
        met,
    ]
    return "| " + " | ".join(cells) + " |"


def _value(value: object) -> str:
    """A figure as people read it; a group of them as `name figure`, one a line."""
    if isinstance(value, dict):
        return "<br>".join(
            f"{str(name).replace('_', ' ')} {_value(part)}" for name, part in value.items()
        )
    if isinstance(value, list):
        return ", ".join(_value(part) for part in value)
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: ""}[value]
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 1_000 else f"{value:g}"
    return str(value)


def _notes(results: Mapping[str, Result]) -> str:
    notes = [
        f"- {figure}: {results[figure]['note']}"
        for figure in FIGURES
        if figure in results and results[figure].get("note")
    ]
    versions = {
        f"{name} {version}"
        for result in results.values()
        for name, version in cast("dict[str, str]", result.get("versions", {})).items()
    }
    said = f"\nWith {', '.join(sorted(versions))}.\n" if versions else ""
    return ("\n" + "\n".join(notes) + "\n" if notes else "") + said


def _chaos(result: Result | None) -> str:
    title = "\n## Chaos\n\n"
    if result is None:
        return title + "Not measured yet.\n"
    killed = cast("dict[str, int]", result["killed"])
    return title + (
        f"{_value(result['rounds'])} rounds, {_value(result['recipients'])} recipients in all. "
        f"Killed with -9 in the middle: {', '.join(f'{k} {n} times' for k, n in killed.items())}.\n\n"
        f"| | |\n|---|---|\n"
        f"| rounds in which somebody was asked for twice | {_value(result['asked_for_twice'])} |\n"
        f"| rounds with anything else wrong | {_value(result['rounds_with_problems'])} |\n"
        f"| recipients left `unknown`, each with its reason | {_value(result['unknown'])} |\n"
    )


def read() -> dict[str, Result]:
    return {path.stem: json.loads(path.read_text()) for path in sorted(RESULTS.glob("*.json"))}


if __name__ == "__main__":
    TARGET.write_text(page(read()))
