"""Rules as the program holds them: when this happens, do that. Standard library only.

One shape for all kinds: what a kind does not use stays at its default and is not stored.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from schemas.enums import Channel, Priority

MOST_RULES = 200
MOST_ACTIONS = 10
MOST_WORDS = 30
LONGEST_PAUSE = 60 * 24 * 365
LONGEST_WAIT = 60 * 24
# A chain of rules, each led to by the one before, is cut off behind so many.
MOST_DEPTH = 5
# A rule that does more than this in an hour for one contact is switched off.
MOST_AN_HOUR = 60
# As is one that was cut off so many times in an hour.
MOST_LOOPS_AN_HOUR = 3


class TriggerKind(StrEnum):
    MESSAGE_RECEIVED = "message_received"
    KEYWORD = "keyword"
    # A customer waits for so many minutes.
    NO_ANSWER = "no_answer"
    # So many minutes are left of the 24 hours.
    WINDOW_CLOSING = "window_closing"
    CONTACT_CREATED = "contact_created"
    TAG_ADDED = "tag_added"
    STAGE_ENTERED = "stage_entered"
    # Another system told us what a contact did.
    CONTACT_EVENT = "contact_event"
    CADENCE_STOPPED = "cadence_stopped"
    CAMPAIGN_FINISHED = "campaign_finished"


# What a clock tells, and no event.
OF_TIME = frozenset({TriggerKind.NO_ANSWER, TriggerKind.WINDOW_CLOSING})
# The customer wrote: what a rule sends then is an answer.
ANSWERING = frozenset({TriggerKind.MESSAGE_RECEIVED, TriggerKind.KEYWORD, *OF_TIME})


class ActionKind(StrEnum):
    SEND = "send"
    ASSIGN = "assign"
    LABEL = "label"
    PRIORITY = "priority"
    CLOSE = "close"
    TAG = "tag"
    STAGE = "stage"
    ENROL = "enrol"
    UNENROL = "unenrol"
    NOTIFY = "notify"
    WEBHOOK = "webhook"


# A campaign that finished is about nobody in particular.
WITHOUT_CONTACT = frozenset({ActionKind.NOTIFY, ActionKind.WEBHOOK})


class Assignee(StrEnum):
    PERSON = "person"
    TEAM = "team"
    # Whoever of the team, or of all, waited longest and has room.
    ROUND_ROBIN = "round_robin"
    NOBODY = "nobody"


class ActionOutcome(StrEnum):
    DONE = "done"
    # It was like that already.
    UNCHANGED = "unchanged"
    # Not for this contact, or not now: the reason says why.
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Trigger:
    kind: TriggerKind
    channel: Channel | None = None
    number_id: UUID | None = None
    words: tuple[str, ...] = ()
    # The whole message, not only a part of it.
    exact: bool = False
    tag_id: UUID | None = None
    stage_id: UUID | None = None
    minutes: int = 0
    # Of an event that another system tells.
    name: str = ""
    cadence_id: UUID | None = None
    # Of a stop; empty: any.
    reasons: tuple[str, ...] = ()
    campaign_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Action:
    kind: ActionKind
    # SEND: inside the 24 hours the text, outside the template; without a text always the template.
    text: str = ""
    template_id: UUID | None = None
    # What fills the template's variables, by variable, as campaigns have it; what is not named is
    # filled as the template itself says.
    bindings: Mapping[str, object] = field(default_factory=dict)
    # From which of our numbers, where the rule is about no conversation.
    number_id: UUID | None = None
    marketing: bool = False
    # ASSIGN.
    to: Assignee = Assignee.PERSON
    user_id: UUID | None = None
    team_id: UUID | None = None
    # LABEL and TAG: put on, or taken off.
    label_ids: tuple[UUID, ...] = ()
    tag_ids: tuple[UUID, ...] = ()
    remove: bool = False
    priority: Priority = Priority.HIGH
    stage_id: UUID | None = None
    # ENROL; UNENROL of this one, or of all.
    cadence_id: UUID | None = None
    # NOTIFY: these, and whoever looks after the conversation.
    user_ids: tuple[UUID, ...] = ()
    assignee: bool = False
    # WEBHOOK: an event "rule.webhook" of this name.
    endpoint_id: UUID | None = None
    name: str = ""


TRIGGER_FIELDS: Mapping[TriggerKind, tuple[str, ...]] = {
    TriggerKind.MESSAGE_RECEIVED: ("channel", "number_id"),
    TriggerKind.KEYWORD: ("words", "exact", "channel", "number_id"),
    TriggerKind.NO_ANSWER: ("minutes", "number_id"),
    TriggerKind.WINDOW_CLOSING: ("minutes", "number_id"),
    TriggerKind.CONTACT_CREATED: (),
    TriggerKind.TAG_ADDED: ("tag_id",),
    TriggerKind.STAGE_ENTERED: ("stage_id",),
    TriggerKind.CONTACT_EVENT: ("name",),
    TriggerKind.CADENCE_STOPPED: ("cadence_id", "reasons"),
    TriggerKind.CAMPAIGN_FINISHED: ("campaign_id",),
}
ACTION_FIELDS: Mapping[ActionKind, tuple[str, ...]] = {
    ActionKind.SEND: ("text", "template_id", "bindings", "number_id", "marketing"),
    ActionKind.ASSIGN: ("to", "user_id", "team_id"),
    ActionKind.LABEL: ("label_ids", "remove"),
    ActionKind.PRIORITY: ("priority",),
    ActionKind.CLOSE: (),
    ActionKind.TAG: ("tag_ids", "remove"),
    ActionKind.STAGE: ("stage_id",),
    ActionKind.ENROL: ("cadence_id",),
    ActionKind.UNENROL: ("cadence_id",),
    ActionKind.NOTIFY: ("user_ids", "assignee", "text"),
    ActionKind.WEBHOOK: ("endpoint_id", "name"),
}


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What one action did for one contact; stored with the run."""

    kind: ActionKind
    outcome: ActionOutcome
    # A stable code, or words of an error; empty where there is nothing to say.
    detail: str = ""

    def as_json(self) -> dict[str, object]:
        return {"kind": self.kind.value, "outcome": self.outcome.value, "detail": self.detail}


def trigger_from_json(stored: Mapping[str, object]) -> Trigger:
    """A trigger this program stored; what a kind does not use is left out."""
    kind = TriggerKind(str(stored["kind"]))
    return Trigger(kind, **_read(Trigger, stored, TRIGGER_FIELDS[kind]))


def action_from_json(stored: object) -> Action:
    assert isinstance(stored, Mapping)
    kind = ActionKind(str(stored["kind"]))
    return Action(kind, **_read(Action, stored, ACTION_FIELDS[kind]))


def result_from_json(stored: object) -> ActionResult:
    assert isinstance(stored, Mapping)
    return ActionResult(
        ActionKind(str(stored["kind"])),
        ActionOutcome(str(stored["outcome"])),
        str(stored.get("detail") or ""),
    )


_Part = TypeVar("_Part", Trigger, Action)


def used(part: _Part) -> _Part:
    """Without what its kind does not use."""
    names = _names(part)
    return type(part)(part.kind, **{name: getattr(part, name) for name in names})


def as_json(part: Trigger | Action) -> dict[str, object]:
    """How a trigger or an action is stored: only what is said."""
    said: dict[str, object] = {"kind": part.kind.value}
    for name in _names(part):
        value = getattr(part, name)
        if value is not None and value not in ("", (), False, {}):
            said[name] = _plain(value)
    return said


def _names(part: Trigger | Action) -> tuple[str, ...]:
    if isinstance(part, Trigger):
        return TRIGGER_FIELDS[part.kind]
    return ACTION_FIELDS[part.kind]


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, UUID) else value


def _read(
    kind: type[Trigger | Action], stored: Mapping[str, object], names: tuple[str, ...]
) -> dict[str, Any]:
    readers = {one.name: _READERS[str(one.type)] for one in fields(kind) if one.name in names}
    return {name: readers[name](stored[name]) for name in names if name in stored}


def _ids(value: object) -> tuple[UUID, ...]:
    return tuple(UUID(str(one)) for one in value) if isinstance(value, list) else ()


def _words(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _id(value: object) -> UUID | None:
    return UUID(str(value)) if value else None


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


# By the type of the field.
_READERS: Mapping[str, Callable[[object], object]] = {
    str(UUID | None): _id,
    str(str): str,
    str(Mapping[str, object]): lambda value: dict(value) if isinstance(value, Mapping) else {},
    str(bool): bool,
    str(int): _whole,
    str(tuple[UUID, ...]): _ids,
    str(tuple[str, ...]): _words,
    str(Channel | None): lambda value: Channel(str(value)) if value else None,
    str(Priority): lambda value: Priority(str(value)),
    str(Assignee): lambda value: Assignee(str(value)),
}
