"""What people are told: in the console's bell, and on their devices."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id
from db.models.types import text_enum
from schemas.enums import NotificationKind


class Notification(Base):
    """One thing one person should know."""

    __tablename__ = "notifications"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[NotificationKind] = mapped_column(text_enum(NotificationKind))
    conversation_id: Mapped[UUID | None]
    message_id: Mapped[UUID | None]
    # What is about no conversation: the campaign, if it is about one, a stable code and words.
    campaign_id: Mapped[UUID | None]
    code: Mapped[str] = mapped_column(server_default="")
    detail: Mapped[str] = mapped_column(server_default="")
    # Of work that ended: what it was and what came of it (services.work_news).
    data: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # Who caused it; null for customers and the system.
    actor_id: Mapped[UUID | None]
    created_at: Mapped[CreatedAt]
    read_at: Mapped[dt.datetime | None]
    # Null: still to be pushed to devices, or decided that it need not be.
    pushed_at: Mapped[dt.datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(["company_id"], ["companies.id"]),
        ForeignKeyConstraint(
            ["company_id", "conversation_id"],
            ["conversations.company_id", "conversations.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            ondelete="CASCADE",
        ),
        Index(None, "company_id", "user_id", "created_at", "id"),
        Index(None, "company_id", "campaign_id"),
        Index(None, "company_id", "conversation_id"),
        Index(
            "ix_notifications_unread",
            "company_id",
            "user_id",
            postgresql_where=text("read_at IS NULL"),
        ),
        # One unread row for all that a customer wrote in a conversation of mine …
        Index(
            "uq_notifications_message",
            "company_id",
            "user_id",
            "conversation_id",
            unique=True,
            postgresql_where=text("read_at IS NULL AND kind = 'message'"),
        ),
        # … one for all the conversations nobody has taken …
        Index(
            "uq_notifications_unassigned",
            "company_id",
            "user_id",
            unique=True,
            postgresql_where=text("read_at IS NULL AND kind = 'unassigned'"),
        ),
        # … one for all the same news of a campaign …
        Index(
            "uq_notifications_of_campaign",
            "company_id",
            "user_id",
            "kind",
            "campaign_id",
            "code",
            unique=True,
            postgresql_where=text("read_at IS NULL AND campaign_id IS NOT NULL"),
        ),
        # … and one, ever, for a note or a failure, however often it is reported.
        Index(
            "uq_notifications_of_message",
            "company_id",
            "user_id",
            "kind",
            "message_id",
            unique=True,
            postgresql_where=text("kind IN ('mention', 'send_failed')"),
        ),
        Index(
            "ix_notifications_unpushed", "created_at", postgresql_where=text("pushed_at IS NULL")
        ),
    )


class PushSubscription(Base):
    """One browser that takes pushes for one person in one company (Web Push, RFC 8030)."""

    __tablename__ = "push_subscriptions"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    # sessions.token_hash: nothing is pushed to a browser that signed out or shows another company.
    session_hash: Mapped[bytes] = mapped_column(LargeBinary)
    endpoint: Mapped[str]
    # The browser's public key and authentication secret (RFC 8291).
    p256dh: Mapped[bytes] = mapped_column(LargeBinary)
    auth: Mapped[bytes] = mapped_column(LargeBinary)
    user_agent: Mapped[str] = mapped_column(server_default="")
    # In a row.
    failures: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[CreatedAt]

    __table_args__ = (UniqueConstraint("company_id", "user_id", "endpoint"),)
