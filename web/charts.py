"""Charts as the server draws them: lines of an SVG, round numbers beside it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

WIDTH, HEIGHT = 1000, 240
# Odd, so that every second one can go where there is no room.
_MOST_LABELS = 5
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Line:
    """One series; `path` is a polyline's points in a box of WIDTH by HEIGHT."""

    label: str
    tone: str
    path: str
    total: int


@dataclass(frozen=True, slots=True)
class Chart:
    lines: list[Line]
    # (height of the line, what stands beside it), from the top down.
    ticks: list[tuple[float, int]]
    # What stands below, evenly spread.
    labels: list[str]
    # The same as a table: a row for each place, with one number a series.
    rows: list[tuple[str, list[int]]]


def draw(
    places: Sequence[str], series: Sequence[tuple[str, str, Sequence[int]]], short: Sequence[str]
) -> Chart:
    """Lines of how many so far: what was early stays in the picture beside what took days.

    `places` name each step in full, `short` below the axis; a series is (label, tone, values).
    """
    top = _round_up(max((sum(values) for _, _, values in series), default=0))
    return Chart(
        lines=[
            # From nothing at the left to all of them at the right.
            Line(label, tone, _path([0, *accumulate(values)], top), sum(values))
            for label, tone, values in series
        ],
        ticks=[(_height(share * top, top), round(share * top)) for share in (1.0, 0.5, 0.0)],
        labels=_thinned(short),
        rows=[
            (place, [values[index] for _, _, values in series])
            for index, place in enumerate(places)
        ],
    )


def _path(values: Sequence[int], top: float) -> str:
    width = WIDTH / max(1, len(values) - 1)
    return " ".join(
        f"{index * width:.1f},{_height(value, top):.1f}" for index, value in enumerate(values)
    )


def _height(value: float, top: float) -> float:
    return HEIGHT - HEIGHT * value / top


def _round_up(value: int) -> float:
    """The next round number, so that the lines beside it are round too."""
    scale = 1.0
    while scale * 10 < value:
        scale *= 10
    found = next(step * scale for step in _STEPS if step * scale >= value)
    return max(2.0, found)


def _thinned(labels: Sequence[str]) -> list[str]:
    """The first, the last, and some between."""
    if len(labels) <= _MOST_LABELS:
        return list(labels)
    step = (len(labels) - 1) / (_MOST_LABELS - 1)
    return [labels[round(index * step)] for index in range(_MOST_LABELS)]
