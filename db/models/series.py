"""Campaigns that come again: every Monday at nine, on the first of each month, …"""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id, UpdatedAt


class CampaignSeries(Base):
    """The row is the truth; a Temporal Schedule of the same id follows it."""

    __tablename__ = "campaign_series"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    name: Mapped[str]
    # The draft each occurrence is a clone of.
    source_campaign_id: Mapped[UUID]
    # schemas.recurrence.Recurrence: how often, on which days, at what local time.
    rule: Mapped[dict[str, object]]
    time_zone: Mapped[str]
    # An occurrence we were too late for: within these minutes it is run, else it is "missed".
    lateness_minutes: Mapped[int] = mapped_column(server_default="120")
    paused_at: Mapped[dt.datetime | None]
    # Single occurrences a person left out, as instants.
    skipped: Mapped[list[object]] = mapped_column(server_default="[]")
    ends_at: Mapped[dt.datetime | None]
    # The first occurrence that was not dealt with yet; null: paused, or none is left.
    next_at: Mapped[dt.datetime | None]
    # The version the Temporal Schedule was last made to follow; the sweep catches up.
    version: Mapped[int] = mapped_column(server_default="1")
    followed_version: Mapped[int] = mapped_column(server_default="0")
    removed_at: Mapped[dt.datetime | None]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        ForeignKeyConstraint(
            ["company_id", "source_campaign_id"], ["campaigns.company_id", "campaigns.id"]
        ),
        # The sweep's list.
        Index(None, "next_at"),
    )
