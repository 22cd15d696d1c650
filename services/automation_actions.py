"""What a rule does: each action by the service a person or a program would use, for all of a page.

Each within a savepoint of its own: one that fails says why, leaves nothing behind, and the next goes
on. What is done is committed with the log of it. No action waits for another system: what is sent
and told is written down, and workflows of their own see to it.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact
from db.models.conversations import Conversation
from db.queries import conversation_changes as changed
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
    conversation_changes,
    conversations,
    enrolling,
    enrolment_stops,
    events,
    leads,
    rule_tagging,
)
from services.conversations import Assign, Outcome
from services.events import Happening
from services.rule_sending import NotSent, send

SOURCE = "rule"
_EYES = Eyes(None)
Said = tuple[ActionOutcome, str]
_DONE: Said = (ActionOutcome.DONE, "")
_UNCHANGED: Said = (ActionOutcome.UNCHANGED, "")
_OUTCOMES: Mapping[Outcome, Said] = {Outcome.CHANGED: _DONE, Outcome.UNCHANGED: _UNCHANGED}


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
    contact_id: UUID | None = None
    # None: they are gone.
    contact: Contact | None = None
    conversation: Conversation | None = None
    campaign_id: UUID | None = None
    effects: Effects = field(default_factory=Effects)


async def perform(
    session: AsyncSession, subjects: Sequence[Subject], place: int, action: Action
) -> dict[UUID, ActionResult]:
    """Do it for each, or say why not, by the subject's run; never raises for what a person could
    put right. Those of a page are done together: where that fails, each for itself.
    """
    lacking = {one.run_id: _lacking(one, action) for one in subjects}
    able = [one for one in subjects if not lacking[one.run_id]]
    said: dict[UUID, Said] = {
        key: (ActionOutcome.SKIPPED, reason) for key, reason in lacking.items() if reason
    }
    alone = action.kind is ActionKind.SEND or action.to is Assignee.ROUND_ROBIN
    for group in [[one] for one in able] if alone else [able]:
        said |= await _try(session, group, place, action)
    return {key: ActionResult(action.kind, *one) for key, one in said.items()}


async def _try(
    session: AsyncSession, group: Sequence[Subject], place: int, action: Action
) -> dict[UUID, Said]:
    if not group:
        return {}
    try:
        async with session.begin_nested():
            return await _PERFORMERS[action.kind](session, group, place, action)
    except NotSent as error:
        failed: Said = ActionOutcome.SKIPPED, error.reason
    except AppError as error:
        failed = ActionOutcome.FAILED, _words(error)
    except (IntegrityError, DataError):
        failed = ActionOutcome.FAILED, "error"
    if len(group) == 1:
        return {group[0].run_id: failed}
    alone = [await _try(session, [one], place, action) for one in group]
    return {key: said for one in alone for key, said in one.items()}


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


def _people(subjects: Sequence[Subject]) -> dict[UUID, Subject]:
    """By contact, in the order in which everybody locks them."""
    found = {one.contact.id: one for one in subjects if one.contact is not None}
    return dict(sorted(found.items()))


def _talks(subjects: Sequence[Subject]) -> dict[UUID, Subject]:
    return {one.conversation.id: one for one in subjects if one.conversation is not None}


async def _send(
    session: AsyncSession, subjects: Sequence[Subject], place: int, action: Action
) -> dict[UUID, Said]:
    (subject,) = subjects
    assert subject.contact is not None
    message = await send(
        session,
        subject.company_id,
        subject.contact,
        subject.conversation,
        action,
        key=f"{subject.run_id.hex}:{place}",
        answering=subject.answering,
    )
    subject.effects.replies.add(message.conversation_id)
    subject.effects.conversations[message.conversation_id] = message.phone_number_id
    kind = "template" if message.kind == "template" else "text"
    return {subject.run_id: (ActionOutcome.DONE, kind)}


async def _assign(
    session: AsyncSession, subjects: Sequence[Subject], _: int, action: Action
) -> dict[UUID, Said]:
    if action.to is Assignee.TEAM:
        change = await conversation_changes.set_team(session, action.team_id)
        return await _change(session, subjects, change)
    if action.to is Assignee.ROUND_ROBIN:
        (subject,) = subjects
        assert subject.conversation is not None
        user_id = await assignment.take_turn(session, subject.conversation, action.team_id)
        if user_id is None:
            return {subject.run_id: (ActionOutcome.SKIPPED, "nobody_free")}
        return await _change(session, subjects, Assign(user_id))
    user_id = action.user_id if action.to is Assignee.PERSON else None
    return await _change(session, subjects, Assign(user_id))


async def _label(
    session: AsyncSession, subjects: Sequence[Subject], _: int, action: Action
) -> dict[UUID, Said]:
    put_on, off = ((), action.label_ids) if action.remove else (action.label_ids, ())
    change = await conversation_changes.change_labels(session, add=put_on, remove=off)
    return await _change(session, subjects, change)


async def _priority(
    session: AsyncSession, subjects: Sequence[Subject], _: int, action: Action
) -> dict[UUID, Said]:
    change = conversation_changes.set_priority(action.priority)
    return await _change(session, subjects, change)


async def _close(
    session: AsyncSession, subjects: Sequence[Subject], _: int, __: Action
) -> dict[UUID, Said]:
    return await _change(session, subjects, conversation_changes.close())


async def _change(
    session: AsyncSession,
    subjects: Sequence[Subject],
    change: conversation_changes.Change | Assign,
) -> dict[UUID, Said]:
    talks = _talks(subjects)
    said: dict[UUID, Said] = {}
    for done in await conversations.bulk(session, _EYES, sorted(talks), change, source=SOURCE):
        subject = talks[done.conversation_id]
        if done.outcome is Outcome.CHANGED:
            assert done.number_id is not None
            subject.effects.conversations[done.conversation_id] = done.number_id
        said[subject.run_id] = _OUTCOMES.get(
            done.outcome, (ActionOutcome.SKIPPED, done.outcome.value)
        )
    # What was written by a statement, for the actions that follow.
    await changed.lock_many(session, _EYES, list(talks))
    return said


async def _tag(
    session: AsyncSession, subjects: Sequence[Subject], _: int, action: Action
) -> dict[UUID, Said]:
    people = [one.contact for one in subjects if one.contact is not None]
    add, remove = ((), action.tag_ids) if action.remove else (action.tag_ids, ())
    done = await rule_tagging.change(session, people, add=add, remove=remove)
    return _said(_people(subjects), done)


async def _stage(
    session: AsyncSession, subjects: Sequence[Subject], _: int, action: Action
) -> dict[UUID, Said]:
    assert action.stage_id is not None
    found = _people(subjects)
    there = await rule_actions.in_stage(session, found, action.stage_id)
    await leads.move(session, subjects[0].company_id, list(found), action.stage_id)
    return _said(found, found.keys() - there)


async def _enrol(
    session: AsyncSession, subjects: Sequence[Subject], _: int, action: Action
) -> dict[UUID, Said]:
    assert action.cadence_id is not None
    found, first = _people(subjects), subjects[0]
    placed = await enrolling.place(
        session,
        first.company_id,
        action.cadence_id,
        list(found),
        source=SOURCE,
        source_id=first.rule_id,
    )
    entered = {one.contact_id for one in placed if one.enrolment_id is not None}
    left_out = {
        found[one.contact_id].run_id: (ActionOutcome.SKIPPED, one.reason or "")
        for one in placed
        if one.contact_id not in entered
    }
    return _said(found, entered) | left_out


async def _unenrol(
    session: AsyncSession, subjects: Sequence[Subject], _: int, action: Action
) -> dict[UUID, Said]:
    found, first = _people(subjects), subjects[0]
    live = await rule_actions.live_enrolments(session, found, action.cadence_id)
    await enrolment_stops.end(session, first.company_id, live, "removed", detail=first.rule)
    return _said(found, set(live.values()))


def _said(found: Mapping[UUID, Subject], done: Collection[UUID]) -> dict[UUID, Said]:
    """Of contacts: done for these, and like that already for the others."""
    for contact_id in done:
        found[contact_id].effects.contacts.add(contact_id)
    return {one.run_id: _DONE if key in done else _UNCHANGED for key, one in found.items()}


async def _notify(
    session: AsyncSession, subjects: Sequence[Subject], _: int, action: Action
) -> dict[UUID, Said]:
    first = subjects[0]
    told = await rule_actions.tell(
        session,
        first.company_id,
        [one.conversation.id if one.conversation is not None else None for one in subjects],
        user_ids=action.user_ids,
        assignee=action.assignee,
        campaign_id=first.campaign_id,
        code="campaign" if first.campaign_id else "asked",
        detail=action.text or first.rule,
    )
    said: dict[UUID, Said] = {}
    for one in subjects:
        heard = told.get(one.conversation.id if one.conversation is not None else None, 0) > 0
        one.effects.notified |= heard
        said[one.run_id] = _DONE if heard else (ActionOutcome.SKIPPED, "nobody_to_tell")
    return said


async def _webhook(
    session: AsyncSession, subjects: Sequence[Subject], _: int, action: Action
) -> dict[UUID, Said]:
    told = [_as_happening(one, action) for one in subjects]
    if not await events.is_heard(session, subjects[0].company_id, told[0]):
        return dict.fromkeys(
            (one.run_id for one in subjects), (ActionOutcome.SKIPPED, "nobody_listens")
        )
    await events.tell(session, subjects[0].company_id, told)
    return dict.fromkeys((one.run_id for one in subjects), _DONE)


def _as_happening(subject: Subject, action: Action) -> Happening:
    contact, row = subject.contact, subject.conversation
    said: dict[str, object] = {"rule": subject.rule, "name": action.name, "run_id": subject.run_id}
    if contact is not None:
        said["contact"] = _as_told(contact)
    if subject.campaign_id is not None:
        said["campaign_id"] = subject.campaign_id
    return Happening(
        "rule.webhook",
        "rule",
        subject.rule_id,
        said,
        contact_id=contact.id if contact is not None else None,
        conversation_id=row.id if row is not None else None,
        endpoint_id=action.endpoint_id,
    )


def _as_told(contact: Contact) -> dict[str, object]:
    names = ("external_id", "name", "phone", "email", "language", "tag_ids", "fields", "source")
    return {"contact_id": contact.id, **{name: getattr(contact, name) for name in names}}


_Performer = Callable[[AsyncSession, Sequence[Subject], int, Action], Awaitable[dict[UUID, Said]]]
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
