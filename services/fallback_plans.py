"""The campaign that sends an SMS to whom another one does not reach: as it would be, and what it costs.

What is told is a bound: as if everybody the first campaign goes to needed the SMS. Nobody knows
beforehand whom WhatsApp will not reach.
"""

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import BigInteger, Subquery, cast, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign, CampaignRecipient
from db.models.contacts import Contact
from schemas.audiences import Audience, CampaignPart, Outcome
from schemas.campaign_fields import SmsOptions
from schemas.enums import CampaignStatus, Channel, DeliveryStatus, Purpose
from schemas.errors import InvalidInput
from schemas.fallbacks import Fallback
from schemas.preflights import Cost
from services import audience_reasons, audience_values, audiences, contents, launch_costs, policies
from services.audience_reasons import Exclusions
from services.audiences import Group, Preflight
from services.contents import Contents


def child(parent: Campaign, now: datetime) -> Campaign:
    """The SMS campaign of one with a fallback; not stored."""
    fallback = Fallback.from_json(parent.fallback or {})
    return Campaign(
        id=uuid4(),
        company_id=parent.company_id,
        parent_id=parent.id,
        name=f"{parent.name[:190]} (SMS)",
        channel=Channel.SMS,
        status=CampaignStatus.RUNNING,
        phone_number_id=fallback.phone_number_id,
        text=fallback.text,
        bindings=dict(fallback.bindings),
        sms=SmsOptions(footer=fallback.footer).as_json(),
        audience=Audience(campaign=CampaignPart(parent.id, Outcome.NOT_DELIVERED)).as_json(),
        purpose=parent.purpose,
        topic_id=parent.topic_id,
        hours=parent.hours,
        time_zone=parent.time_zone,
        # A recipient keeps its place in the parent's list.
        zones=parent.zones,
        variants=[],
        expires_at=parent.expires_at,
        # One budget for both: what either spends counts, see db.queries.budgets.
        budget_micros=parent.budget_micros,
        launched_at=now,
        launched_by=parent.launched_by,
        frozen_at=now,
        created_by=parent.created_by,
    )


async def cost_before(
    session: AsyncSession, campaign: Campaign, said: Contents, start: datetime
) -> Cost | None:
    """At most, of a campaign that would be launched to begin then.

    None: it has no fallback, or one that cannot be sent as it is.
    """
    if campaign.fallback is None:
        return None
    reached = await audiences.reached(session, campaign, said)
    return await _cost(session, campaign, said.purpose, reached, start)


async def cost_frozen(session: AsyncSession, campaign: Campaign, purpose: Purpose) -> Cost | None:
    """The same of one that was just frozen, by its own ledger."""
    if campaign.fallback is None:
        return None
    row = CampaignRecipient
    reached = (
        select(row.contact_id, row.country)
        .where(row.campaign_id == campaign.id, row.status == DeliveryStatus.PENDING)
        .subquery("reached")
    )
    return await _cost(session, campaign, purpose, reached, datetime.now(UTC))


async def _cost(
    session: AsyncSession,
    campaign: Campaign,
    purpose: Purpose,
    reached: Subquery,
    start: datetime,
) -> Cost | None:
    texting = child(campaign, start)
    texting.purpose = purpose
    try:
        said = await contents.ready(session, texting)
    except InvalidInput:
        return None
    groups = await _groups(session, texting, said, reached)
    found = Preflight(sum(group.count for group in groups), {}, tuple(groups))
    return await launch_costs.cost(session, said, found, start)


async def _groups(
    session: AsyncSession, texting: Campaign, said: Contents, reached: Subquery
) -> list[Group]:
    """Who of these may get the SMS, as services.fallbacks judges whoever needs it."""
    frozen = said.frozen[0]
    filled = audience_values.values(frozen, said, audience_reasons.had_marketing_sms())
    people = (
        select(
            Contact.id,
            Contact.phone,
            Contact.phone_key,
            audience_values.body(frozen, filled).label("body"),
            or_(false(), *(value.is_(None) for value in filled)).label("missing"),
            false().label("held_out"),
            reached.c.country,
        )
        .join(reached, reached.c.contact_id == Contact.id)
        .cte("texted")
    )
    exclusions = Exclusions(texting, said, await policies.get(session), [], datetime.now(UTC))
    joined, reason = exclusions.join(people, people, people.c.country)
    # Counting the parts of a long text is slow: once for all who get the same words.
    same = (people.c.country, people.c.body)
    texts = (
        select(*same, func.count().label("people"))
        .select_from(joined)
        .where(reason.is_(None))
        .group_by(*same)
        .subquery("texts")
    )
    kinds = (texts.c.country, func.sms_segments(texts.c.body))
    rows = await session.execute(
        select(*kinds, cast(func.sum(texts.c.people), BigInteger)).group_by(*kinds)
    )
    return [Group(country or "", (), parts, 1, count) for country, parts, count in rows]
