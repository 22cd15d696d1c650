"""What a campaign costs and how long it takes, worked out from its preflight."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.connections import Connection, PhoneNumber
from db.models.people import Company
from db.queries import budgets, portfolio_use, preflights
from schemas.enums import Channel, Purpose
from schemas.hours import Hours
from schemas.policies import Policy
from schemas.preflights import BudgetLine, Cost, CostLine
from services import forecasts, holidays, rates
from services.audiences import Group, Preflight
from services.contents import Contents
from services.forecasts import Allowance, Batch, Forecast, Plan


@dataclass(frozen=True, slots=True)
class Sender:
    """What a campaign goes out by."""

    number: PhoneNumber
    connection: Connection


async def cost(session: AsyncSession, said: Contents, found: Preflight, start: datetime) -> Cost:
    """By country, the dearest first; an SMS by its segments."""
    prices = await rates.prices(session, said.channel, said.purpose.value, start.date())
    people: dict[str, int] = {}
    units: dict[str, int] = {}
    usual = _usual_segments(found.groups)
    for group in found.groups:
        people[group.country] = people.get(group.country, 0) + group.count
        segments = group.segments or usual
        units[group.country] = units.get(group.country, 0) + group.count * segments
    lines = [
        CostLine(country, people[country], units[country], prices.get(country, prices.get("")))
        for country in people
    ]
    return Cost(said.purpose.value, tuple(sorted(lines, key=_dearest_first)))


def _usual_segments(groups: Sequence[Group]) -> int:
    """What is counted for those whose words are not decided: the mean of the others, rounded up."""
    known = [(group.count, group.segments) for group in groups if group.segments]
    people = sum(count for count, _ in known)
    return ceil(sum(count * each for count, each in known) / people) if people else 1


def _dearest_first(line: CostLine) -> tuple[int, int, str]:
    return -(line.micros or 0), -line.people, line.country


async def budget_lines(
    session: AsyncSession, campaign: Campaign, policy: Policy, start: datetime
) -> tuple[BudgetLine, ...]:
    """The budgets that limit this campaign."""
    lines = []
    if campaign.budget_micros is not None:
        lines.append(BudgetLine("campaign", campaign.budget_micros, 0, 0))
    if policy.monthly_budget_micros is not None:
        stands = await budgets.standing(session, campaign.company_id, campaign.id, start)
        total = policy.monthly_budget_micros
        lines.append(BudgetLine("month", total, stands.spent, stands.promised))
    return tuple(lines)


def per_second(campaign: Campaign, number: PhoneNumber) -> int:
    """What number and campaign allow."""
    own = campaign.rate_per_second or number.rate_per_second
    return max(1, min(number.rate_per_second, own))


async def forecast(
    session: AsyncSession,
    campaign: Campaign,
    said: Contents,
    found: Preflight,
    sender: Sender,
    *,
    policy: Policy,
    start: datetime,
) -> Forecast:
    """How long it takes from then on, with the whole rate of the number for itself."""
    plan = await _plan(session, campaign, said, sender, policy=policy, start=start)
    usual = _usual_segments(found.groups)
    batches = forecasts.merge([_batch(group, usual) for group in found.groups if group.variant])
    rest = [_batch(group, usual) for group in found.groups if not group.variant]
    if rest and said.experiment is not None:
        sampled = forecasts.forecast(batches, plan).ends_at or start
        decided = sampled + timedelta(minutes=said.experiment.wait_minutes)
        batches += [replace(batch, not_before=decided) for batch in forecasts.merge(rest)]
    return forecasts.forecast(batches, plan)


async def _plan(
    session: AsyncSession,
    campaign: Campaign,
    said: Contents,
    sender: Sender,
    *,
    policy: Policy,
    start: datetime,
) -> Plan:
    company = await session.get_one(Company, campaign.company_id)
    stored = campaign.hours if campaign.hours is not None else policy.hours
    # As in services.claiming: what somebody asked for does not wait for the morning.
    hours = Hours.from_json(stored) if stored and said.purpose is Purpose.MARKETING else None
    return Plan(
        start=start,
        per_second=float(per_second(campaign, sender.number)),
        time_zone=company.timezone,
        hours=hours,
        holidays=await holidays.days(session, policy, start) if hours else (),
        send_at_local=campaign.send_at_local,
        expires_at=campaign.expires_at,
        allowance=await _allowance(session, said, sender),
    )


async def _allowance(session: AsyncSession, said: Contents, sender: Sender) -> Allowance | None:
    """What the portfolio's daily limit leaves campaigns."""
    portfolio_id = sender.connection.portfolio_id
    if portfolio_id is None or said.channel is not Channel.WHATSAPP:
        return None
    allowed = (await portfolio_use.use(session, portfolio_id)).allowed
    if allowed is None:
        return None
    return Allowance(allowed, tuple(await preflights.releases(session, portfolio_id)))


def _batch(group: Group, usual: int) -> Batch:
    return Batch(group.zones, group.count, float(group.segments or usual))


def sample_sizes(groups: Sequence[Group]) -> dict[int, int]:
    """Variant -> how many get it before a winner is known."""
    sizes: dict[int, int] = {}
    for group in groups:
        if group.variant:
            sizes[group.variant] = sizes.get(group.variant, 0) + group.count
    return sizes
