"""What a rule does: each action by the service a person or a program would use.

Each within a savepoint of its own: one that fails says why, leaves nothing behind, and the next goes
on. What is done is committed with the log of it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact
from db.models.conversations import Conversation
from db.queries import rule_actions
from db.queries.conversations import Eyes
from schemas.automation import (
    WITHOUT_CONTACT,
    Action,
    ActionKind,
    ActionOutcome,
    ActionResult,
    Assignee,
)
from schemas.errors import AppError, InvalidInput
from services import (
    assignment,
    contacts,
    conversation_changes,
    conversations,
    enrolling,
    enrolment_stops,
    events,
    leads,
)
from services.conversations import Assign, Outcome
from services.events import Happening
from services.rule_sending import NotSent, send

SOURCE = "rule"
_EYES = Eyes(None)
_DONE = (ActionOutcome.DONE, "")
_UNCHANGED = (ActionOutcome.UNCHANGED, "")
Said = tuple[ActionOutcome, str]


@dataclass(slots=True)
class Effects:
    """What the pages and workflows are told after the commit."""

    contacts: set[UUID] = field(default_factory=set)
    # With the number of each: only who may see it is told.
    conversations: dict[UUID, UUID] = field(default_factory=dict)
    # Conversations with messages to be sent.
    replies: set[UUID] = field(default_factory=set)
    # Somebody's bell rang.
    notified: bool = False


@dataclass(slots=True)
class Subject:
    """About whom, by which rule, and what came of it so far."""

    company_id: UUID
    run_id: UUID
    rule_id: UUID
    rule: str
    # The customer wrote: what is sent answers them.
    answering: bool
    contact: Contact | None = None
    conversation: Conversation | None = None
    campaign_id: UUID | None = None
    effects: Effects = field(default_factory=Effects)


async def perform(
    session: AsyncSession, subject: Subject, place: int, action: Action
) -> ActionResult:
    """Do it, or say why not; never raises for what a person could put right."""
    lacking = _lacking(subject, action)
    if lacking:
        return ActionResult(action.kind, ActionOutcome.SKIPPED, lacking)
    try:
        async with session.begin_nested():
            outcome, detail = await _PERFORMERS[action.kind](session, subject, place, action)
    except NotSent as error:
        return ActionResult(action.kind, ActionOutcome.SKIPPED, error.reason)
    except AppError as error:
        return ActionResult(action.kind, ActionOutcome.FAILED, _words(error))
    except (IntegrityError, DataError):
        return ActionResult(action.kind, ActionOutcome.FAILED, "error")
    return ActionResult(action.kind, outcome, detail)


def _lacking(subject: Subject, action: Action) -> str:
    """What this action needs and the rule's cause has not; nothing where it has all."""
    if subject.contact is None and action.kind not in WITHOUT_CONTACT:
        return "no_contact"
    if subject.conversation is None and action.kind in _OF_CONVERSATIONS:
        return "no_conversation"
    return ""


def _words(error: AppError) -> str:
    """The first wrong field says more than that something is wrong."""
    if isinstance(error, InvalidInput) and error.errors:
        return error.errors[0].message
    return str(error)


async def _send(session: AsyncSession, subject: Subject, place: int, action: Action) -> Said:
    assert subject.contact is not None
    key = f"{subject.run_id.hex}:{place}"
    message = await send(
        session,
        subject.company_id,
        subject.contact,
        subject.conversation,
        action,
        key=key,
        answering=subject.answering,
    )
    subject.effects.replies.add(message.conversation_id)
    subject.effects.conversations[message.conversation_id] = message.phone_number_id
    return ActionOutcome.DONE, "template" if message.kind == "template" else "text"


async def _assign(session: AsyncSession, subject: Subject, _: int, action: Action) -> Said:
    row = subject.conversation
    assert row is not None
    if action.to is Assignee.TEAM:
        change = await conversation_changes.set_team(session, action.team_id)
        return await _change(session, subject, change)
    if action.to is Assignee.ROUND_ROBIN:
        user_id = await assignment.take_turn(session, row, action.team_id)
        if user_id is None:
            return ActionOutcome.SKIPPED, "nobody_free"
        return await _change(session, subject, Assign(user_id))
    user_id = action.user_id if action.to is Assignee.PERSON else None
    return await _change(session, subject, Assign(user_id))


async def _label(session: AsyncSession, subject: Subject, _: int, action: Action) -> Said:
    put_on, off = ((), action.label_ids) if action.remove else (action.label_ids, ())
    change = await conversation_changes.change_labels(session, add=put_on, remove=off)
    return await _change(session, subject, change)


async def _priority(session: AsyncSession, subject: Subject, _: int, action: Action) -> Said:
    return await _change(session, subject, conversation_changes.set_priority(action.priority))


async def _close(session: AsyncSession, subject: Subject, _: int, __: Action) -> Said:
    return await _change(session, subject, conversation_changes.close())


async def _change(
    session: AsyncSession, subject: Subject, change: conversation_changes.Change | Assign
) -> Said:
    row = subject.conversation
    assert row is not None
    (done,) = await conversations.bulk(session, _EYES, [row.id], change, source=SOURCE)
    if done.outcome is Outcome.CHANGED:
        await session.refresh(row)
        subject.effects.conversations[row.id] = row.phone_number_id
        return _DONE
    if done.outcome is Outcome.UNCHANGED:
        return _UNCHANGED
    return ActionOutcome.SKIPPED, done.outcome.value


async def _tag(session: AsyncSession, subject: Subject, _: int, action: Action) -> Said:
    contact = subject.contact
    assert contact is not None
    others = [tag for tag in contact.tag_ids if tag not in action.tag_ids]
    wanted = others if action.remove else list(dict.fromkeys([*contact.tag_ids, *action.tag_ids]))
    if wanted == list(contact.tag_ids):
        return _UNCHANGED
    await contacts.update(session, contact.id, {"tag_ids": wanted})
    subject.effects.contacts.add(contact.id)
    return _DONE


async def _stage(session: AsyncSession, subject: Subject, _: int, action: Action) -> Said:
    assert subject.contact is not None
    assert action.stage_id is not None
    moved = await leads.move(session, subject.company_id, [subject.contact.id], action.stage_id)
    subject.effects.contacts.add(subject.contact.id)
    return _DONE if moved else _UNCHANGED


async def _enrol(session: AsyncSession, subject: Subject, _: int, action: Action) -> Said:
    assert subject.contact is not None
    assert action.cadence_id is not None
    enrolled = await enrolling.enrol(
        session,
        subject.company_id,
        action.cadence_id,
        [subject.contact.id],
        source=SOURCE,
        source_id=subject.rule_id,
    )
    if enrolled.enrolled:
        subject.effects.contacts.add(subject.contact.id)
        return _DONE
    return ActionOutcome.SKIPPED, next(iter(enrolled.left_out), "")


async def _unenrol(session: AsyncSession, subject: Subject, _: int, action: Action) -> Said:
    assert subject.contact is not None
    found = await rule_actions.live_enrolments(session, subject.contact.id, action.cadence_id)
    if not found:
        return _UNCHANGED
    await enrolment_stops.end(session, subject.company_id, found, "removed", detail=subject.rule)
    subject.effects.contacts.add(subject.contact.id)
    return _DONE


async def _notify(session: AsyncSession, subject: Subject, _: int, action: Action) -> Said:
    row = subject.conversation
    told = await rule_actions.tell(
        session,
        subject.company_id,
        user_ids=action.user_ids,
        assignee=action.assignee,
        conversation_id=row.id if row is not None else None,
        campaign_id=subject.campaign_id,
        code="campaign" if subject.campaign_id else "asked",
        detail=action.text or subject.rule,
    )
    subject.effects.notified |= told > 0
    return _DONE if told else (ActionOutcome.SKIPPED, "nobody_to_tell")


async def _webhook(session: AsyncSession, subject: Subject, _: int, action: Action) -> Said:
    contact, row = subject.contact, subject.conversation
    said: dict[str, object] = {"rule": subject.rule, "name": action.name, "run_id": subject.run_id}
    if contact is not None:
        said["contact"] = _as_told(contact)
    if subject.campaign_id is not None:
        said["campaign_id"] = subject.campaign_id
    told = Happening(
        "rule.webhook",
        "rule",
        subject.rule_id,
        said,
        contact_id=contact.id if contact is not None else None,
        conversation_id=row.id if row is not None else None,
        endpoint_id=action.endpoint_id,
    )
    if not await events.is_heard(session, subject.company_id, told):
        return ActionOutcome.SKIPPED, "nobody_listens"
    await events.tell(session, subject.company_id, [told])
    return _DONE


def _as_told(contact: Contact) -> dict[str, object]:
    names = ("external_id", "name", "phone", "email", "language", "tag_ids", "fields", "source")
    return {"contact_id": contact.id, **{name: getattr(contact, name) for name in names}}


_Performer = Callable[[AsyncSession, Subject, int, Action], Awaitable[Said]]
_PERFORMERS: Mapping[ActionKind, _Performer] = {
    ActionKind.SEND: _send,
    ActionKind.ASSIGN: _assign,
    ActionKind.LABEL: _label,
    ActionKind.PRIORITY: _priority,
    ActionKind.CLOSE: _close,
    ActionKind.TAG: _tag,
    ActionKind.STAGE: _stage,
    ActionKind.ENROL: _enrol,
    ActionKind.UNENROL: _unenrol,
    ActionKind.NOTIFY: _notify,
    ActionKind.WEBHOOK: _webhook,
}
_OF_CONVERSATIONS = frozenset(
    {ActionKind.ASSIGN, ActionKind.LABEL, ActionKind.PRIORITY, ActionKind.CLOSE}
)
