"""Who is in a cadence: lists, and the story of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Uuid, any_, func, literal, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence, Enrolment, EnrolmentEvent, EnrolmentStep
from db.models.campaigns import CampaignRecipient
from db.models.contacts import Contact
from db.models.conversations import Conversation
from db.models.people import User
from schemas.enums import CadenceStatus, DeliveryStatus, EnrolmentStatus
from schemas.errors import NotFound

LIVE = (EnrolmentStatus.ACTIVE, EnrolmentStatus.SENDING, EnrolmentStatus.PAUSED)
_MOST_OF_A_CONTACT = 100
_MOST_EVENTS = 300
_MOST_OFFERED = 500
_OPEN = (CadenceStatus.RUNNING, CadenceStatus.PAUSED)


@dataclass(frozen=True, slots=True)
class EnrolmentFilter:
    """What a list is narrowed to; several parts narrow it further."""

    cadence_id: UUID | None = None
    statuses: tuple[EnrolmentStatus, ...] = ()
    step_key: str | None = None
    version: int | None = None
    reason: str | None = None
    source: str | None = None
    source_id: UUID | None = None
    contact_id: UUID | None = None
    # Entered before the row of this id was made.
    before: UUID | None = None
    # In a version before this one.
    older_than: int | None = None
    # These only, where any are given.
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """An enrolment as lists show it; `contact_name` is None once the contact was erased."""

    enrolment: Enrolment
    cadence_name: str
    contact_name: str | None
    contact_phone: str | None


async def get(session: AsyncSession, enrolment_id: UUID) -> Enrolment:
    """Raises NotFound, also for another company's enrolment."""
    found = await session.scalar(
        select(Enrolment)
        .where(Enrolment.id == enrolment_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("Enrolment", enrolment_id)
    return found


async def row(session: AsyncSession, enrolment_id: UUID) -> EnrolmentRow:
    """Raises NotFound."""
    found = (await session.execute(_rows().where(Enrolment.id == enrolment_id))).one_or_none()
    if found is None:
        raise NotFound("Enrolment", enrolment_id)
    return EnrolmentRow(*found)


async def page(
    session: AsyncSession,
    wanted: EnrolmentFilter,
    who: ColumnElement[bool] | None = None,
    *,
    after: UUID | None,
    limit: int,
) -> list[EnrolmentRow]:
    """Newest first; `who` is a condition over contacts."""
    query = _rows().where(*_holds(wanted))
    if who is not None:
        query = query.where(Contact.id.is_not(None), who)
    if after is not None:
        query = query.where(Enrolment.id < after)
    found = await session.execute(query.order_by(Enrolment.id.desc()).limit(limit))
    return [EnrolmentRow(*one) for one in found]


async def of_contact(session: AsyncSession, contact_id: UUID) -> list[EnrolmentRow]:
    """The cadences one contact is or was in: those under way first, then the newest."""
    query = _rows().where(Enrolment.contact_id == contact_id)
    order = (Enrolment.status.in_(LIVE).desc(), Enrolment.id.desc())
    found = await session.execute(query.order_by(*order).limit(_MOST_OF_A_CONTACT))
    return [EnrolmentRow(*one) for one in found]


async def ids(
    session: AsyncSession,
    wanted: EnrolmentFilter,
    who: ColumnElement[bool] | None = None,
    *,
    after: UUID | None,
    limit: int,
) -> Sequence[UUID]:
    """A page of the list by its keys, the oldest first."""
    query = select(Enrolment.id).where(*_holds(wanted), *_of_those(who))
    if after is not None:
        query = query.where(Enrolment.id > after)
    return (await session.scalars(query.order_by(Enrolment.id).limit(limit))).all()


async def count(
    session: AsyncSession, wanted: EnrolmentFilter, who: ColumnElement[bool] | None = None
) -> int:
    """How many the list has."""
    query = select(func.count()).select_from(Enrolment)
    return int(await session.scalar(query.where(*_holds(wanted), *_of_those(who))) or 0)


def _of_those(who: ColumnElement[bool] | None) -> list[ColumnElement[bool]]:
    """Enrolments of contacts of whom this holds; of all."""
    if who is None:
        return []
    return [select(true()).where(Contact.id == Enrolment.contact_id, who).exists()]


def _rows() -> Select[Enrolment, str, str, str | None]:
    return (
        select(Enrolment, func.coalesce(Cadence.name, ""), Contact.name, Contact.phone)
        .outerjoin(Cadence, Cadence.id == Enrolment.cadence_id)
        .outerjoin(
            Contact,
            (Contact.company_id == Enrolment.company_id) & (Contact.id == Enrolment.contact_id),
        )
        .execution_options(populate_existing=True)
    )


def _holds(wanted: EnrolmentFilter) -> list[ColumnElement[bool]]:
    row = Enrolment
    named = {
        row.cadence_id: wanted.cadence_id,
        row.step_key: wanted.step_key,
        row.version: wanted.version,
        row.reason: wanted.reason,
        row.source: wanted.source,
        row.source_id: wanted.source_id,
        row.contact_id: wanted.contact_id,
    }
    holds = [column == value for column, value in named.items() if value is not None]
    if wanted.before is not None:
        holds.append(row.id < wanted.before)
    if wanted.older_than is not None:
        holds.append(row.version < wanted.older_than)
    if wanted.statuses:
        holds.append(row.status.in_(wanted.statuses))
    if wanted.ids:
        holds.append(row.id == any_(literal(sorted(wanted.ids), ARRAY(Uuid()))))
    return holds


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step that is behind an enrolment, with what became of its message."""

    step_key: str
    version: int
    outcome: str
    reason: str | None
    done_at: datetime
    recipient_id: UUID | None
    message: "MessageRow | None"


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A send of the ledger, as far as a timeline shows it."""

    recipient_id: UUID
    campaign_id: UUID
    status: DeliveryStatus
    reason: str | None
    reason_detail: str | None
    accepted_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    # When it may go at the earliest: the contact's quiet hours, another try.
    not_before: datetime | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """What somebody did with an enrolment; `user_name` is None for a program."""

    kind: str
    step_key: str | None
    detail: str | None
    user_name: str | None
    created_at: datetime


async def steps(session: AsyncSession, enrolment_id: UUID) -> list[StepRow]:
    """In the order they were done in."""
    step = EnrolmentStep
    found = await session.execute(
        select(step, *_MESSAGE)
        .outerjoin(CampaignRecipient, CampaignRecipient.id == step.recipient_id)
        .where(step.enrolment_id == enrolment_id)
        .order_by(step.done_at, step.step_key)
    )
    return [
        StepRow(
            one.step_key,
            one.version,
            one.outcome,
            one.reason,
            one.done_at,
            one.recipient_id,
            MessageRow(*message) if message[0] is not None else None,
        )
        for one, *message in found
    ]


async def message(session: AsyncSession, recipient_id: UUID) -> MessageRow | None:
    found = await session.execute(select(*_MESSAGE).where(CampaignRecipient.id == recipient_id))
    one = found.one_or_none()
    return MessageRow(*one) if one is not None else None


_MESSAGE = (
    CampaignRecipient.id,
    CampaignRecipient.campaign_id,
    CampaignRecipient.status,
    CampaignRecipient.reason,
    CampaignRecipient.reason_detail,
    CampaignRecipient.accepted_at,
    CampaignRecipient.delivered_at,
    CampaignRecipient.read_at,
    CampaignRecipient.not_before,
)


async def events(session: AsyncSession, enrolment_id: UUID) -> list[EventRow]:
    """The oldest first."""
    event = EnrolmentEvent
    found = await session.execute(
        select(event.kind, event.step_key, event.detail, User.name, event.created_at)
        .outerjoin(User, User.id == event.user_id)
        .where(event.enrolment_id == enrolment_id)
        .order_by(event.created_at, event.id)
        .limit(_MOST_EVENTS)
    )
    return [EventRow(*one) for one in found]


async def user_name(session: AsyncSession, user_id: UUID) -> str | None:
    found: str | None = await session.scalar(select(User.name).where(User.id == user_id))
    return found


async def newest_conversation(session: AsyncSession, contact_id: UUID) -> UUID | None:
    """Where to read what was written."""
    found: UUID | None = await session.scalar(
        select(Conversation.id)
        .where(Conversation.contact_id == contact_id)
        .order_by(Conversation.last_message_at.desc().nulls_last())
        .limit(1)
    )
    return found


async def open_cadences(session: AsyncSession) -> list[tuple[UUID, str]]:
    """Those that people can enter, by name."""
    found = await session.execute(
        select(Cadence.id, Cadence.name)
        .where(Cadence.status.in_(_OPEN), Cadence.published.is_not(None))
        .order_by(func.lower(Cadence.name))
        .limit(_MOST_OFFERED)
    )
    return [(row.id, row.name) for row in found]
