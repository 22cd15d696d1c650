"""The Range header: players ask for the part of a recording a person jumps to."""

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(Exception):
    """The file ends before the part begins."""


@dataclass(frozen=True, slots=True)
class Part:
    """From start up to, not including, end."""

    start: int
    end: int
    whole: bool


def part(header: str | None, size: int) -> Part:
    """What to send. Several parts at once, or what cannot be read, gets the whole, as HTTP allows.

    Raises Unsatisfiable.
    """
    everything = Part(0, size, whole=True)
    found = _ONE.fullmatch(header.strip()) if header else None
    if found is None or found[1] == found[2] == "":
        return everything
    if not found[1]:
        start, end = max(0, size - int(found[2])), size
    else:
        start = int(found[1])
        end = min(int(found[2]) + 1, size) if found[2] else size
        if found[2] and int(found[2]) < start:
            return everything
    if start >= end:
        raise Unsatisfiable
    return Part(start, end, whole=False)
