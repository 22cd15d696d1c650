"""What a rule's actions look up of one contact, and whom they tell."""

from collections import Counter
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, literal, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Enrolment
from db.models.connections import PhoneNumber
from db.models.consents import ConsentEntry
from db.models.contacts import Contact, Suppression
from db.models.conversations import Conversation
from db.models.leads import Lead
from db.queries.notifications import SEES
from schemas.enums import Channel, EnrolmentStatus
from schemas.policies import ALL, MARKETING

_LIVE = (EnrolmentStatus.ACTIVE, EnrolmentStatus.SENDING, EnrolmentStatus.PAUSED)
# A line of `about` is a conversation, or nothing.
_TELL = text(f"""
    INSERT INTO notifications
        (company_id, user_id, kind, conversation_id, campaign_id, code, detail)
    SELECT m.company_id, m.user_id, 'rule', c.id, CAST(:campaign_id AS uuid), :code, :detail
    FROM unnest(CAST(:about AS uuid[])) WITH ORDINALITY AS about (conversation_id, place)
    CROSS JOIN memberships m
    LEFT JOIN conversations c
        ON c.company_id = m.company_id AND c.id = about.conversation_id
    WHERE m.company_id = :company_id
      AND (m.user_id = ANY(CAST(:user_ids AS uuid[])) OR (:assignee AND m.user_id = c.assignee_id))
      AND coalesce((m.notify -> 'rule' ->> 'bell')::boolean, true)
      AND (c.id IS NULL OR {SEES})
    ORDER BY about.place, m.user_id
    ON CONFLICT DO NOTHING
    RETURNING conversation_id
""")


async def hold_contacts(
    session: AsyncSession, contact_ids: Collection[UUID]
) -> dict[UUID, Contact]:
    """Those who are there, held until the transaction ends, in the order everybody takes them."""
    found = await session.scalars(
        select(Contact)
        .where(Contact.id == any_(literal(sorted(contact_ids), ARRAY(Uuid()))))
        .order_by(Contact.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {one.id: one for one in found}


async def newest_conversations(
    session: AsyncSession, contact_ids: Collection[UUID]
) -> dict[UUID, UUID]:
    """By contact, where we spoke last."""
    rows = Conversation
    found = await session.execute(
        select(rows.contact_id, rows.id)
        .ext(distinct_on(rows.contact_id))
        .where(rows.contact_id == any_(literal(list(contact_ids), ARRAY(Uuid()))))
        .order_by(rows.contact_id, rows.last_message_at.desc(), rows.id.desc())
    )
    return {row.contact_id: row.id for row in found}


async def in_stage(
    session: AsyncSession, contact_ids: Collection[UUID], stage_id: UUID
) -> set[UUID]:
    """Those of these contacts who stand in it."""
    found = await session.scalars(
        select(Lead.contact_id).where(
            Lead.contact_id == any_(literal(list(contact_ids), ARRAY(Uuid()))),
            Lead.stage_id == stage_id,
        )
    )
    return set(found)


async def newest_conversation(
    session: AsyncSession, contact_id: UUID, number_id: UUID | None = None
) -> Conversation | None:
    """Where the contact and we spoke last, or with this number of ours."""
    query = select(Conversation).where(Conversation.contact_id == contact_id)
    if number_id is not None:
        query = query.where(Conversation.phone_number_id == number_id)
    newest = query.order_by(Conversation.last_message_at.desc(), Conversation.id.desc())
    return await session.scalar(newest.limit(1))


async def channel_of(session: AsyncSession, number_id: UUID) -> Channel | None:
    return await session.scalar(select(PhoneNumber.channel).where(PhoneNumber.id == number_id))


async def refused(
    session: AsyncSession, channel: Channel, phone_key: str, scopes: Collection[str]
) -> bool:
    """Whether this address refused any of these on the channel."""
    found = await session.scalar(
        select(Suppression.scope)
        .where(
            Suppression.channel == channel,
            Suppression.match_key == phone_key,
            Suppression.scope.in_(scopes),
        )
        .limit(1)
    )
    return found is not None


async def agreed(session: AsyncSession, channel: Channel, phone_key: str) -> bool:
    """Whether the newest word of this address on marketing is a yes."""
    latest = await session.scalar(
        select(ConsentEntry.granted)
        .where(
            ConsentEntry.channel == channel,
            ConsentEntry.match_key == phone_key,
            ConsentEntry.scope.in_((ALL, MARKETING)),
        )
        .order_by(ConsentEntry.occurred_at.desc())
        .limit(1)
    )
    return latest is True


async def live_enrolments(
    session: AsyncSession, contact_ids: Collection[UUID], cadence_id: UUID | None
) -> dict[UUID, UUID]:
    """What these contacts are in, with whose it is: this cadence, or all of them."""
    query = select(Enrolment.id, Enrolment.contact_id).where(
        Enrolment.contact_id == any_(literal(list(contact_ids), ARRAY(Uuid()))),
        Enrolment.status.in_(_LIVE),
    )
    if cadence_id is not None:
        query = query.where(Enrolment.cadence_id == cadence_id)
    return {row.id: row.contact_id for row in await session.execute(query)}


async def tell(
    session: AsyncSession,
    company_id: UUID,
    conversation_ids: Sequence[UUID | None],
    *,
    user_ids: Collection[UUID],
    assignee: bool,
    campaign_id: UUID | None,
    code: str,
    detail: str,
) -> Counter[UUID | None]:
    """For each of these conversations put it in these people's bells, and in that of whoever looks
    after it; None: about none.

    Only those who work here, may see the conversation and want to know; by conversation, how many.
    """
    told = await session.scalars(
        _TELL,
        {
            "company_id": company_id,
            "about": list(conversation_ids),
            "user_ids": list(user_ids),
            "assignee": assignee,
            "campaign_id": campaign_id,
            "code": code,
            "detail": detail,
        },
    )
    return Counter(told)
