"""What is odd about the order of a cadence's steps, whatever they name. Pure."""

import re
from collections.abc import Iterator, Sequence

from db.models.cadences import Cadence
from schemas.cadences import (
    Condition,
    Definition,
    End,
    Message,
    Step,
    Stop,
    TestKind,
    Wait,
)
from schemas.words import mark
from services.cadence_findings import Finding

MOST_OFFSET_DAYS = 366
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_OF_MESSAGE = (TestKind.REPLIED, TestKind.CLICKED, TestKind.DELIVERED, TestKind.READ)
_REPLIES = (Stop.REPLY, Stop.REPLY_SAME_CHANNEL)


def is_clock(text: str) -> bool:
    """Whether it is a time of day: "09:30"."""
    return _CLOCK.fullmatch(text) is not None


def places(definition: Definition) -> Iterator[tuple[str, Step]]:
    """Every step with where it stands: "steps/2/yes/0"."""
    yield from _places(definition.steps, "steps")


def _places(steps: Sequence[Step], place: str) -> Iterator[tuple[str, Step]]:
    for index, step in enumerate(steps):
        here = f"{place}/{index}"
        yield here, step
        if isinstance(step, Condition):
            yield from _places(step.yes, f"{here}/yes")
            yield from _places(step.no, f"{here}/no")


def check(cadence: Cadence, definition: Definition) -> list[Finding]:
    """Nothing to do, nobody to come there, nothing in between."""
    if not definition.steps:
        message = mark("Add the first step.")
        return [Finding("steps", "empty", message)]
    found = list(_unreachable(definition.steps, "steps"))
    if not any(isinstance(step, Message) for step in definition.walk()):
        message = mark("No step of this cadence sends a message.")
        found.append(Finding("steps", "no_message", message, "warning"))
    found += _hurried(definition)
    found += _last_waits(definition)
    found += _unanswerable(cadence, definition)
    return found


def _unreachable(steps: Sequence[Step], place: str) -> Iterator[Finding]:
    over = False
    for index, step in enumerate(steps):
        here = f"{place}/{index}"
        if over:
            message = mark("Nobody gets here: the cadence ends before.")
            yield Finding(here, "unreachable", message, key=step.key)
            return
        if isinstance(step, Condition):
            yield from _unreachable(step.yes, f"{here}/yes")
            yield from _unreachable(step.no, f"{here}/no")
        over = _ends(step)


def _ends(step: Step) -> bool:
    """Whether nobody goes on behind it."""
    if isinstance(step, Condition):
        return any(map(_ends, step.yes)) and any(map(_ends, step.no))
    return isinstance(step, End)


def _hurried(definition: Definition) -> list[Finding]:
    """Messages that follow one another without a wait."""
    found: list[Finding] = []
    _hurry(definition.steps, "steps", found, just_sent=False)
    return found


def _hurry(steps: Sequence[Step], place: str, found: list[Finding], *, just_sent: bool) -> bool:
    """Whether somebody can come out of these steps right after a message."""
    for index, step in enumerate(steps):
        here = f"{place}/{index}"
        if isinstance(step, Condition):
            ways = ((step.yes, f"{here}/yes"), (step.no, f"{here}/no"))
            left = [_hurry(way, at, found, just_sent=just_sent) for way, at in ways]
            just_sent = any(left)
        elif isinstance(step, Message):
            if just_sent:
                message = mark("This message follows the one before at once: put a wait between.")
                found.append(Finding(here, "no_wait", message, "warning", step.key))
            just_sent = True
        elif isinstance(step, Wait | End):
            just_sent = False
    return just_sent


def _last_waits(definition: Definition) -> Iterator[Finding]:
    graph = definition.graph()
    for place, step in places(definition):
        if isinstance(step, Wait) and graph.after(step.key) is None:
            message = mark("Nothing comes after this wait: people stay in the cadence for nothing.")
            yield Finding(place, "ends_with_wait", message, "warning", step.key)


def _unanswerable(cadence: Cadence, definition: Definition) -> Iterator[Finding]:
    """Conditions whose answer is known before."""
    sent = False
    stops = set(cadence.stops)
    for place, step in places(definition):
        sent = sent or isinstance(step, Message)
        if not isinstance(step, Condition) or step.test not in _OF_MESSAGE:
            continue
        if not sent:
            message = mark("No message comes before this question, so the answer is always no.")
            yield Finding(place, "no_message_before", message, "warning", step.key)
        elif step.test is TestKind.REPLIED and stops.intersection(_REPLIES):
            message = mark("A reply ends this cadence, so nobody who replied gets here.")
            yield Finding(place, "reply_stops", message, "warning", step.key)
