"""When one contact would come to each step of a cadence, whichever way the questions are answered. Pure."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from schemas.cadences import (
    Condition,
    Definition,
    End,
    Message,
    Step,
    StepOutcome,
    Wait,
)
from schemas.hours import Hours
from services import cadence_waits, local_time

# So many different moments are told of one step; later ones are only counted.
MOST_MOMENTS = 12


@dataclass(frozen=True, slots=True)
class Person:
    """What of a contact decides the moments."""

    zones: Sequence[str]
    hours: Hours | None = None
    holidays: Collection[dt.date] = frozenset()
    # By the key of a date field; who has none is not in here.
    dates: Mapping[str, dt.date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moment:
    """One time at which somebody may come to a step, in UTC."""

    at: dt.datetime
    # The questions that had to be answered so, by the condition's key; the others change nothing.
    answers: tuple[tuple[str, StepOutcome], ...] = ()
    # Of a message that waits for the hours: when it would have gone out without them.
    held_since: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A step and when one may come to it; no moments: nobody ever does."""

    step: Step
    # The condition whose way it stands in, and which way; None: on the main way.
    inside: tuple[str, StepOutcome] | None
    depth: int
    moments: tuple[Moment, ...]
    # Moments beyond those that are told.
    more: int = 0
    # Of a wait: its day is not known for this contact, so it is passed over.
    unknown_day: bool = False


def visits(
    definition: Definition,
    person: Person,
    start: dt.datetime,
    held: Collection[str] = frozenset(),
) -> list[Visit]:
    """Every step in the order of the definition, each behind its condition.

    `held`: the keys of the messages that wait for the hours. Of a wait the moment is when it is
    over; of a message, when it is sent. What is the same whichever way was taken is told once.
    """
    found: list[Visit] = []
    _walk(definition.steps, [Moment(start)], None, 0, _Walk(person, frozenset(held), found))
    return found


@dataclass(frozen=True, slots=True)
class _Walk:
    person: Person
    held: Collection[str]
    found: list[Visit]


def _walk(
    steps: Sequence[Step],
    moments: list[Moment],
    inside: tuple[str, StepOutcome] | None,
    depth: int,
    walk: _Walk,
) -> list[Moment]:
    """When one may come out behind these steps."""
    for step in steps:
        moments, unknown = _after(step, moments, walk)
        shown = tuple(moments[:MOST_MOMENTS])
        more = len(moments) - len(shown)
        walk.found.append(Visit(step, inside, depth, shown, more, unknown))
        if isinstance(step, Condition):
            ways = ((StepOutcome.YES, step.yes), (StepOutcome.NO, step.no))
            left = [
                moment
                for answer, way in ways
                for moment in _walk(
                    way, _answered(moments, step, answer), (step.key, answer), depth + 1, walk
                )
            ]
            moments = _merged(left)
        elif isinstance(step, End):
            moments = []
    return moments


def _after(step: Step, moments: list[Moment], walk: _Walk) -> tuple[list[Moment], bool]:
    if isinstance(step, Wait):
        day = walk.person.dates.get(step.field.removeprefix("fields."))
        due = [cadence_waits.due_at(step, one.at, walk.person.zones, day) for one in moments]
        over = [
            replace(one, at=at or one.at, held_since=None)
            for one, at in zip(moments, due, strict=True)
        ]
        return _merged(over), None in due
    if isinstance(step, Message) and step.key in walk.held:
        return _merged([_opened(one, walk.person) for one in moments]), False
    return [replace(one, held_since=None) for one in moments], False


def _opened(moment: Moment, person: Person) -> Moment:
    opens = local_time.next_opening(person.zones, moment.at, person.hours, person.holidays, None)
    if opens is None or opens <= moment.at:
        return replace(moment, held_since=None)
    return replace(moment, at=opens, held_since=moment.at)


def _answered(moments: list[Moment], step: Condition, answer: StepOutcome) -> list[Moment]:
    return [replace(one, answers=(*one.answers, (step.key, answer))) for one in moments]


def _merged(moments: Sequence[Moment]) -> list[Moment]:
    """Each time once, the earliest first, with the answers that all who come then have given."""
    found: dict[dt.datetime, Moment] = {}
    for one in moments:
        known = found.get(one.at)
        if known is not None:
            shared = tuple(answer for answer in known.answers if answer in one.answers)
            since = min((t for t in (known.held_since, one.held_since) if t), default=None)
            found[one.at] = Moment(one.at, shared, since)
        else:
            found[one.at] = one
    return [found[at] for at in sorted(found)]
