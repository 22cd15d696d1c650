"""What inbound events look up and write."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import CampaignRecipient
from db.models.contacts import Suppression
from db.queries import merge_ledger
from db.queries.merge_ledger import MERGED
from schemas.enums import Channel
from schemas.policies import MARKETING


async def recipients_by_provider_id(
    session: AsyncSession, provider_ids: Sequence[str]
) -> dict[str, UUID]:
    if not provider_ids:
        return {}
    rows = await session.execute(
        select(CampaignRecipient.provider_id, CampaignRecipient.id).where(
            CampaignRecipient.provider_id.in_(provider_ids)
        )
    )
    return {provider_id: recipient_id for provider_id, recipient_id in rows.all() if provider_id}


async def campaign_of(session: AsyncSession, recipient_id: UUID) -> UUID:
    found = await session.scalars(
        select(CampaignRecipient.campaign_id).where(CampaignRecipient.id == recipient_id)
    )
    return found.one()


async def suppress(session: AsyncSession, company_id: UUID, match_key: str, *, reason: str) -> None:
    """Keeps the first reason, unless that was another number's of the same person."""
    added = insert(Suppression).values(
        company_id=company_id,
        channel=Channel.WHATSAPP,
        match_key=match_key,
        scope=MARKETING,
        reason=reason,
    )
    await session.execute(
        added.on_conflict_do_update(
            index_elements=["company_id", "channel", "match_key", "scope"],
            set_={"reason": reason},
            where=Suppression.reason == MERGED,
        )
    )


async def release(session: AsyncSession, match_key: str, *, reason: str) -> None:
    """Take back a suppression, if it was for this reason; another's stays.

    With it goes what the person's other numbers had from it (services.merges).
    """
    await session.execute(
        delete(Suppression).where(
            Suppression.channel == Channel.WHATSAPP,
            Suppression.match_key == match_key,
            Suppression.reason == reason,
        )
    )
    await merge_ledger.release_shared(session, match_key)
