"""Rules: when this happens, if that holds, do this; and what each did."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id, UpdatedAt
from db.models.types import text_enum
from schemas.enums import RunStatus


class AutomationRule(Base):
    __tablename__ = "automation_rules"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    name: Mapped[str]
    enabled: Mapped[bool] = mapped_column(server_default="false")
    # What time tells (a customer waits) counts from here on.
    enabled_at: Mapped[dt.datetime | None]
    # schemas.automation.Trigger: {"kind": "message_received" | "keyword" | …, …}.
    trigger: Mapped[dict[str, object]]
    # The trigger's kind once more, for the look-up.
    kind: Mapped[str]
    # A segment's definition over the contact; null: everybody.
    conditions: Mapped[dict[str, object] | None]
    # schemas.automation.Action, in order.
    actions: Mapped[list[object]] = mapped_column(server_default="[]")
    # At most once for each contact in so many minutes; 0: as often as it happens.
    pause_minutes: Mapped[int] = mapped_column(server_default="60")
    position: Mapped[int] = mapped_column(server_default="0")
    # Why it was switched off by itself: "loop".
    disabled_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default="1")
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        Index("ix_automation_rules_kind", "company_id", "kind", postgresql_where=text("enabled")),
    )


class RuleRun(Base):
    """One rule and one thing that happened: what it found and did."""

    __tablename__ = "rule_runs"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    rule_id: Mapped[UUID]
    # What it ran for: an event's id, or one made of the conversation and moment for time triggers.
    event_id: Mapped[UUID]
    contact_id: Mapped[UUID | None]
    conversation_id: Mapped[UUID | None]
    campaign_id: Mapped[UUID | None]
    status: Mapped[RunStatus] = mapped_column(
        text_enum(RunStatus), server_default=RunStatus.PENDING.value
    )
    # Why it did nothing: "not_matched", "paused", "loop", …
    reason: Mapped[str | None]
    # What each action did, in order: [{"kind", "outcome", "detail"}].
    results: Mapped[list[object]] = mapped_column(server_default="[]")
    depth: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[dt.datetime | None]

    __table_args__ = (
        UniqueConstraint("rule_id", "event_id"),
        Index("ix_rule_runs_list", "company_id", "rule_id", "id"),
        Index("ix_rule_runs_log", "company_id", "id"),
        Index(
            "ix_rule_runs_pending",
            "company_id",
            "id",
            postgresql_where=text("status = 'pending'"),
        ),
        Index("ix_rule_runs_contact", "rule_id", "contact_id", "created_at"),
        ForeignKeyConstraint(
            ["company_id", "rule_id"],
            ["automation_rules.company_id", "automation_rules.id"],
            ondelete="CASCADE",
        ),
    )
