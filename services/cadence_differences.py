"""How one version of a cadence differs from another, step by step. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from schemas.cadences import Condition, Definition, Step

ChangeKind = Literal["added", "removed", "moved", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One step that is not as it was; a step that was moved and changed is told twice."""

    kind: ChangeKind
    key: str
    before: Step | None
    after: Step | None


def between(old: Definition, new: Definition) -> list[Change]:
    """What the new one has, in its order, then what it lost."""
    before, after = _by_key(old), _by_key(new)
    moved = _moved(old, new)
    found: list[Change] = []
    for key, step in after.items():
        known = before.get(key)
        if known is None:
            found.append(Change("added", key, None, step))
            continue
        if key in moved:
            found.append(Change("moved", key, known, step))
        if _alone(known) != _alone(step):
            found.append(Change("changed", key, known, step))
    lost = [Change("removed", key, step, None) for key, step in before.items() if key not in after]
    return [*found, *lost]


def _by_key(definition: Definition) -> Mapping[str, Step]:
    return {step.key: step for step in definition.walk()}


def _alone(step: Step) -> Step:
    """Without what stands in its ways."""
    return replace(step, yes=(), no=()) if isinstance(step, Condition) else step


def _moved(old: Definition, new: Definition) -> set[str]:
    """The kept steps that stand in another way now, or elsewhere among those that were kept."""
    before, after = dict(_homes(old.steps, "")), dict(_homes(new.steps, ""))
    kept = before.keys() & after.keys()
    first = [key for key in before if key in kept]
    second = [key for key in after if key in kept]
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    same = {
        key for block in matcher.get_matching_blocks() for key in first[block.a :][: block.size]
    }
    return {key for key in kept if key not in same or before[key] != after[key]}


def _homes(steps: Sequence[Step], home: str) -> list[tuple[str, str]]:
    """Each step's key with the way it stands in, in the order of the steps."""
    found: list[tuple[str, str]] = []
    for step in steps:
        found.append((step.key, home))
        if isinstance(step, Condition):
            found += _homes(step.yes, f"{step.key}/yes")
            found += _homes(step.no, f"{step.key}/no")
    return found
