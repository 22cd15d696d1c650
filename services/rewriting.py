"""What the ledger says of one way to say a campaign: values, segments, cost and the key of its words.

The freeze works these out over contacts; this, over rows that were frozen already.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Integer,
    SmallInteger,
    cast,
    func,
    literal,
    null,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from schemas.enums import Channel
from schemas.templates import FrozenTemplate
from services import audience_reasons, audience_values, rates
from services.audience_values import Value
from services.contents import Contents


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say it, and what a message of it costs now by country ("": every other)."""

    campaign: Campaign
    said: Contents
    prices: dict[str, int]

    @property
    def frozen(self) -> FrozenTemplate:
        return self.said.frozen[0]

    def body(self, filled: Sequence[Value]) -> ColumnElement[Any]:
        """The text of an SMS with these values in it; nothing for other channels."""
        if self.said.channel is not Channel.SMS:
            return null()
        return audience_values.body(self.frozen, filled)

    def columns(self, source: CTE) -> dict[str, ColumnElement[Any]]:
        """The ledger's columns; the source has `parameters`, `body`, `country`, `variant`."""
        texted = self.said.channel is Channel.SMS
        count = func.sms_segments(source.c.body) if texted else cast(null(), SmallInteger)
        by_country = literal(self.prices, JSONB)
        price = func.coalesce(by_country[source.c.country].astext, by_country[""].astext)
        return {
            "parameters": source.c.parameters,
            "segments": count,
            "cost_micros": cast(cast(price, BigInteger) * func.coalesce(count, 1), Integer),
            "body_key": audience_reasons.body_key(self.campaign, self.said, source),
        }


async def wording(
    session: AsyncSession, campaign: Campaign, frozen: FrozenTemplate, *, plain: bool = False
) -> Wording:
    """`plain`: its values are still to be written in the letters of the GSM alphabet."""
    said = Contents((frozen,), channel=campaign.channel, purpose=campaign.purpose, plain=plain)
    today = datetime.now(UTC).date()
    prices = await rates.prices(session, campaign.channel, campaign.purpose.value, today)
    return Wording(campaign, said, prices)
