"""Where a contact stands in the sales pipeline, and what other systems tell of them."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id
from db.models.types import text_enum
from schemas.enums import StageOutcome


class Stage(Base):
    """A column of the pipeline: "New", "Qualified", "Won"."""

    __tablename__ = "stages"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    name: Mapped[str]
    colour: Mapped[str] = mapped_column(server_default="slate")
    position: Mapped[int] = mapped_column(SmallInteger)
    outcome: Mapped[StageOutcome] = mapped_column(
        text_enum(StageOutcome), server_default=StageOutcome.OPEN.value
    )
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        Index("uq_stages_name", "company_id", text("lower(name)"), unique=True),
    )


class Lead(Base):
    """A contact in a stage; at most one for each contact."""

    __tablename__ = "leads"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    stage_id: Mapped[UUID]
    # When it came into the stage it stands in.
    entered_at: Mapped[dt.datetime]
    # Goes up with each move (If-Match).
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "contact_id"],
            ["contacts.company_id", "contacts.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(["company_id", "stage_id"], ["stages.company_id", "stages.id"]),
        Index(None, "company_id", "stage_id"),
    )


class ContactEvent(Base):
    """Something another system says a contact did: "meeting_booked", "purchase"."""

    __tablename__ = "contact_events"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    contact_id: Mapped[UUID]
    # A short word: letters, digits and underscores.
    name: Mapped[str]
    data: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # "api", "hook", "console".
    source: Mapped[str]
    # The teller's own id of it: told twice it is one.
    external_id: Mapped[str | None]
    occurred_at: Mapped[dt.datetime]
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "contact_id"],
            ["contacts.company_id", "contacts.id"],
            ondelete="CASCADE",
        ),
        Index("ix_contact_events_contact", "company_id", "contact_id", "name", "occurred_at"),
        Index(
            "uq_contact_events_external_id",
            "company_id",
            "name",
            "external_id",
            unique=True,
            postgresql_where=text("external_id IS NOT NULL"),
        ),
    )
