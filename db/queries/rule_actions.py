"""What a rule's actions look up of one contact, and whom they tell."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Enrolment
from db.models.connections import PhoneNumber
from db.models.consents import ConsentEntry
from db.models.contacts import Contact, Suppression
from db.models.conversations import Conversation
from db.queries.notifications import SEES
from schemas.enums import Channel, EnrolmentStatus
from schemas.policies import ALL, MARKETING

_LIVE = (EnrolmentStatus.ACTIVE, EnrolmentStatus.SENDING, EnrolmentStatus.PAUSED)
_TELL = text(f"""
    INSERT INTO notifications
        (company_id, user_id, kind, conversation_id, campaign_id, code, detail)
    SELECT m.company_id, m.user_id, 'rule', c.id, CAST(:campaign_id AS uuid), :code, :detail
    FROM memberships m
    LEFT JOIN conversations c
        ON c.company_id = m.company_id AND c.id = CAST(:conversation_id AS uuid)
    WHERE m.company_id = :company_id
      AND (m.user_id = ANY(CAST(:user_ids AS uuid[])) OR (:assignee AND m.user_id = c.assignee_id))
      AND coalesce((m.notify -> 'rule' ->> 'bell')::boolean, true)
      AND (c.id IS NULL OR {SEES})
    ORDER BY m.user_id
    ON CONFLICT DO NOTHING
    RETURNING user_id
""")


async def hold_contact(session: AsyncSession, contact_id: UUID) -> Contact | None:
    """The contact, held until the transaction ends; None when they are gone."""
    return await session.scalar(
        select(Contact)
        .where(Contact.id == contact_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


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
    session: AsyncSession, contact_id: UUID, cadence_id: UUID | None
) -> list[UUID]:
    """What the contact is in: this cadence, or all of them."""
    query = select(Enrolment.id).where(
        Enrolment.contact_id == contact_id, Enrolment.status.in_(_LIVE)
    )
    if cadence_id is not None:
        query = query.where(Enrolment.cadence_id == cadence_id)
    return list(await session.scalars(query))


async def tell(
    session: AsyncSession,
    company_id: UUID,
    *,
    user_ids: Collection[UUID],
    assignee: bool,
    conversation_id: UUID | None,
    campaign_id: UUID | None,
    code: str,
    detail: str,
) -> int:
    """Put it in these people's bells, and in that of whoever looks after the conversation.

    Only those who work here, may see the conversation and want to know; how many that is.
    """
    told = await session.scalars(
        _TELL,
        {
            "company_id": company_id,
            "user_ids": list(user_ids),
            "assignee": assignee,
            "conversation_id": conversation_id,
            "campaign_id": campaign_id,
            "code": code,
            "detail": detail,
        },
    )
    return len(told.all())
