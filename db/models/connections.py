"""How a company reaches a provider: business accounts, their numbers, and who owns which."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id, UpdatedAt
from db.models.types import text_enum
from schemas.enums import Channel, ConnectionHealth, ConnectionKind, NumberOrderStatus


class Connection(Base):
    """One business account at a provider. Credentials are AES-256-GCM ciphertexts."""

    __tablename__ = "connections"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    kind: Mapped[ConnectionKind] = mapped_column(text_enum(ConnectionKind))
    name: Mapped[str]
    # Meta: the WhatsApp business account id (WABA). Twilio: the account's SID (AC…).
    account_id: Mapped[str]
    # Meta: the app's id. Twilio: the SID of an API key (SK…); "" where the account itself signs in.
    app_id: Mapped[str] = mapped_column(server_default="")
    # Twilio: the API key's secret, or the account's auth token.
    access_token: Mapped[bytes] = mapped_column(LargeBinary)
    # What signs this account's webhooks. Null at Meta: the installation's own app (META_APP_SECRET);
    # null at Twilio: the auth token in access_token.
    app_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    # Meta: what its challenge is answered for. Twilio: the auth token before this one, with the
    # moment until which it still signs.
    verify_token: Mapped[bytes | None] = mapped_column(LargeBinary)
    health: Mapped[ConnectionHealth] = mapped_column(
        text_enum(ConnectionHealth), server_default=ConnectionHealth.HEALTHY.value
    )
    # A stable code and words for people; null when healthy.
    health_code: Mapped[str | None]
    health_detail: Mapped[str | None]
    checked_at: Mapped[dt.datetime | None]
    token_expires_at: Mapped[dt.datetime | None]
    portfolio_id: Mapped[UUID | None]
    # Removed by a person: its secrets are gone, the row stays because old campaigns name it.
    removed_at: Mapped[dt.datetime | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("company_id", "kind", "account_id"),
        ForeignKeyConstraint(
            ["company_id", "portfolio_id"], ["portfolios.company_id", "portfolios.id"]
        ),
    )


class PhoneNumber(Base):
    """A sending number of a connection."""

    __tablename__ = "phone_numbers"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    connection_id: Mapped[UUID]
    channel: Mapped[Channel] = mapped_column(
        text_enum(Channel), server_default=Channel.WHATSAPP.value
    )
    # Meta's phone number id, the one in the path of /messages. Twilio: PN…, or MG… for a messaging
    # service, which chooses among its numbers.
    provider_number_id: Mapped[str]
    # E.164 with + for a number; a messaging service's name.
    display_phone: Mapped[str]
    verified_name: Mapped[str] = mapped_column(server_default="")
    quality: Mapped[str] = mapped_column(server_default="UNKNOWN")
    # Messages a second we allow ourselves on this number, shared by all campaigns and workers.
    rate_per_second: Mapped[int] = mapped_column(server_default="80")
    health: Mapped[ConnectionHealth] = mapped_column(
        text_enum(ConnectionHealth), server_default=ConnectionHealth.HEALTHY.value
    )
    health_code: Mapped[str | None]
    health_detail: Mapped[str | None]
    # Bought here, so that it can be given back here.
    bought_at: Mapped[dt.datetime | None]
    # Gone at the provider: kept, because old campaigns name it.
    removed_at: Mapped[dt.datetime | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("company_id", "connection_id", "provider_number_id"),
        ForeignKeyConstraint(
            ["company_id", "connection_id"], ["connections.company_id", "connections.id"]
        ),
    )


class NumberOrder(Base):
    """A number being bought or given back, step by step; the row says how far it is."""

    __tablename__ = "number_orders"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    connection_id: Mapped[UUID]
    # E.164 with +.
    phone: Mapped[str]
    status: Mapped[NumberOrderStatus] = mapped_column(text_enum(NumberOrderStatus))
    # What the provider calls it once it is ours.
    provider_number_id: Mapped[str | None]
    # The messaging service it joins, if any.
    service_id: Mapped[str | None]
    # What some countries want to know of who buys: an address or a bundle kept at the provider.
    address_id: Mapped[str | None]
    bundle_id: Mapped[str | None]
    # When the provider was asked for it. Set before the call: it is not asked for again unless the
    # provider said that nothing was bought.
    asked_at: Mapped[dt.datetime | None]
    # How often the present step was tried.
    attempts: Mapped[int] = mapped_column(server_default="0")
    # Why it failed, or is being given back although nobody asked: a stable code and words.
    code: Mapped[str | None]
    detail: Mapped[str | None]
    ordered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        # Nobody orders what is on its way already, or here.
        Index(
            "uq_number_orders_open",
            "company_id",
            "phone",
            unique=True,
            postgresql_where=text("status IN ('wanted', 'bought', 'ready', 'releasing')"),
        ),
        ForeignKeyConstraint(
            ["company_id", "connection_id"], ["connections.company_id", "connections.id"]
        ),
    )


class ChannelRoute(Base):
    """Platform table: which company an inbound webhook belongs to. Holds no company data.

    account_id is Meta's phone number id or WABA id, or Twilio's account SID. The key makes sure that one account is
    connected by one company only.
    """

    __tablename__ = "channel_routes"

    provider: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(primary_key=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    connection_id: Mapped[UUID] = mapped_column(index=True)
