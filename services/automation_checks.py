"""Whether a rule can do what it says: each wrong field, and what to put there instead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.templates import Template
from db.queries import fields as field_rows
from db.queries import rule_parts, templates
from db.queries.rule_parts import FIELDS, Parts
from schemas.automation import (
    ACTION_FIELDS,
    LONGEST_WAIT,
    MOST_ACTIONS,
    MOST_WORDS,
    TRIGGER_FIELDS,
    WITHOUT_CONTACT,
    Action,
    ActionKind,
    Assignee,
    Trigger,
    TriggerKind,
)
from schemas.contents import BODY_LIMIT
from schemas.errors import FieldError
from schemas.templates import variables
from schemas.words import mark
from services import audiences, canned_replies

_LONGEST_WORD = 100
_LONGEST_NAME = 80
_LEAST_LEFT, _MOST_LEFT = 5, 23 * 60
_GONE = mark("What was chosen here is not there any more. Choose again.")
_MISSING = {
    "tag_id": mark("Choose a tag."),
    "tag_ids": mark("Choose at least one tag."),
    "stage_id": mark("Choose a stage."),
    "cadence_id": mark("Choose a cadence."),
    "label_ids": mark("Choose at least one label."),
    "user_id": mark("Choose a person."),
    "team_id": mark("Choose a team."),
    "user_ids": mark("Choose who is to be told."),
    "words": mark("Write at least one word."),
    "name": mark("Write the event's name, as the other system sends it."),
    "text": mark("Write a text, or choose a template."),
}
_NEEDED_BY_TRIGGER = {
    TriggerKind.KEYWORD: "words",
    TriggerKind.TAG_ADDED: "tag_id",
    TriggerKind.STAGE_ENTERED: "stage_id",
    TriggerKind.CONTACT_EVENT: "name",
}
_NEEDED_BY_ACTION = {
    ActionKind.LABEL: "label_ids",
    ActionKind.TAG: "tag_ids",
    ActionKind.STAGE: "stage_id",
    ActionKind.ENROL: "cadence_id",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What a rule may name in this company."""

    parts: Parts
    # Of texts: {{name}}, {{field.city}}, …
    places: frozenset[str]
    # Of what fills a template's variables.
    sources: frozenset[str]
    templates: Mapping[UUID, Template]


async def known(session: AsyncSession, trigger: Trigger, actions: Sequence[Action]) -> Known:
    custom = await field_rows.definitions(session)
    return Known(
        await rule_parts.load(session, trigger.campaign_id),
        frozenset({*canned_replies.PLACES, *(f"field.{one.key}" for one in custom)}),
        frozenset({"text", *audiences.SOURCES, *(f"field:{one.key}" for one in custom)}),
        await templates.by_ids(session, [one.template_id for one in actions if one.template_id]),
    )


def check(
    known: Known, trigger: Trigger, actions: Sequence[Action], *, conditions: bool
) -> Iterator[FieldError]:
    """Everything that is wrong, each with its place ("actions/0/text")."""
    yield from _check_trigger(known, trigger)
    of_campaign = trigger.kind is TriggerKind.CAMPAIGN_FINISHED
    if of_campaign and conditions:
        message = mark(
            "A campaign that ends is about nobody in particular: take the conditions out."
        )
        yield FieldError("conditions", "not_allowed", message)
    if not actions:
        yield FieldError("actions", "missing", mark("Say at least one thing that is to be done."))
    if len(actions) > MOST_ACTIONS:
        yield FieldError("actions", "too_many", mark("A rule can do at most ten things."))
    for place, action in enumerate(actions):
        if of_campaign and action.kind not in WITHOUT_CONTACT:
            message = mark("When a campaign ends a rule can tell people and other systems only.")
            yield FieldError(f"actions/{place}/kind", "not_allowed", message)
        for error in _check_action(known, action):
            yield replace(error, field=f"actions/{place}/{error.field}")


def _check_trigger(known: Known, trigger: Trigger) -> Iterator[FieldError]:
    needed = _NEEDED_BY_TRIGGER.get(trigger.kind)
    if needed and not getattr(trigger, needed):
        yield FieldError(f"trigger/{needed}", "missing", _MISSING[needed])
    if trigger.kind is TriggerKind.NO_ANSWER and not 1 <= trigger.minutes <= LONGEST_WAIT:
        message = mark("Between 1 minute and 24 hours.")
        yield FieldError("trigger/minutes", "out_of_range", message)
    if trigger.kind is TriggerKind.WINDOW_CLOSING and not (
        _LEAST_LEFT <= trigger.minutes <= _MOST_LEFT
    ):
        message = mark("Between 5 minutes and 23 hours.")
        yield FieldError("trigger/minutes", "out_of_range", message)
    if len(trigger.words) > MOST_WORDS or any(len(one) > _LONGEST_WORD for one in trigger.words):
        message = mark("At most 30 words or phrases, each of at most 100 letters.")
        yield FieldError("trigger/words", "too_many", message)
    yield from _named(known.parts, trigger, TRIGGER_FIELDS[trigger.kind], "trigger/")


def _check_action(known: Known, action: Action) -> Iterator[FieldError]:
    needed = _NEEDED_BY_ACTION.get(action.kind) or _needed(action)
    if needed and not getattr(action, needed):
        yield FieldError(needed, "missing", _MISSING[needed])
    if action.kind in (ActionKind.SEND, ActionKind.NOTIFY):
        yield from _check_text(known, action)
        yield from _check_bindings(known, action)
    if len(action.name) > _LONGEST_NAME:
        yield FieldError("name", "too_long", mark("Use at most 80 letters."))
    yield from _named(known.parts, action, ACTION_FIELDS[action.kind], "")


def _needed(action: Action) -> str | None:
    """What depends on more than the kind."""
    if action.kind is ActionKind.ASSIGN:
        return {Assignee.PERSON: "user_id", Assignee.TEAM: "team_id"}.get(action.to)
    if action.kind is ActionKind.NOTIFY and not action.assignee:
        return "user_ids"
    if action.kind is ActionKind.SEND and action.template_id is None:
        return "text"
    return None


def _check_text(known: Known, action: Action) -> Iterator[FieldError]:
    if len(action.text) > BODY_LIMIT:
        yield FieldError("text", "too_long", mark("WhatsApp takes at most 4,096 letters."))
    if action.kind is not ActionKind.SEND:
        return
    if any(place not in known.places for place in canned_replies.places(action.text)):
        message = mark("One of the places in double braces is not known.")
        yield FieldError("text", "unknown_place", message)


def _check_bindings(known: Known, action: Action) -> Iterator[FieldError]:
    template = known.templates.get(action.template_id) if action.template_id else None
    if template is None:
        return
    slots = [one.key for one in variables(template.components, template.parameter_format)]
    for key in slots:
        if key not in action.bindings and key not in template.bindings:
            message = mark("Choose what fills this variable.")
            yield FieldError(f"bindings/{key}", "missing", message)
    for key, binding in action.bindings.items():
        said = binding if isinstance(binding, Mapping) else {}
        if key not in slots:
            message = mark("The template has no such variable.")
            yield FieldError(f"bindings/{key}", "unknown", message)
        elif said.get("source") not in known.sources:
            message = mark("Choose a text, or a field that contacts have.")
            yield FieldError(f"bindings/{key}/source", "unknown_source", message)
        elif said["source"] == "text" and not said.get("value"):
            yield FieldError(f"bindings/{key}/value", "missing", mark("Write the text."))


def _named(
    parts: Parts, said: Trigger | Action, names: Sequence[str], before: str
) -> Iterator[FieldError]:
    """What is named has to be there."""
    for name in names:
        if name not in FIELDS:
            continue
        value = getattr(said, name)
        keys: Sequence[UUID | None] = value if isinstance(value, tuple) else (value,)
        if any(key is not None and key not in parts.of(name) for key in keys):
            yield FieldError(f"{before}{name}", "not_found", _GONE)
