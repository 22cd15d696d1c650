"""What providers told us, as it came."""

import datetime as dt
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id


class WebhookEvent(Base):
    """One inbound event as it came, stored before the answer; can be replayed at any time."""

    __tablename__ = "webhook_events"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    provider: Mapped[str]
    # Meta: wamid + status + timestamp + error code; a message: its wamid.
    external_id: Mapped[str]
    connection_id: Mapped[UUID | None]
    kind: Mapped[str]
    payload: Mapped[dict[str, object]]
    received_at: Mapped[CreatedAt]
    applied_at: Mapped[dt.datetime | None]
    error: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        UniqueConstraint("company_id", "provider", "external_id"),
        Index(
            "ix_webhook_events_open",
            "received_at",
            postgresql_where=text("applied_at IS NULL"),
        ),
    )


class UnroutedEvent(Base):
    """Platform table: a correctly signed event whose account no company has connected (yet)."""

    __tablename__ = "unrouted_events"

    id: Mapped[Id]
    provider: Mapped[str]
    account_id: Mapped[str] = mapped_column(index=True)
    payload: Mapped[dict[str, object]]
    received_at: Mapped[CreatedAt]
