"""Changing the steps of a cadence one at a time: put in, take out, move, copy. Pure.

A place is a word: "start", "after:<key>", "yes:<key>" or "no:<key>" for the beginning of a
condition's way.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from schemas.cadences import Condition, Definition, Step

START = "start"
_Steps = tuple[Step, ...]


def new_key(definition: Definition) -> str:
    """A key that no step of it has."""
    taken = {step.key for step in definition.walk()}
    while (key := secrets.token_hex(4)) in taken:
        pass
    return key


def find(definition: Definition, key: str) -> Step | None:
    return next((step for step in definition.walk() if step.key == key), None)


def put(definition: Definition, place: str, step: Step) -> Definition:
    """With the step at the place; a place that is not there is the end."""
    if place == START:
        return Definition((step, *definition.steps))
    where, _, key = place.partition(":")
    if find(definition, key) is None:
        return Definition((*definition.steps, step))
    return Definition(_mapped(definition.steps, lambda one: _put(one, where, key, step)))


def _put(one: Step, where: str, key: str, step: Step) -> Sequence[Step]:
    if one.key != key:
        return (one,)
    if isinstance(one, Condition) and where == "yes":
        return (replace(one, yes=(step, *one.yes)),)
    if isinstance(one, Condition) and where == "no":
        return (replace(one, no=(step, *one.no)),)
    return (one, step)


def take(definition: Definition, key: str) -> Definition:
    """Without the step, and a condition's ways with it."""
    return Definition(_mapped(definition.steps, lambda one: () if one.key == key else (one,)))


def change(definition: Definition, step: Step) -> Definition:
    """With this in place of the step of its key; a condition keeps its ways."""

    def changed(one: Step) -> Sequence[Step]:
        if one.key != step.key:
            return (one,)
        if isinstance(one, Condition) and isinstance(step, Condition):
            return (replace(step, yes=one.yes, no=one.no),)
        return (step,)

    return Definition(_mapped(definition.steps, changed))


def duplicate(definition: Definition, key: str) -> tuple[Definition, str]:
    """With a copy behind the step, under keys of its own; and the copy's key."""
    step = find(definition, key)
    if step is None:
        return definition, ""
    taken = {one.key for one in definition.walk()}
    copy = _renamed(step, taken)
    return put(definition, f"after:{key}", copy), copy.key


def move(definition: Definition, key: str, place: str) -> Definition:
    """With the step at another place; into itself it cannot go."""
    step = find(definition, key)
    target = place.partition(":")[2]
    if step is None or target in {one.key for one in Definition((step,)).walk()}:
        return definition
    return put(take(definition, key), place, step)


def shift(definition: Definition, key: str, by: int) -> Definition:
    """One up (-1) or down (1) among its neighbours; at the end of a way out of it."""
    place = _neighbour(definition.steps, key, by, _Way())
    return move(definition, key, place) if place else definition


def places(definition: Definition, without: str = "") -> list[tuple[str, Step | None]]:
    """Every place, in order, with the step it names; none within the step `without`."""
    found: list[tuple[str, Step | None]] = [(START, None)]
    _places(definition.steps, without, found)
    return found


def _places(steps: Sequence[Step], without: str, found: list[tuple[str, Step | None]]) -> None:
    for step in steps:
        if step.key == without:
            continue
        if isinstance(step, Condition):
            for word, way in (("yes", step.yes), ("no", step.no)):
                found.append((f"{word}:{step.key}", step))
                _places(way, without, found)
        found.append((f"after:{step.key}", step))


@dataclass(frozen=True, slots=True)
class _Way:
    """The way some steps stand in: where it begins, and the places around its condition."""

    start: str = START
    above: str | None = None
    below: str | None = None


def _neighbour(steps: Sequence[Step], key: str, by: int, way: _Way) -> str | None:
    """The place beside the step; None where there is none."""
    for index, step in enumerate(steps):
        if step.key == key:
            return _below(steps, index, way) if by > 0 else _above(steps, index, way)
        if isinstance(step, Condition):
            above = f"after:{steps[index - 1].key}" if index else way.start
            for word, inner in (("yes", step.yes), ("no", step.no)):
                outside = _Way(f"{word}:{step.key}", above, f"after:{step.key}")
                found = _neighbour(inner, key, by, outside)
                if found:
                    return found
    return None


def _above(steps: Sequence[Step], index: int, way: _Way) -> str | None:
    if index == 0:
        return way.above
    return f"after:{steps[index - 2].key}" if index > 1 else way.start


def _below(steps: Sequence[Step], index: int, way: _Way) -> str | None:
    return f"after:{steps[index + 1].key}" if index + 1 < len(steps) else way.below


def _renamed(step: Step, taken: set[str]) -> Step:
    while (key := secrets.token_hex(4)) in taken:
        pass
    taken.add(key)
    if isinstance(step, Condition):
        return replace(
            step,
            key=key,
            yes=tuple(_renamed(one, taken) for one in step.yes),
            no=tuple(_renamed(one, taken) for one in step.no),
        )
    return replace(step, key=key)


def _mapped(steps: Sequence[Step], change_one: Callable[[Step], Sequence[Step]]) -> _Steps:
    """Each step, in whichever way it stands, as what `change_one` makes of it."""
    made: list[Step] = []
    for step in steps:
        for one in change_one(step):
            if isinstance(one, Condition) and one.key == step.key:
                ways = (_mapped(one.yes, change_one), _mapped(one.no, change_one))
                made.append(replace(one, yes=ways[0], no=ways[1]))
            else:
                made.append(one)
    return tuple(made)
