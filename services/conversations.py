"""What people do with a conversation as a whole.

Each change raises the version, leaves one entry in the timeline, and is refused as NotFound to
people who may not see the inbox. Who may act at all is the edge's to ask.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact
from db.models.conversations import Conversation
from db.queries import contacts as contact_queries
from db.queries import conversation_changes as queries
from db.queries import conversations, inboxes, people
from db.queries.conversation_changes import Event
from db.queries.conversations import Eyes
from db.session import Database
from schemas.cadences import Stop
from schemas.enums import Priority
from schemas.errors import FieldError, InvalidInput, InvalidState, NotFound, PreconditionFailed
from schemas.words import mark
from services import contacts, conversation_news, enrolment_stops, notifications, phones
from services import conversation_changes as changes
from services.conversation_changes import Change
from services.phones import PhoneNumber

MOST_AT_ONCE = 500
_CONSOLE = "console"
_REFUSALS = {"may_not_see_inbox": mark("This person may not see this inbox.")}


class Outcome(StrEnum):
    CHANGED = "changed"
    # It was like that already.
    UNCHANGED = "unchanged"
    NOT_FOUND = "not_found"
    MAY_NOT_SEE_INBOX = "may_not_see_inbox"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one conversation of many."""

    conversation_id: UUID
    outcome: Outcome
    # Of those that were found: for the live hint.
    number_id: UUID | None = None


async def assign(
    session: AsyncSession,
    eyes: Eyes,
    conversation_id: UUID,
    assignee_id: UUID | None,
    *,
    version: int | None = None,
    source: str = _CONSOLE,
) -> Conversation:
    """Give it to a person, or to nobody. Raises NotFound, and InvalidInput for people who may
    not see the inbox or only look.
    """
    row = await _locked(session, eyes, conversation_id, version)
    change = await changes.assign(session, [row], assignee_id)
    return await _apply_one(session, eyes, row, change, source)


async def set_team(
    session: AsyncSession,
    eyes: Eyes,
    conversation_id: UUID,
    team_id: UUID | None,
    *,
    version: int | None = None,
    source: str = _CONSOLE,
) -> Conversation:
    row = await _locked(session, eyes, conversation_id, version)
    change = await changes.set_team(session, team_id)
    return await _apply_one(session, eyes, row, change, source)


async def snooze(
    session: AsyncSession,
    eyes: Eyes,
    conversation_id: UUID,
    until: datetime,
    *,
    version: int | None = None,
    source: str = _CONSOLE,
) -> Conversation:
    """Out of sight until then, or until the customer writes. Raises InvalidInput for the past."""
    row = await _locked(session, eyes, conversation_id, version)
    return await _apply_one(session, eyes, row, changes.snooze(until), source)


async def close(
    session: AsyncSession,
    eyes: Eyes,
    conversation_id: UUID,
    *,
    version: int | None = None,
    source: str = _CONSOLE,
) -> Conversation:
    row = await _locked(session, eyes, conversation_id, version)
    return await _apply_one(session, eyes, row, changes.close(), source)


async def reopen(
    session: AsyncSession,
    eyes: Eyes,
    conversation_id: UUID,
    *,
    version: int | None = None,
    source: str = _CONSOLE,
) -> Conversation:
    """From closed or snoozed to open."""
    row = await _locked(session, eyes, conversation_id, version)
    return await _apply_one(session, eyes, row, changes.reopen(), source)


async def set_priority(
    session: AsyncSession,
    eyes: Eyes,
    conversation_id: UUID,
    priority: Priority,
    *,
    version: int | None = None,
    source: str = _CONSOLE,
) -> Conversation:
    row = await _locked(session, eyes, conversation_id, version)
    return await _apply_one(session, eyes, row, changes.set_priority(priority), source)


async def set_labels(
    session: AsyncSession,
    eyes: Eyes,
    conversation_id: UUID,
    label_ids: Collection[UUID],
    *,
    version: int | None = None,
    source: str = _CONSOLE,
) -> Conversation:
    """Exactly these labels. Raises NotFound for one that is none of this company's."""
    row = await _locked(session, eyes, conversation_id, version)
    change = await changes.set_labels(session, label_ids)
    return await _apply_one(session, eyes, row, change, source)


async def mark_read(session: AsyncSession, eyes: Eyes, conversation_id: UUID) -> Conversation:
    """Somebody looked. Leaves no entry and no new version."""
    row = await _locked(session, eyes, conversation_id, None)
    if eyes.user_id is not None:
        await notifications.seen(session, eyes.user_id, conversation_id)
    return await _apply_one(session, eyes, row, changes.mark_read(), _CONSOLE)


async def mark_unread(session: AsyncSession, eyes: Eyes, conversation_id: UUID) -> Conversation:
    row = await _locked(session, eyes, conversation_id, None)
    return await _apply_one(session, eyes, row, changes.mark_unread(), _CONSOLE)


@dataclass(frozen=True, slots=True)
class Assign:
    """For `bulk`, which needs to know the rows before it knows the change."""

    assignee_id: UUID | None


async def bulk(
    session: AsyncSession,
    eyes: Eyes,
    conversation_ids: Sequence[UUID],
    change: Change | Assign,
    *,
    source: str = _CONSOLE,
) -> list[Done]:
    """The same for up to 500, by a handful of statements however many they are.

    What cannot be changed says why and leaves the others alone. Make `change` with
    services.conversation_changes.
    """
    if len(conversation_ids) > MOST_AT_ONCE:
        message = mark("At most 500 conversations at once.")
        raise InvalidInput(message, [FieldError("ids", "too_many", message)])
    rows = await queries.lock_many(session, eyes, conversation_ids)
    if isinstance(change, Assign):
        change = await changes.assign(session, rows, change.assignee_id)
    refused = {row.id for row in rows if change.refuses(row)}
    changed = await _apply(
        session, eyes, [row for row in rows if row.id not in refused], change, source
    )
    found = {row.id: row.phone_number_id for row in rows}
    outcomes = (
        (refused, Outcome.MAY_NOT_SEE_INBOX),
        (changed, Outcome.CHANGED),
        (set(found), Outcome.UNCHANGED),
    )
    return [
        Done(
            key,
            next((outcome for keys, outcome in outcomes if key in keys), Outcome.NOT_FOUND),
            found.get(key),
        )
        for key in dict.fromkeys(conversation_ids)
    ]


async def start(
    session: AsyncSession,
    eyes: Eyes,
    company_id: UUID,
    number_id: UUID,
    *,
    contact_id: UUID | None = None,
    phone: str = "",
    name: str = "",
    source: str = _CONSOLE,
) -> Conversation:
    """The conversation of a contact, or of a phone number, with one of our numbers.

    A number nobody has yet becomes a contact. A new conversation belongs to whoever starts it.
    Raises NotFound, InvalidInput for a wrong phone number, InvalidState where nobody could write.
    """
    if eyes.number_ids is not None and number_id not in eyes.number_ids:
        raise NotFound("Inbox", number_id)
    if (await inboxes.get(session, number_id)).removed:
        raise InvalidState("This number is not connected any more.")
    if contact_id is not None:
        contact = await contact_queries.get(session, contact_id)
    else:
        contact = await _whose(session, company_id, phone, name, source)
    if contact.phone is None:
        raise InvalidState("This contact has no phone number.")
    values: dict[str, object] = {
        "company_id": company_id,
        "contact_id": contact.id,
        "phone_number_id": number_id,
        "assignee_id": eyes.user_id,
        "last_message_at": datetime.now(UTC),
    }
    made = await queries.open_one(session, values)
    found = await queries.between(session, contact.id, number_id)
    assert found is not None
    if made is not None:
        started = [(found, Event("started", {}))]
        await conversation_news.tell(session, started, author_id=eyes.user_id, source=source)
    return found


async def wake_due(database: Database, *, limit: int = 2_000) -> list[Conversation]:
    """Open again what slept long enough; returns it, for the hints."""
    now = datetime.now(UTC)
    async with database.system() as session:
        due = await queries.due(session, now, limit=limit)
    awake: list[Conversation] = []
    for company_id in {company_id for company_id, _ in due}:
        ids = [key for owner, key in due if owner == company_id]
        async with database.company(company_id) as session:
            rows = await queries.lock_awake(session, ids, now)
            await _apply(session, Eyes(None, None), rows, changes.wake(), "sweep")
        awake.extend(rows)
    return awake


async def release(session: AsyncSession, user_id: UUID, *, author_id: UUID | None) -> None:
    """Make nobody's what was theirs and is not closed; for a person who leaves."""
    rows = await queries.of_person(session, user_id)
    change = await changes.assign(session, rows, None)
    await _apply(session, Eyes(author_id, None), rows, change, _CONSOLE)


async def _locked(
    session: AsyncSession, eyes: Eyes, conversation_id: UUID, version: int | None
) -> Conversation:
    row = await conversations.get_for_update(session, eyes, conversation_id)
    if version is not None and row.version != version:
        raise PreconditionFailed("Somebody changed this conversation meanwhile.")
    return row


async def _apply_one(
    session: AsyncSession, eyes: Eyes, row: Conversation, change: Change, source: str
) -> Conversation:
    refusal = change.refuses(row)
    if refusal is not None:
        message = _REFUSALS[refusal]
        raise InvalidInput(message, [FieldError("assignee_id", refusal, message)])
    if not await _apply(session, eyes, [row], change, source):
        return row
    return await queries.refreshed(session, row.id)


async def _apply(
    session: AsyncSession, eyes: Eyes, rows: Sequence[Conversation], change: Change, source: str
) -> set[UUID]:
    """Write it where it changes something; the ids of those."""
    told = [(row, event) for row in rows if (event := change.event(row)) is not None]
    if not told:
        return set()
    ids = {row.id for row, _ in told}
    if change.silent:
        await queries.write(session, ids, change.values)
        return ids
    await queries.write(session, ids, {**change.values, "version": Conversation.version + 1})
    await conversation_news.tell(session, told, author_id=eyes.user_id, source=source)
    if change.assigns:
        await notifications.assigned(
            session, told[0][0].company_id, ids, change.assignee_id, actor_id=eyes.user_id
        )
        if change.assignee_id is not None and change.assignee_id == eyes.user_id:
            # Somebody takes them: what goes out by itself stops.
            people = {row.contact_id for row, _ in told}
            await enrolment_stops.stop(session, told[0][0].company_id, people, Stop.AGENT)
    return ids


async def _whose(
    session: AsyncSession, company_id: UUID, phone: str, name: str, source: str
) -> Contact:
    """The contact with this number, made when there is none."""
    company = await people.get_company(session, company_id)
    assert company is not None
    number = phones.parse(phone, company.country)
    if not isinstance(number, PhoneNumber):
        problem = phones.PROBLEMS[number]
        raise InvalidInput(problem.message, [problem])
    known = await contacts.resolve(session, phone=number.e164)
    values = {"phone": number.e164, "name": name}
    return known or await contacts.create(session, company_id, values, source=source)
