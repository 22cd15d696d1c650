"""Short links in messages, who followed them, and what else people did after a message."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id
from db.models.types import text_enum
from schemas.enums import ResponseKind


class ShortLink(Base):
    """An address a campaign leads to. Each recipient's own code is made of serial and position
    (services.link_codes), so there is no row a recipient.
    """

    __tablename__ = "short_links"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    # Over all companies, so that a code says which link it is.
    serial: Mapped[int] = mapped_column(BigInteger, Identity(start=1000))
    campaign_id: Mapped[UUID]
    # The number it has in the campaign's frozen values.
    position: Mapped[int]
    url: Mapped[str]
    # How often people followed it, and how often programs did.
    clicks: Mapped[int] = mapped_column(server_default="0")
    robots: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        UniqueConstraint("serial"),
        UniqueConstraint("company_id", "campaign_id", "position"),
        ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            ondelete="CASCADE",
        ),
    )


class LinkClick(Base):
    """Somebody, or a program that looks at links, followed one."""

    __tablename__ = "link_clicks"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    campaign_id: Mapped[UUID]
    link_id: Mapped[UUID]
    recipient_id: Mapped[UUID]
    # A preview or a scanner: shown apart, never counted as a person.
    robot: Mapped[bool] = mapped_column(server_default="false")
    occurred_at: Mapped[CreatedAt]

    __table_args__ = (Index(None, "company_id", "campaign_id", "occurred_at"),)


class LinkDomain(Base):
    """Platform table: the host names that lead here for short links, and whose they are."""

    __tablename__ = "link_domains"

    host: Mapped[str] = mapped_column(primary_key=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), index=True)
    # What the host has to answer to prove that it leads to us.
    proof: Mapped[str]
    verified_at: Mapped[dt.datetime | None]
    created_at: Mapped[CreatedAt]


class CampaignResponse(Base):
    """The first time somebody answered, clicked or opted out after a campaign's message."""

    __tablename__ = "campaign_responses"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[ResponseKind] = mapped_column(text_enum(ResponseKind), primary_key=True)
    recipient_id: Mapped[UUID] = mapped_column(primary_key=True)
    # 0: of the hold-out group, who got nothing and yet wrote.
    variant: Mapped[int] = mapped_column(server_default="1")
    occurred_at: Mapped[dt.datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            ondelete="CASCADE",
        ),
    )


class ResponseCount(Base):
    """How many recipients responded how; moved by the statement that adds a response."""

    __tablename__ = "response_counts"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[ResponseKind] = mapped_column(text_enum(ResponseKind), primary_key=True)
    variant: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            ondelete="CASCADE",
        ),
    )
