"""Which rules wait for what happened. Called with the news, in their own transaction.

Here a rule only notes that it is to run; its conditions are looked at when it does, by
services.automation_runs.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.folding import fold
from db.models.automation import AutomationRule
from db.queries import rule_runs, rules
from db.queries.rule_runs import NewRun, Words
from schemas.automation import Trigger, TriggerKind, trigger_from_json
from services.automatic_replies import is_automatic
from services.consent_words import Wish, built_in
from services.wakes import Sleeper, wake

_WORD = re.compile(r"\w+")
# By what happened, the kinds of rules that wait for it.
KINDS: Mapping[str, tuple[TriggerKind, ...]] = {
    "message.received": (TriggerKind.MESSAGE_RECEIVED, TriggerKind.KEYWORD),
    "contact.created": (TriggerKind.CONTACT_CREATED,),
    "contact.tagged": (TriggerKind.TAG_ADDED,),
    "contact.event": (TriggerKind.CONTACT_EVENT,),
    "lead.stage_changed": (TriggerKind.STAGE_ENTERED,),
    "cadence.stopped": (TriggerKind.CADENCE_STOPPED,),
    "campaign.completed": (TriggerKind.CAMPAIGN_FINISHED,),
}
_MESSAGES = "message.received"
_rule_at_work: ContextVar[UUID | None] = ContextVar("rule_at_work", default=None)


@dataclass(frozen=True, slots=True)
class Heard:
    """One event, as services.events tells it; of a message the resource is the message."""

    event_id: UUID
    type: str
    resource_id: UUID
    data: Mapping[str, object]
    contact_id: UUID | None = None
    conversation_id: UUID | None = None
    depth: int = 0
    # Whose work it was: that rule does not hear of it.
    rule_id: UUID | None = None


@contextmanager
def work_of(rule_id: UUID | None) -> Iterator[None]:
    """What is told inside is this rule's own doing, which it does not hear; None: no rule's."""
    token = _rule_at_work.set(rule_id)
    try:
        yield
    finally:
        _rule_at_work.reset(token)


def at_work() -> UUID | None:
    """The rule whose work is being done, if it is one's."""
    return _rule_at_work.get()


async def match(session: AsyncSession, company_id: UUID, heard: Sequence[Heard]) -> int:
    """Note a run for each rule and event that fit; returns how many. A handful of statements
    however many the events, none where no rule could wait for them. Safe to repeat.
    """
    wanted = {kind.value for one in heard for kind in KINDS.get(one.type, ())}
    waiting = await rules.enabled(session, wanted) if wanted else []
    if not waiting:
        return 0
    said = await rule_runs.words(
        session, {one.resource_id for one in heard if one.type == _MESSAGES}
    )
    new = [
        _run(rule, one)
        for rule in waiting
        for trigger in (trigger_from_json(rule.trigger),)
        for one in heard
        if rule.id not in (one.rule_id, at_work())
        and trigger.kind in KINDS.get(one.type, ())
        and _fits(trigger, one, said)
    ]
    noted = await rule_runs.add(session, company_id, new)
    if noted:
        await wake(session, Sleeper.RULES, company_id, company_id)
    return noted


def says(trigger: Trigger, body: str) -> bool:
    """Whether a message has one of the words, whole, in any case and with or without accents.

    Exact: it says nothing else.
    """
    text = _folded(body)
    wanted = [folded for word in trigger.words if (folded := _folded(word))]
    if trigger.exact:
        return text in wanted
    return any(f" {word} " in f" {text} " for word in wanted)


def _folded(text: str) -> str:
    """Its words alone, apart from each other; signs and emoji count where there is nothing else."""
    found = fold(text)
    return " ".join(_WORD.findall(found)) or " ".join(found.split())


def _run(rule: AutomationRule, one: Heard) -> NewRun:
    campaign = one.resource_id if one.type == "campaign.completed" else None
    return NewRun(rule.id, one.event_id, one.contact_id, one.conversation_id, campaign, one.depth)


def _fits(trigger: Trigger, one: Heard, said: Mapping[UUID, Words]) -> bool:
    match trigger.kind:
        case TriggerKind.MESSAGE_RECEIVED | TriggerKind.KEYWORD:
            return _is_said(trigger, said.get(one.resource_id))
        case TriggerKind.TAG_ADDED:
            return trigger.tag_id in _ids(one.data, "tag_id", "tag_ids")
        case TriggerKind.STAGE_ENTERED:
            return trigger.stage_id in _ids(one.data, "stage_id")
        case TriggerKind.CADENCE_STOPPED:
            named = trigger.cadence_id is None or trigger.cadence_id in _ids(one.data, "cadence_id")
            return named and (not trigger.reasons or str(one.data.get("reason")) in trigger.reasons)
        case TriggerKind.CONTACT_EVENT:
            return one.data.get("name") == trigger.name
        case _:
            return trigger.campaign_id in (None, one.resource_id)


def _is_said(trigger: Trigger, words: Words | None) -> bool:
    """By a person: two machines that answer each other would never end. Who leaves is answered by
    the words of leaving alone, unless a rule waits for just theirs.
    """
    if words is None or is_automatic(words.body):
        return False
    if trigger.kind is TriggerKind.MESSAGE_RECEIVED and built_in(words.body) is Wish.STOP:
        return False
    if trigger.number_id not in (None, words.number_id):
        return False
    if trigger.channel not in (None, words.channel):
        return False
    return trigger.kind is TriggerKind.MESSAGE_RECEIVED or says(trigger, words.body)


def _ids(data: Mapping[str, object], *names: str) -> set[UUID]:
    """Ids as events tell them: "tag_0199…"."""
    values = [data.get(name) for name in names]
    listed = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return {UUID(str(one).rpartition("_")[2]) for one in listed if one}
