"""A cadence as the program holds it: steps in order, branches inside them. Standard library only.

A definition is a list of steps; a condition holds two lists of its own, and whoever comes to the end
of one goes on behind the condition. So there are no loops and no dead ends to look for. A step keeps
its key for life: versions know each other's steps by it, and nobody does one twice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from schemas.campaign_fields import SmsOptions

MOST_STEPS = 100
MOST_DEPTH = 5


class StepKind(StrEnum):
    MESSAGE = "message"
    WAIT = "wait"
    CONDITION = "condition"
    TAG = "tag"
    FIELD = "field"
    STAGE = "stage"
    ASSIGN = "assign"
    WEBHOOK = "webhook"
    ENROL = "enrol"
    # Passed over, and shown so, until an adapter performs them: services.cadence_performers.
    AI = "ai"
    CALL = "call"
    END = "end"


class Stop(StrEnum):
    """What ends an enrolment early, as a cadence's `stops` names it. An opt-out always does."""

    REPLY = "reply"
    # Only a reply on the channel of the cadence's last message.
    REPLY_SAME_CHANNEL = "reply_same_channel"
    MEETING = "meeting"
    WON = "won"
    LOST = "lost"
    BOUNCE = "bounce"
    # A person writes to the contact, or takes the conversation.
    AGENT = "agent"


DEFAULT_STOPS = (Stop.REPLY, Stop.MEETING, Stop.WON, Stop.LOST, Stop.BOUNCE, Stop.AGENT)
# The event of contact_events that a booked meeting is told by.
MEETING_BOOKED = "meeting_booked"

# Why an enrolment ended, besides the stops: enrolments.reason.
REASONS = (
    *(stop.value for stop in Stop),
    "opted_out",
    "goal",
    "finished",
    "removed",
    "moved",
    "archived",
    "contact_erased",
    "merged",
    # The step's message could not reach them at all.
    "unreachable",
)


class StepOutcome(StrEnum):
    """What became of a step: enrolment_steps.outcome and cadence_step_counts.outcome."""

    # Stands at it now; only in the counts.
    WAITING = "waiting"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DONE = "done"
    YES = "yes"
    NO = "no"
    # Nothing performs it yet, or what it needs is gone.
    PASSED = "passed"
    # The enrolment ended while it stood here.
    LEFT = "left"


class WaitKind(StrEnum):
    DURATION = "duration"
    # Until one of these weekdays, at this time.
    UNTIL = "until"
    # Until a date of the contact's, so many days before or after, at this time.
    FIELD_DATE = "field_date"


class TestKind(StrEnum):
    SEGMENT = "segment"
    # Since the cadence's last message.
    REPLIED = "replied"
    CLICKED = "clicked"
    DELIVERED = "delivered"
    READ = "read"
    # A WhatsApp conversation is inside its 24 hours.
    WINDOW_OPEN = "window_open"
    # The last call step ended so: passed over until calls exist.
    CALL_OUTCOME = "call_outcome"


@dataclass(frozen=True, slots=True)
class Message:
    key: str
    phone_number_id: UUID | None = None
    template_id: UUID | None = None
    # SMS; or WhatsApp within the 24 hours, with the template for everybody else.
    text: str | None = None
    # What fills the variables of template and text, by "body.1", "header.image", …
    bindings: Mapping[str, object] = field(default_factory=dict)
    sms: SmsOptions = field(default_factory=SmsOptions)
    kind: StepKind = StepKind.MESSAGE


@dataclass(frozen=True, slots=True)
class Wait:
    key: str
    wait: WaitKind = WaitKind.DURATION
    # DURATION, from when the step before was done: a message, when it was accepted.
    minutes: int = 0
    # UNTIL: ISO weekdays, 1 is Monday; empty: any day.
    weekdays: tuple[int, ...] = ()
    # UNTIL and FIELD_DATE: "HH:MM" in the contact's own zone.
    time: str = "09:00"
    # FIELD_DATE: "fields.<key>"; days may be negative.
    field: str = ""
    offset_days: int = 0
    kind: StepKind = StepKind.WAIT


@dataclass(frozen=True, slots=True)
class Condition:
    key: str
    test: TestKind = TestKind.SEGMENT
    # SEGMENT: schemas.segments as JSON.
    segment: Mapping[str, object] | None = None
    # CALL_OUTCOME: any of these.
    outcomes: tuple[str, ...] = ()
    yes: "tuple[Step, ...]" = ()
    no: "tuple[Step, ...]" = ()
    kind: StepKind = StepKind.CONDITION


@dataclass(frozen=True, slots=True)
class ChangeTags:
    key: str
    add: tuple[UUID, ...] = ()
    remove: tuple[UUID, ...] = ()
    kind: StepKind = StepKind.TAG


@dataclass(frozen=True, slots=True)
class SetField:
    key: str
    field: str = ""
    # As the field's type stores it; None empties it.
    value: object = None
    kind: StepKind = StepKind.FIELD


@dataclass(frozen=True, slots=True)
class SetStage:
    key: str
    stage_id: UUID | None = None
    kind: StepKind = StepKind.STAGE


@dataclass(frozen=True, slots=True)
class Assign:
    """Who looks after the contact's newest conversation; neither: nobody in particular."""

    key: str
    user_id: UUID | None = None
    team_id: UUID | None = None
    kind: StepKind = StepKind.ASSIGN


@dataclass(frozen=True, slots=True)
class CallWebhook:
    """Tell one endpoint: an event "cadence.webhook" with this name."""

    key: str
    endpoint_id: UUID | None = None
    name: str = ""
    kind: StepKind = StepKind.WEBHOOK


@dataclass(frozen=True, slots=True)
class Enrol:
    key: str
    cadence_id: UUID | None = None
    kind: StepKind = StepKind.ENROL


@dataclass(frozen=True, slots=True)
class AskAi:
    key: str
    instructions: str = ""
    kind: StepKind = StepKind.AI


@dataclass(frozen=True, slots=True)
class Call:
    key: str
    # What the call is about, for whoever performs it.
    instructions: str = ""
    kind: StepKind = StepKind.CALL


@dataclass(frozen=True, slots=True)
class End:
    key: str
    kind: StepKind = StepKind.END


Step: TypeAlias = (
    Message
    | Wait
    | Condition
    | ChangeTags
    | SetField
    | SetStage
    | Assign
    | CallWebhook
    | Enrol
    | AskAi
    | Call
    | End
)


@dataclass(frozen=True, slots=True)
class Definition:
    steps: tuple[Step, ...] = ()

    def walk(self) -> Iterator[Step]:
        """Every step, each before those of its branches."""
        yield from _walk(self.steps)

    def graph(self) -> "Graph":
        following: dict[tuple[str, StepOutcome | None], str | None] = {}
        _connect(self.steps, None, following)
        first = self.steps[0].key if self.steps else None
        return Graph(first, {step.key: step for step in self.walk()}, following)


@dataclass(frozen=True, slots=True)
class Graph:
    """A definition by its keys: where it begins and what follows what."""

    first: str | None
    steps: Mapping[str, Step]
    _following: Mapping[tuple[str, StepOutcome | None], str | None]

    def after(self, key: str, outcome: StepOutcome | None = None) -> str | None:
        """The step behind this one; of a condition by YES or NO. None: the cadence ends."""
        branch = outcome if outcome in (StepOutcome.YES, StepOutcome.NO) else None
        if (key, branch) in self._following:
            return self._following[key, branch]
        return self._following.get((key, None))


def _walk(steps: Sequence[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        if isinstance(step, Condition):
            yield from _walk(step.yes)
            yield from _walk(step.no)


def _connect(
    steps: Sequence[Step],
    behind: str | None,
    following: dict[tuple[str, StepOutcome | None], str | None],
) -> None:
    for place, step in enumerate(steps):
        after = steps[place + 1].key if place + 1 < len(steps) else behind
        following[step.key, None] = None if isinstance(step, End) else after
        if isinstance(step, Condition):
            for outcome, branch in ((StepOutcome.YES, step.yes), (StepOutcome.NO, step.no)):
                following[step.key, outcome] = branch[0].key if branch else after
                _connect(branch, after, following)


def from_json(stored: Mapping[str, object]) -> Definition:
    """A definition this program stored, or what people send after `services.cadence_checks`.

    What is not there, or not of the right kind, is taken for not said; a step of an unknown kind is
    left out.
    """
    return Definition(_steps(stored.get("steps")))


def _steps(stored: object) -> tuple[Step, ...]:
    if not isinstance(stored, list):
        return ()
    read = (_step(one) for one in stored if isinstance(one, Mapping))
    return tuple(step for step in read if step is not None)


def _step(stored: Mapping[str, object]) -> Step | None:
    read = _READERS.get(_text(stored, "kind"))
    return read(_text(stored, "key"), stored) if read is not None else None


def _message(key: str, stored: Mapping[str, object]) -> Message:
    bindings, sms, text = (stored.get(name) for name in ("bindings", "sms", "text"))
    return Message(
        key,
        _id(stored, "phone_number_id"),
        _id(stored, "template_id"),
        text if isinstance(text, str) and text.strip() else None,
        dict(bindings) if isinstance(bindings, Mapping) else {},
        SmsOptions.from_json(sms) if isinstance(sms, Mapping) else SmsOptions(),
    )


def _wait(key: str, stored: Mapping[str, object]) -> Wait:
    kinds = {kind.value: kind for kind in WaitKind}
    days = stored.get("weekdays")
    return Wait(
        key,
        kinds.get(_text(stored, "wait"), WaitKind.DURATION),
        _whole(stored.get("minutes")),
        tuple(sorted({_whole(day) for day in days})) if isinstance(days, list) else (),
        _text(stored, "time") or "09:00",
        _text(stored, "field"),
        _whole(stored.get("offset_days")),
    )


def _condition(key: str, stored: Mapping[str, object]) -> Condition:
    kinds = {kind.value: kind for kind in TestKind}
    segment, outcomes = stored.get("segment"), stored.get("outcomes")
    return Condition(
        key,
        kinds.get(_text(stored, "test"), TestKind.SEGMENT),
        dict(segment) if isinstance(segment, Mapping) else None,
        tuple(map(str, outcomes)) if isinstance(outcomes, list) else (),
        _steps(stored.get("yes")),
        _steps(stored.get("no")),
    )


_READERS: Mapping[str, Callable[[str, Mapping[str, object]], Step]] = {
    StepKind.MESSAGE: _message,
    StepKind.WAIT: _wait,
    StepKind.CONDITION: _condition,
    StepKind.TAG: lambda key, said: ChangeTags(key, _ids(said, "add"), _ids(said, "remove")),
    StepKind.FIELD: lambda key, said: SetField(key, _text(said, "field"), said.get("value")),
    StepKind.STAGE: lambda key, said: SetStage(key, _id(said, "stage_id")),
    StepKind.ASSIGN: lambda key, said: Assign(key, _id(said, "user_id"), _id(said, "team_id")),
    StepKind.WEBHOOK: lambda key, said: CallWebhook(
        key, _id(said, "endpoint_id"), _text(said, "name")
    ),
    StepKind.ENROL: lambda key, said: Enrol(key, _id(said, "cadence_id")),
    StepKind.AI: lambda key, said: AskAi(key, _text(said, "instructions")),
    StepKind.CALL: lambda key, said: Call(key, _text(said, "instructions")),
    StepKind.END: lambda key, _: End(key),
}


def to_json(definition: Definition) -> dict[str, object]:
    """How a definition is stored and shown; `from_json` reads it back."""
    return {"steps": [_as_json(step) for step in definition.steps]}


def _as_json(step: Step) -> dict[str, object]:
    said: dict[str, object] = {"key": step.key, "kind": step.kind.value}
    for name in step.__slots__:
        if name not in said:
            said[name] = _plain(getattr(step, name))
    return said


def _plain(value: object) -> object:
    if isinstance(value, SmsOptions):
        return value.as_json()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple):
        return [_as_json(one) if hasattr(one, "kind") else _plain(one) for one in value]
    return dict(value) if isinstance(value, Mapping) else value


def _text(stored: Mapping[str, object], name: str) -> str:
    value = stored.get(name)
    return value if isinstance(value, str) else ""


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _id(stored: Mapping[str, object], name: str) -> UUID | None:
    return _uuid(stored.get(name))


def _ids(stored: Mapping[str, object], name: str) -> tuple[UUID, ...]:
    values = stored.get(name)
    read = (_uuid(value) for value in values) if isinstance(values, list) else ()
    return tuple(value for value in read if value is not None)


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may enter, and how often; stored in cadences.rules."""

    # May come again after their enrolment is over, so many days after it began; None: never.
    reentry_days: int | None = None
    # Contacts enrolled in one day of the company's, at most; None: as many as come.
    daily_limit: int | None = None
    # Only who matches this segment's definition is enrolled; None: everybody.
    only: Mapping[str, object] | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Rules":
        only = stored.get("only")
        return cls(
            _number(stored.get("reentry_days")),
            _number(stored.get("daily_limit")),
            dict(only) if isinstance(only, Mapping) else None,
        )

    def as_json(self) -> dict[str, object]:
        return {
            "reentry_days": self.reentry_days,
            "daily_limit": self.daily_limit,
            "only": dict(self.only) if self.only is not None else None,
        }


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
