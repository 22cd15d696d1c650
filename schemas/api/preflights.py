"""What is told before a campaign begins."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.ids import ContactId
from schemas.enums import Channel
from schemas.money import MOST_MICROS


class PersonRead(BaseModel):
    contact_id: ContactId
    name: str
    phone: str | None


class ExcludedRead(BaseModel):
    reason: str
    text: str = Field(description="For people, in the language of Accept-Language.")
    count: int
    people: list[PersonRead] = Field(description="The first of them, as many as were asked for.")


class CostLineRead(BaseModel):
    country: str = Field(description="ISO 3166; empty where the number does not tell.")
    people: int
    units: int = Field(description="Messages; segments of SMS.")
    price_micros: int | None = Field(description="Of one unit; null: the rate card has no price.")
    cost_micros: int | None


class CostRead(BaseModel):
    """In millionths of the currency, at most: who is not reached is not billed."""

    currency: str
    category: str
    cost_micros: int = Field(description="As far as prices are known.")
    unpriced: int = Field(description="People without a known price; the cost is more than shown.")
    by_country: list[CostLineRead]


class DayRead(BaseModel):
    day: date
    count: int


class ForecastRead(BaseModel):
    """At best, with the number's whole rate: in hours, daily limit and everybody's time zone."""

    begins_at: datetime | None
    ends_at: datetime | None
    days: list[DayRead]
    late: int = Field(description="Will not make it before the campaign expires.")
    beyond: int = Field(description="Still waiting after two months.")


class BudgetRead(BaseModel):
    kind: str = Field(examples=["campaign", "month"])
    total_micros: int
    spent_micros: int
    promised_micros: int = Field(description="To campaigns that are under way or planned.")
    left_micros: int = Field(
        description="A launch is refused where `cost` is more; where only the SMS could exceed it, "
        "it begins with a warning, and sending stops where the budget ends."
    )


class NoticeRead(BaseModel):
    code: str
    text: str = Field(description="For people, in the language of Accept-Language.")


class PreflightRead(BaseModel):
    """What a launch would do now."""

    matched: int = Field(description="Contacts of the audience, before anybody is left out.")
    reachable: int
    excluded: list[ExcludedRead]
    channel: Channel
    starts_at: datetime
    rate_per_second: int
    estimated_seconds: float = Field(description="At best: with the whole rate for itself.")
    cost: CostRead = Field(description="Of the campaign itself, without the SMS of its fallback.")
    fallback: CostRead | None = Field(
        description="What the SMS to whom WhatsApp does not reach add at most, as if everybody who "
        "may get one needed it. Null: it has no fallback, or one that cannot be sent as it is "
        "(`fallback_incomplete` among the warnings)."
    )
    most_micros: int = Field(
        description="Cost and fallback together, the dearest it can become. This is what a limit "
        "from which a second person has to approve is compared with."
    )
    forecast: ForecastRead
    budgets: list[BudgetRead]
    approval: list[str] = Field(
        description="Why a second person has to approve: `recipients`, `cost`; empty: nobody has to."
    )
    stops: list[NoticeRead] = Field(description="A launch is refused because of these.")
    warnings: list[NoticeRead] = Field(description="What could go wrong.")


class BudgetChange(BaseModel):
    model_config = ConfigDict(extra="forbid")

    budget_micros: int | None = Field(
        gt=0, le=MOST_MICROS, description="Millionths of the company's currency; null: none."
    )
