"""From a provider's account to a company, and from a campaign to its way out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.connections import ChannelRoute, Connection, PhoneNumber
from schemas.enums import ConnectionKind

META = "meta"
TWILIO = "twilio"


@dataclass(frozen=True, slots=True)
class Route:
    """Whose an account is."""

    company_id: UUID
    connection_id: UUID


@dataclass(frozen=True, slots=True)
class WayOut:
    """What a campaign needs to reach its provider; the token still encrypted."""

    connection_id: UUID
    provider_number_id: str
    access_token: bytes
    frozen_template: dict[str, object] | None
    # From variant 2 on.
    frozen_variants: list[object]
    kind: ConnectionKind
    # Of SMS: the account, the API key that signs in for it, the number itself.
    account_id: str
    app_id: str
    display_phone: str
    sms: dict[str, object]
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class WebhookSecrets:
    """A connection's own app secret and verify token, still encrypted."""

    company_id: UUID
    connection_id: UUID
    app_secret: bytes | None
    verify_token: bytes | None


async def routes(
    session: AsyncSession, provider: str, account_ids: Sequence[str]
) -> dict[str, Route]:
    """The owners of accounts; one nobody has connected is left out. Needs the system login."""
    rows = (
        await session.execute(
            select(
                ChannelRoute.account_id, ChannelRoute.company_id, ChannelRoute.connection_id
            ).where(ChannelRoute.provider == provider, ChannelRoute.account_id.in_(account_ids))
        )
    ).all()
    return {account: Route(company, connection) for account, company, connection in rows}


async def claim(
    session: AsyncSession, provider: str, account_ids: Sequence[str], owner: Route
) -> list[str]:
    """Make accounts a connection's; returns those that another connection already holds."""
    if not account_ids:
        return []
    rows = [
        {
            "provider": provider,
            "account_id": account,
            "company_id": owner.company_id,
            "connection_id": owner.connection_id,
        }
        for account in sorted(account_ids)
    ]
    await session.execute(insert(ChannelRoute).values(rows).on_conflict_do_nothing())
    held = await routes(session, provider, account_ids)
    return [account for account in account_ids if held.get(account) != owner]


async def release(session: AsyncSession, connection_id: UUID, *, keep: Sequence[str] = ()) -> None:
    """Give up a connection's accounts, but for those named."""
    await session.execute(
        delete(ChannelRoute).where(
            ChannelRoute.connection_id == connection_id, ChannelRoute.account_id.not_in(keep)
        )
    )


async def webhook_secrets(session: AsyncSession, connection_id: UUID) -> WebhookSecrets | None:
    """Needs the system login: the company is not known yet."""
    row = (
        await session.execute(
            select(Connection.company_id, Connection.app_secret, Connection.verify_token).where(
                Connection.id == connection_id
            )
        )
    ).one_or_none()
    return WebhookSecrets(row[0], connection_id, row[1], row[2]) if row else None


@dataclass(frozen=True, slots=True)
class SigningSecrets:
    """What may sign an SMS account's callbacks, still encrypted."""

    route: Route
    access_token: bytes
    # Where an API key signs in: the auth token, which signs all the same.
    app_secret: bytes | None
    # The auth token before this one, with the moment until which it counts.
    verify_token: bytes | None


async def signing_secrets(
    session: AsyncSession, provider: str, account_id: str
) -> SigningSecrets | None:
    """Needs the system login: the company is not known yet."""
    row = (
        await session.execute(
            select(
                ChannelRoute.company_id,
                ChannelRoute.connection_id,
                Connection.access_token,
                Connection.app_secret,
                Connection.verify_token,
            )
            .join(Connection, Connection.id == ChannelRoute.connection_id)
            .where(ChannelRoute.provider == provider, ChannelRoute.account_id == account_id)
        )
    ).one_or_none()
    return SigningSecrets(Route(row[0], row[1]), row[2], row[3], row[4]) if row else None


async def way_out(session: AsyncSession, campaign_id: UUID) -> WayOut | None:
    """None when the campaign is gone or names no number."""
    row = (
        await session.execute(
            select(
                Connection.id,
                PhoneNumber.provider_number_id,
                Connection.access_token,
                Campaign.frozen_template,
                Campaign.frozen_variants,
                Connection.kind,
                Connection.account_id,
                Connection.app_id,
                PhoneNumber.display_phone,
                Campaign.sms,
                Campaign.expires_at,
            )
            .join(PhoneNumber, PhoneNumber.id == Campaign.phone_number_id)
            .join(Connection, Connection.id == PhoneNumber.connection_id)
            .where(Campaign.id == campaign_id)
        )
    ).one_or_none()
    return WayOut(*row) if row else None
