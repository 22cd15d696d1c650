"""What a company has decided for all that it sends."""

import datetime as dt
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, UpdatedAt


class CompanyPolicy(Base):
    """One row a company, made when something first differs from the defaults (schemas.policies)."""

    __tablename__ = "company_policies"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    # A STOP on one channel stops marketing on all of them.
    stop_everywhere: Mapped[bool] = mapped_column(server_default="true")
    # Marketing only to people whose consent is on record.
    require_consent: Mapped[bool] = mapped_column(server_default="false")
    # Own words beside the built-in ones: {"stop": […], "start": […]}.
    keywords: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # What is answered once: {"stop": "…", "start": "…"}; empty: the built-in words.
    confirmations: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # At most so many marketing messages a person in so many days; null: any number.
    frequency_cap: Mapped[int | None]
    frequency_days: Mapped[int] = mapped_column(server_default="7")
    # The same words from the same number to the same person within this are sent once; 0: off.
    duplicate_hours: Mapped[int] = mapped_column(server_default="24")
    # schemas.hours.Hours: when people may be written to, in their own zone; null: at any time.
    hours: Mapped[dict[str, object] | None]
    # Whose public holidays count (ISO 3166), beside the company's own days.
    holidays_country: Mapped[str | None]
    # ISO 4217; money is in millionths of it.
    currency: Mapped[str] = mapped_column(server_default="BRL")
    monthly_budget_micros: Mapped[int | None] = mapped_column(BigInteger)
    # The month (its first day) in which it was told that little of the budget is left.
    budget_told: Mapped[dt.date | None]
    # From so many recipients, or such a cost, a second person has to agree; null: never.
    approval_recipients: Mapped[int | None]
    approval_micros: Mapped[int | None] = mapped_column(BigInteger)
    # A reply or click so many days after the message counts as its result.
    attribution_days: Mapped[int] = mapped_column(server_default="7")
    updated_at: Mapped[UpdatedAt]


class Holiday(Base):
    """A day on which this company sends nothing that can wait."""

    __tablename__ = "holidays"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(server_default="")
