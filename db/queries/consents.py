"""Whether a person may be written to: the opt-outs of all their numbers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, union
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.selectable import CompoundSelect

from db.models.contacts import Contact, ContactIdentity, Suppression
from db.models.people import User
from schemas.enums import Channel, IdentityKind
from schemas.policies import ALL, MARKETING

MANUAL = "manual"
_PHONES = (IdentityKind.PHONE, IdentityKind.WHATSAPP)


@dataclass(frozen=True, slots=True)
class OptOut:
    """The first word on one channel."""

    channel: Channel
    reason: str
    # The person of ours who noted it, if it was one.
    by: str | None
    at: datetime


async def opt_outs(session: AsyncSession, contact_id: UUID) -> dict[Channel, OptOut]:
    rows = await session.execute(
        select(Suppression.channel, Suppression.reason, User.name, Suppression.created_at)
        .outerjoin(User, User.id == Suppression.created_by)
        .where(
            Suppression.match_key.in_(_keys(contact_id)), Suppression.scope.in_((ALL, MARKETING))
        )
        .order_by(Suppression.created_at.desc())
    )
    return {row[0]: OptOut(*row) for row in rows}


async def opt_out(
    session: AsyncSession, company_id: UUID, contact_id: UUID, channel: Channel, user_id: UUID
) -> bool:
    """All the contact's numbers; whether there was one that had not opted out."""
    keys = sorted(key for key in await session.scalars(_keys(contact_id)) if key)
    if not keys:
        return False
    added = await session.scalars(
        insert(Suppression)
        .values(
            [
                {
                    "company_id": company_id,
                    "channel": channel,
                    "match_key": key,
                    "reason": MANUAL,
                    "created_by": user_id,
                }
                for key in keys
            ]
        )
        .on_conflict_do_nothing()
        .returning(Suppression.match_key)
    )
    return bool(added.all())


async def opt_in(session: AsyncSession, contact_id: UUID, channel: Channel) -> bool:
    """Takes every opt-out of the contact's numbers back; whether there was one."""
    gone = await session.scalars(
        delete(Suppression)
        .where(
            Suppression.channel == channel,
            Suppression.match_key.in_(_keys(contact_id)),
            Suppression.scope.in_((ALL, MARKETING)),
        )
        .returning(Suppression.match_key)
        .execution_options(synchronize_session=False)
    )
    return bool(gone.all())


def _keys(contact_id: UUID) -> CompoundSelect[str | None]:
    return union(
        select(Contact.phone_key).where(Contact.id == contact_id, Contact.phone_key.is_not(None)),
        select(ContactIdentity.match_key).where(
            ContactIdentity.contact_id == contact_id, ContactIdentity.kind.in_(_PHONES)
        ),
    )
