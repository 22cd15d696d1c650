"""Who allowed or forbade what, when, how, and what proves it."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id, UpdatedAt
from db.models.types import text_enum
from schemas.enums import Channel, ConsentSource


class ConsentEntry(Base):
    """One line of the consent ledger: written once, never changed, kept when a contact is erased.

    What stands now follows from the lines: `suppressions` holds what is forbidden, and a grant is
    the latest line of its address, channel and scope.
    """

    __tablename__ = "consents"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    # No key: the line outlives the contact.
    contact_id: Mapped[UUID | None]
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    match_key: Mapped[str]
    # As in suppressions: "all", "marketing" or "topic:<uuid>".
    scope: Mapped[str]
    granted: Mapped[bool]
    source: Mapped[ConsentSource] = mapped_column(text_enum(ConsentSource))
    # What proves it: the message and its words, the file and row, the form's address, …
    proof: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    # When the person said so, by the provider's clock where it has one.
    occurred_at: Mapped[dt.datetime]
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        # The same word told twice is one line.
        UniqueConstraint(
            "company_id",
            "match_key",
            "channel",
            "scope",
            "occurred_at",
            "source",
            "granted",
            name="uq_consents_line",
        ),
        Index(None, "company_id", "contact_id"),
        Index(None, "company_id", "created_at"),
    )


class Topic(Base):
    """Something people can take or leave by itself: "Offers", "New arrivals", …"""

    __tablename__ = "topics"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        Index("uq_topics_name", "company_id", text("lower(name)"), unique=True),
    )
