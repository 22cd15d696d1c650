"""What a provider lets a company send in a day, and what stopped by itself."""

import datetime as dt
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id, UpdatedAt
from db.models.types import text_enum
from schemas.enums import BreakerState, BreakerTarget


class Portfolio(Base):
    """A business portfolio at Meta: all its numbers share one limit of unique people in 24 hours."""

    __tablename__ = "portfolios"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    # Meta's business id; the account's own id where Meta does not tell it.
    provider_id: Mapped[str]
    name: Mapped[str] = mapped_column(server_default="")
    # Unique people in a rolling 24 hours, as Meta tells it; null: unlimited.
    daily_limit: Mapped[int | None]
    # The part campaigns leave to cadences and single messages, in percent.
    reserve_percent: Mapped[int] = mapped_column(server_default="10")
    checked_at: Mapped[dt.datetime | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("company_id", "provider_id"),
    )


class PortfolioRecipient(Base):
    """Who counts against a portfolio's limit, and since which minute; written with the claim."""

    __tablename__ = "portfolio_recipients"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    portfolio_id: Mapped[UUID] = mapped_column(primary_key=True)
    match_key: Mapped[str] = mapped_column(primary_key=True)
    minute: Mapped[dt.datetime]

    __table_args__ = (
        # No key to the portfolio: a check a row, thousands a second. What the sweep clears away.
        Index(None, "minute"),
    )


class PortfolioMinute(Base):
    """How many people count since which minute: the sum of 24 hours is what is used up."""

    __tablename__ = "portfolio_minutes"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    portfolio_id: Mapped[UUID] = mapped_column(primary_key=True)
    minute: Mapped[dt.datetime] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "portfolio_id"],
            ["portfolios.company_id", "portfolios.id"],
            ondelete="CASCADE",
        ),
    )


class Breaker(Base):
    """A number, connection or template that stopped by itself, and how it is tried again.

    No row: closed. OPEN: nothing goes out. HALF_OPEN: a trickle, until it did well or failed again.
    """

    __tablename__ = "breakers"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    target: Mapped[BreakerTarget] = mapped_column(text_enum(BreakerTarget), primary_key=True)
    target_id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[BreakerState] = mapped_column(text_enum(BreakerState))
    # A stable code (schemas.reasons) and the provider's words.
    code: Mapped[str]
    detail: Mapped[str] = mapped_column(server_default="")
    opened_at: Mapped[CreatedAt]
    # When a trickle may be tried; null: only a person, or the provider's all-clear, closes it.
    retry_at: Mapped[dt.datetime | None]
    # How often it opened again after a trickle: the waits grow.
    trips: Mapped[int] = mapped_column(server_default="1")
    updated_at: Mapped[UpdatedAt]


class Rate(Base):
    """What one message costs from a day on; a new price is a new row."""

    __tablename__ = "rates"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    # "whatsapp" or "sms"; per message, for SMS per segment.
    channel: Mapped[str]
    # ISO 3166 alpha-2; "" for every other country.
    country: Mapped[str] = mapped_column(server_default="")
    # marketing, utility, authentication; "" for any.
    category: Mapped[str] = mapped_column(server_default="")
    # Millionths of the company's currency.
    price_micros: Mapped[int] = mapped_column(BigInteger)
    valid_from: Mapped[dt.date]
    # Made up for the demo company, until somebody writes their own.
    example: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "channel", "country", "category", "valid_from"),
    )
