"""What happened, for other systems and for rules: written in the transaction that made it happen."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id, UpdatedAt
from db.models.types import text_enum
from schemas.enums import DeliveryState, EndpointStatus


class Event(Base):
    """One thing that happened. Only what an endpoint or a rule listens to is written."""

    __tablename__ = "events"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    # schemas.event_types: "message.received", "cadence.stopped", …
    type: Mapped[str]
    # "contact", "conversation", "message", "campaign", "cadence", …
    resource_type: Mapped[str]
    resource_id: Mapped[UUID]
    # Goes up by one with each event of the resource.
    sequence: Mapped[int] = mapped_column(BigInteger)
    contact_id: Mapped[UUID | None]
    conversation_id: Mapped[UUID | None]
    data: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # How many rules led here, one by the other's work: the guard against loops.
    depth: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    occurred_at: Mapped[dt.datetime]
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        Index("ix_events_list", "company_id", "created_at", "id"),
        # The same of one type, which may be rare among all the others.
        Index("ix_events_type", "company_id", "type", "created_at", "id"),
        Index("ix_events_age", "created_at"),
        Index("ix_events_resource_id", "resource_id"),
    )


class EventSequence(Base):
    """The newest sequence of a resource. Its row is the resource's turn to tell something."""

    __tablename__ = "event_sequences"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    resource_type: Mapped[str] = mapped_column(primary_key=True)
    resource_id: Mapped[UUID] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger, server_default="0")

    __table_args__ = ({"postgresql_with": {"fillfactor": "50"}},)


class WebhookEndpoint(Base):
    """An address of another system that wants to hear of events."""

    __tablename__ = "webhook_endpoints"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    name: Mapped[str] = mapped_column(server_default="")
    url: Mapped[str]
    # The event types it wants; empty: all of them.
    types: Mapped[list[str]] = mapped_column(server_default="{}")
    status: Mapped[EndpointStatus] = mapped_column(
        text_enum(EndpointStatus), server_default=EndpointStatus.ACTIVE.value
    )
    # Why it was switched off: "gone" (410), "dead" (five days of failures), "person".
    disabled_reason: Mapped[str | None]
    # What keeps it from being called at all, until it is mended: "secret_unreadable".
    problem: Mapped[str | None]
    # whsec_…, encrypted; the one before it signs too until then.
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    previous_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    previous_until: Mapped[dt.datetime | None]
    # Also an X-Hub-Signature-256 header: plain HMAC-SHA256 of the body.
    hub_signature: Mapped[bool] = mapped_column(server_default="false")
    # Only ids instead of the whole data.
    thin: Mapped[bool] = mapped_column(server_default="false")
    # The first failure since its last success.
    failing_since: Mapped[dt.datetime | None]
    last_success_at: Mapped[dt.datetime | None]
    # Asked for a break (Retry-After): nothing is sent before.
    rest_until: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(server_default="1")
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (UniqueConstraint("company_id", "id"),)


class WebhookDelivery(Base):
    """One event for one endpoint, from when it happened until it arrived or was given up."""

    __tablename__ = "webhook_deliveries"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    endpoint_id: Mapped[UUID]
    event_id: Mapped[UUID]
    # Of the event: a resource's events arrive one after the other.
    resource_id: Mapped[UUID]
    sequence: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[DeliveryState] = mapped_column(
        text_enum(DeliveryState), server_default=DeliveryState.PENDING.value
    )
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    # How many of them came before it was last sent again by a person.
    attempts_before: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    # When the next try is due; null: none.
    due_at: Mapped[dt.datetime | None]
    claimed_at: Mapped[dt.datetime | None]
    # Sent again by a person, after it arrived or was given up.
    replayed: Mapped[bool] = mapped_column(server_default="false")
    last_status: Mapped[int | None] = mapped_column(SmallInteger)
    last_error: Mapped[str | None]
    delivered_at: Mapped[dt.datetime | None]
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("endpoint_id", "event_id"),
        Index(
            "ix_webhook_deliveries_due",
            "endpoint_id",
            "due_at",
            postgresql_where=text("state IN ('pending', 'sending')"),
        ),
        Index(
            "ix_webhook_deliveries_turn",
            "endpoint_id",
            "resource_id",
            "sequence",
            postgresql_where=text("state IN ('pending', 'sending')"),
        ),
        Index("ix_webhook_deliveries_list", "company_id", "endpoint_id", "id"),
        # For its end with the event's.
        Index("ix_webhook_deliveries_event_id", "event_id"),
        ForeignKeyConstraint(
            ["company_id", "endpoint_id"],
            ["webhook_endpoints.company_id", "webhook_endpoints.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["company_id", "event_id"],
            ["events.company_id", "events.id"],
            ondelete="CASCADE",
        ),
    )


class DeliveryAttempt(Base):
    """One call of an endpoint, and what it answered."""

    __tablename__ = "delivery_attempts"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    delivery_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    status: Mapped[int | None] = mapped_column(SmallInteger)
    # A word of ours where no answer came: "timeout", "refused_address", "redirect", …
    error: Mapped[str | None]
    # The first of what it answered.
    answer: Mapped[str | None]
    milliseconds: Mapped[int | None]
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "delivery_id"],
            ["webhook_deliveries.company_id", "webhook_deliveries.id"],
            ondelete="CASCADE",
        ),
    )
