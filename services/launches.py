"""The last look before a campaign begins: who gets it, what it costs, when it ends, what is wrong.

A launch runs the same check, so nothing begins that the sheet would have stopped. Above the
company's limits it waits for a second person: services.approvals.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.queries import campaigns as queries
from db.queries import preflights
from schemas.audiences import Audience
from schemas.enums import CampaignStatus, Channel
from schemas.errors import CampaignNotLaunchable, FieldError, InvalidInput, NotFound
from schemas.policies import Policy
from schemas.preflights import BudgetLine, Cost, Money, Notice
from schemas.reasons import reason
from schemas.words import mark
from services import (
    approval_requests,
    approval_rules,
    audiences,
    campaigns,
    contents,
    fallback_plans,
    launch_costs,
    launch_warnings,
    policies,
)
from services.contents import Contents
from services.forecasts import Forecast
from services.launch_costs import Sender
from services.launch_warnings import Facts

_READY = (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED, CampaignStatus.MISSED)
_NOBODY = mark("Nobody would get this campaign. Look at who is left out and why.")
_CHOOSE_AUDIENCE = mark("Choose who gets the campaign.")
_PAST = mark("Choose a moment in the future.")
_TOO_FAR = mark("Choose a moment within the next year.")
_FARTHEST = timedelta(days=366)
_OVER = {
    "campaign": mark("It would cost more than its own budget: %(cost)s of %(left)s."),
    "month": mark("It would cost more than this month's budget leaves: %(cost)s of %(left)s."),
}


@dataclass(frozen=True, slots=True)
class Check:
    """What a launch would do now."""

    reachable: int
    # Reason -> how many are left out because of it.
    excluded: dict[str, int]
    # Messages (SMS: segments) a second, at best.
    rate_per_second: int
    channel: Channel
    currency: str
    starts_at: datetime
    cost: Cost
    forecast: Forecast
    # The SMS to whom the campaign does not reach, if everybody needed one; None: none is sent.
    fallback: Cost | None = None
    budgets: tuple[BudgetLine, ...] = ()
    # Why a second person has to agree: "recipients", "cost"; empty: nobody has to.
    approval: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = field(default=())

    @property
    def matched(self) -> int:
        return self.reachable + sum(self.excluded.values())

    @property
    def most_micros(self) -> int:
        """The dearest it can become; what a second person is asked about."""
        return self.cost.micros + (self.fallback.micros if self.fallback else 0)

    @property
    def seconds(self) -> float:
        return self.reachable / self.rate_per_second

    @property
    def stops(self) -> tuple[Notice, ...]:
        """Why it cannot begin like this."""
        return tuple(notice for notice in self.notices if notice.stops)

    @property
    def warnings(self) -> tuple[Notice, ...]:
        return tuple(notice for notice in self.notices if not notice.stops)

    def as_json(self) -> dict[str, object]:
        """What a campaign keeps of it: Campaign.estimate."""
        ends = self.forecast.ends_at
        return {
            "reachable": self.reachable,
            "excluded": self.excluded,
            "cost_micros": self.cost.micros,
            approval_rules.FALLBACK: self.fallback.micros if self.fallback else 0,
            "unpriced": self.cost.unpriced,
            "currency": self.currency,
            "starts_at": self.starts_at.isoformat(),
            "ends_at": ends.isoformat() if ends else None,
            "late": self.forecast.late,
        }


async def check(
    session: AsyncSession,
    campaign_id: UUID,
    *,
    at: datetime | None = None,
    own_links: bool | None = None,
) -> Check:
    """What a launch would do at that moment (None: when it is scheduled, else now).

    `own_links`: whether the company's own host name for links is proven, where the caller knows.
    Raises InvalidInput when number, template, a variable or the audience is missing.
    """
    campaign = await queries.get(session, campaign_id)
    said = await contents.ready(session, campaign)
    _require_audience(campaign)
    policy, now = await policies.get(session), datetime.now(UTC)
    start = max(now, at or campaign.scheduled_at or now)
    facts = await _facts(session, campaign, said, policy, start)
    warned = await launch_warnings.warnings(session, replace(facts, own_links=own_links))
    check = Check(
        reachable=facts.found.reachable,
        excluded=facts.found.excluded,
        rate_per_second=launch_costs.per_second(campaign, facts.sender.number),
        channel=said.channel,
        currency=policy.currency,
        starts_at=start,
        cost=facts.cost,
        forecast=facts.forecast,
        fallback=facts.fallback,
        budgets=facts.budgets,
        notices=(*_over_budget(facts.budgets, facts.cost), *warned),
    )
    return replace(check, approval=_approval(campaign, policy, check))


async def _facts(
    session: AsyncSession, campaign: Campaign, said: Contents, policy: Policy, start: datetime
) -> Facts:
    found = await audiences.preflight(session, campaign, said)
    sender = await _sender(session, campaign)
    return Facts(
        campaign,
        said,
        found,
        sender,
        cost=await launch_costs.cost(session, said, found, start),
        forecast=await launch_costs.forecast(
            session, campaign, said, found, sender, policy=policy, start=start
        ),
        start=start,
        fallback=await fallback_plans.cost_before(session, campaign, said, start),
        budgets=await launch_costs.budget_lines(session, campaign, policy, start),
    )


async def launch(
    session: AsyncSession,
    campaign_id: UUID,
    *,
    user_id: UUID | None = None,
    key_id: UUID | None = None,
) -> Campaign:
    """Begin now, or ask a second person first (AWAITING_APPROVAL); `key_id`: of the program's.

    Raises CampaignNotLaunchable, and InvalidInput when it would reach nobody or is over budget.
    """
    campaign = await queries.get_for_update(session, campaign_id)
    if campaign.status is CampaignStatus.LAUNCHING:
        return campaign
    found = await _ready(session, campaign, datetime.now(UTC))
    await approval_requests.note_key(session, campaign, key_id)
    if found.approval:
        return await approval_requests.ask(
            session, campaign, found.as_json(), None, user_id=user_id
        )
    campaign.launched_by = user_id
    return await campaigns.mark_launching(session, campaign_id, user_id=user_id)


async def schedule(
    session: AsyncSession,
    campaign_id: UUID,
    at: datetime,
    *,
    now: datetime,
    user_id: UUID | None = None,
    key_id: UUID | None = None,
) -> Campaign:
    """Begin at a moment to come. Raises as `launch` does, and InvalidInput for the past."""
    campaign = await queries.get_for_update(session, campaign_id)
    wrong = _PAST if at <= now else _TOO_FAR if at > now + _FARTHEST else None
    if wrong is not None:
        raise InvalidInput(wrong, [FieldError("scheduled_at", "invalid_moment", wrong)])
    found = await _ready(session, campaign, at)
    await approval_requests.note_key(session, campaign, key_id)
    if found.approval:
        return await approval_requests.ask(session, campaign, found.as_json(), at, user_id=user_id)
    campaign.launched_by = user_id
    return await campaigns.schedule(session, campaign_id, at, user_id=user_id)


def _require_audience(campaign: Campaign) -> None:
    if Audience.from_json(campaign.audience).empty:
        errors = [FieldError("audience", "missing", _CHOOSE_AUDIENCE)]
        raise InvalidInput("The campaign is not complete yet.", errors)


async def _ready(session: AsyncSession, campaign: Campaign, at: datetime) -> Check:
    """The check, when nothing of it stops the campaign; the estimate is kept."""
    if campaign.status not in _READY:
        raise CampaignNotLaunchable(campaign.id, campaign.status)
    found = await check(session, campaign.id, at=at)
    require(found)
    if not campaign.approved_by:
        campaign.estimate = found.as_json()
    return found


def require(found: Check) -> None:
    """Raises InvalidInput when it would reach nobody, or something of it stops the campaign."""
    if not found.reachable:
        raise InvalidInput(
            _NOBODY,
            [
                FieldError("audience", code, reason(code).text)
                for code in sorted(found.excluded, key=lambda code: -found.excluded[code])
            ]
            or [FieldError("audience", "empty", mark("No contact matches this audience."))],
        )
    if found.stops:
        message = mark("It costs more than the budget leaves. Look at the check before launch.")
        raise InvalidInput(
            message, [FieldError("budget_micros", one.code, message) for one in found.stops]
        )


def _approval(campaign: Campaign, policy: Policy, found: Check) -> tuple[str, ...]:
    people, most = found.reachable, found.most_micros
    if approval_rules.covers(campaign, policy, recipients=people, cost_micros=most):
        return ()
    return approval_rules.needed(policy, recipients=people, cost_micros=most)


def _over_budget(lines: tuple[BudgetLine, ...], cost: Cost) -> tuple[Notice, ...]:
    return tuple(
        Notice(
            f"over_{line.kind}_budget",
            _OVER[line.kind],
            {"cost": Money(cost.micros), "left": Money(max(0, line.left))},
            stops=True,
        )
        for line in lines
        if cost.micros > line.left
    )


async def _sender(session: AsyncSession, campaign: Campaign) -> Sender:
    found = await preflights.sender(session, campaign)
    if found is None:
        raise NotFound("Phone number", campaign.phone_number_id)
    return Sender(*found)
