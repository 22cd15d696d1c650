"""What a campaign's next recipients are looked at for: policy, consent, hours, limit and budget.

What hardly changes is read when a batch begins; what others use up is read in the claim itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.queries import campaigns, portfolio_use
from db.queries.claims import Rules
from db.queries.sending import SendingPlan
from schemas.enums import Purpose
from schemas.hours import Hours
from schemas.policies import Policy, scopes_of
from services import budgets, holidays, policies
from services.local_time import next_opening

# Nobody is left to be told: what a campaign waits for is looked at again after this at the latest.
_LOOK_AGAIN = timedelta(hours=1)
Cause = Literal["hours", "daily_limit", "budget", "expired"]


@dataclass(frozen=True, slots=True)
class Wait:
    """Nobody may be sent to before then; None: not until somebody changes something."""

    cause: Cause
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a campaign's claims go by during one batch."""

    plan: SendingPlan
    policy: Policy
    hours: Hours | None
    holidays: Collection[date]
    zones: tuple[tuple[str, ...], ...]
    budgeted: bool

    @property
    def marketing(self) -> bool:
        return self.plan.purpose is Purpose.MARKETING

    def closed(self, now: datetime) -> dict[int, datetime]:
        """The zones in which it is not the time now, and when it is again."""
        if self.hours is None and self.plan.send_at_local is None:
            return {}
        openings = (
            next_opening(zones, now, self.hours, self.holidays, self.plan.send_at_local)
            for zones in self.zones
        )
        return {place: at for place, at in enumerate(openings) if at is not None}


async def terms(session: AsyncSession, plan: SendingPlan, *, now: datetime) -> Terms:
    policy = await policies.get(session)
    stored = plan.hours if plan.hours is not None else policy.hours
    # Quiet hours are for what can wait; a code or a receipt cannot.
    timed = plan.purpose is Purpose.MARKETING and stored
    hours = Hours.from_json(stored) if timed and stored else None
    days = await holidays.days(session, policy, now) if hours is not None else frozenset()
    budgeted = plan.budget_micros is not None or policy.monthly_budget_micros is not None
    zones = tuple(tuple(map(str, one)) for one in plan.zones if isinstance(one, list))
    return Terms(plan, policy, hours, days, zones, budgeted)


async def rules(
    session: AsyncSession, campaign_id: UUID, known: Terms, *, now: datetime
) -> Rules | Wait:
    """For one claim, whose transaction has begun with `claims.prepare`."""
    plan, policy = known.plan, known.policy
    if plan.expires_at is not None and plan.expires_at <= now:
        return Wait("expired", None)
    closed = known.closed(now)
    if closed and len(closed) == len(known.zones):
        return Wait("hours", min(closed.values()))
    room = await _room(session, plan.portfolio_id)
    if room == 0:
        return await short(session, known, "daily_limit", now=now)
    money = await _money(session, campaign_id) if known.budgeted else None
    if money is not None and money <= 0:
        return Wait("budget", None)
    days, hours = timedelta(days=policy.frequency_days), timedelta(hours=policy.duplicate_hours)
    capped = known.marketing and policy.frequency_cap is not None
    return Rules(
        channel=plan.channel,
        scopes=scopes_of(plan.purpose, plan.topic_id),
        frequency_cap=policy.frequency_cap if capped else None,
        frequency_since=now - days if capped else None,
        duplicate_since=now - hours if hours else None,
        parent_id=plan.parent_id,
        fallback_id=plan.fallback_id,
        closed=closed,
        portfolio_id=plan.portfolio_id if room is not None else None,
        room=room,
        money=money,
    )


async def short(
    session: AsyncSession, known: Terms, cause: Literal["daily_limit", "budget"], *, now: datetime
) -> Wait:
    """The limit or the budget is used up: until when."""
    portfolio_id = known.plan.portfolio_id
    if cause == "budget" or portfolio_id is None:
        return Wait("budget", None)
    used = await portfolio_use.use(session, portfolio_id)
    at = await portfolio_use.room_at(session, portfolio_id, max(1, used.allowed or 0))
    return Wait("daily_limit", at or now + _LOOK_AGAIN)


async def _room(session: AsyncSession, portfolio_id: UUID | None) -> int | None:
    if portfolio_id is None:
        return None
    return (await portfolio_use.use(session, portfolio_id)).room


async def _money(session: AsyncSession, campaign_id: UUID) -> int | None:
    campaign: Campaign = await campaigns.get(session, campaign_id)
    return await budgets.left(session, campaign)


def seconds_until(wait: Wait, *, now: datetime | None = None) -> float:
    """How long the workflow may rest: an hour at most, as rules can change meanwhile."""
    if wait.until is None:
        return _LOOK_AGAIN.total_seconds()
    left = (wait.until - (now or datetime.now(UTC))).total_seconds()
    return max(0.2, min(left, _LOOK_AGAIN.total_seconds()))
