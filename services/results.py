"""What came of campaigns: the funnel, by variant, beside a hold-out, over time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.queries import campaigns, responses
from db.queries import results as queries
from db.queries.responses import Responses
from db.queries.results import Counted
from schemas.enums import Channel, DeliveryStatus, ResponseKind
from schemas.errors import InvalidInput, NotFound
from schemas.experiments import Experiment, Metric
from schemas.results import Figures, HoldOut, Link, Moment, Results, Step, VariantResult
from schemas.tallies import Count, Tally
from services import policies
from services.experiments import name_of
from services.verdicts import Result, by_chance

MOST_COMPARED = 5
HOLD_OUT = "hold_out"
_S = DeliveryStatus
# What a provider bills or may still bill; of what failed, only what a carrier of SMS lost (30xxx).
_BILLED = frozenset({_S.SENDING, _S.UNKNOWN, _S.ACCEPTED, _S.SENT, _S.DELIVERED, _S.READ})
# How long the course is followed: after that hardly anybody reads or answers.
_FOLLOWED = {Step.HOURS: timedelta(hours=48), Step.DAYS: timedelta(days=30)}
_KINDS = {
    "reply": "replied",
    "click": "clicked",
    "opt_out": "opted_out",
}


async def of(session: AsyncSession, campaign: Campaign) -> Results:
    """One campaign's, from its counters."""
    (found,) = await of_many(session, [campaign])
    followed = await responses.links_of(session, campaign.id)
    links = [Link(row.url, row.clicks, row.robots) for row in followed]
    return replace(found, links=links)


async def of_many(session: AsyncSession, rows: Sequence[Campaign]) -> list[Results]:
    """Several, side by side; without their links."""
    keys = [row.id for row in rows]
    counted = await queries.counters(session, keys)
    responded = await responses.counts(session, keys)
    currency = (await policies.get(session)).currency
    return [_results(row, counted.get(row.id, []), responded[row.id], currency) for row in rows]


async def parent_of(session: AsyncSession, campaign: Campaign) -> Campaign | None:
    """The campaign whose people this one reaches by another channel."""
    if campaign.parent_id is None:
        return None
    found = await queries.by_ids(session, [campaign.parent_id])
    return found[0] if found else None


async def fallback_of(session: AsyncSession, campaign: Campaign) -> Results | None:
    """What came of the SMS to whom this campaign did not reach, if that was planned and made."""
    if campaign.fallback is None:
        return None
    child = await queries.fallback_of(session, campaign.id)
    return (await of_many(session, [child]))[0] if child else None


async def compare(session: AsyncSession, campaign_ids: Sequence[UUID]) -> list[Results]:
    """Up to five, in the order asked for. Raises InvalidInput for more, NotFound for a stranger."""
    wanted = list(dict.fromkeys(campaign_ids))
    if len(wanted) > MOST_COMPARED:
        raise InvalidInput("Compare at most %(most)s campaigns.", most=MOST_COMPARED)
    rows = await queries.by_ids(session, wanted)
    if len(rows) < len(wanted):
        raise NotFound("Campaign", wanted)
    return await of_many(session, rows)


async def course(session: AsyncSession, campaign_id: UUID, step: Step) -> list[Moment]:
    """Hour by hour for two days, or day by day for thirty, from the first thing that happened.

    Reads the campaign's whole part of the ledger: to be asked for, not to be looked at by itself.
    """
    campaign = await campaigns.get(session, campaign_id)
    if campaign.frozen_at is None:
        return []
    until = campaign.frozen_at + _FOLLOWED[step]
    return _moments(await queries.course(session, campaign, step, until), step)


def _moments(rows: Iterable[tuple[datetime, str, int]], step: Step) -> list[Moment]:
    """Every hour or day between the first and the last, the empty ones too."""
    found: dict[datetime, dict[str, int]] = defaultdict(dict)
    for at, kind, count in rows:
        found[at][_KINDS.get(kind, kind)] = count
    if not found:
        return []
    width = timedelta(hours=1) if step is Step.HOURS else timedelta(days=1)
    at, moments = min(found), []
    while at <= max(found):
        moments.append(Moment(at, **found.get(at, {})))
        following = [key for key in found if at < key < at + width * 1.5]
        # A day of a clock change has 23 or 25 hours: what was found says where the next begins.
        at = min(following) if following else at + width
    return moments


def _results(
    campaign: Campaign, counted: Sequence[Counted], responded: Responses, currency: str
) -> Results:
    whole = _figures(campaign.channel, counted, responded)
    metric = _metric(campaign, whole)
    tally = _tally(counted)
    return Results(
        campaign_id=campaign.id,
        name=campaign.name,
        status=campaign.status,
        channel=campaign.channel,
        launched_at=campaign.launched_at,
        finished_at=campaign.finished_at,
        currency=currency,
        figures=whole,
        metric=metric,
        variants=_variants(campaign, counted, responded, metric),
        hold_out=_hold_out(counted, responded, whole),
        failures=tally.reasons(_S.FAILED),
        left_out=tally.reasons(_S.SKIPPED),
    )


def _figures(
    channel: Channel, counted: Sequence[Counted], responded: Responses, variant: int | None = None
) -> Figures:
    tally = _tally(counted)
    return Figures(
        audience=tally.total,
        recipients=tally.recipients,
        waiting=tally.waiting,
        sent=tally.accepted,
        delivered=tally.delivered,
        read=tally.read,
        failed=tally.failed,
        unknown=tally.unknown,
        clicked=responded.of(ResponseKind.CLICK, variant),
        replied=responded.of(ResponseKind.REPLY, variant),
        opted_out=responded.of(ResponseKind.OPT_OUT, variant),
        cost_micros=sum(one.cost_micros for one in counted if _is_billed(channel, one)),
    )


def _is_billed(channel: Channel, one: Counted) -> bool:
    lost = one.status is _S.FAILED and one.reason.startswith("3")
    return one.status in _BILLED or (channel is Channel.SMS and lost)


def _tally(counted: Iterable[Counted]) -> Tally:
    together: dict[tuple[DeliveryStatus, str], int] = defaultdict(int)
    for one in counted:
        together[one.status, one.reason] += one.count
    return Tally.of(Count(status, reason, count) for (status, reason), count in together.items())


def _metric(campaign: Campaign, figures: Figures) -> Metric:
    """What variants are compared by: the test's own measure, else the furthest that happened."""
    if campaign.experiment is not None:
        return Experiment.from_json(campaign.experiment).metric
    if figures.clicked:
        return Metric.CLICK
    if figures.replied:
        return Metric.REPLY
    return Metric.READ if campaign.channel is Channel.WHATSAPP else Metric.DELIVERED


def _variants(
    campaign: Campaign, counted: Sequence[Counted], responded: Responses, metric: Metric
) -> list[VariantResult]:
    """Nothing to compare without a second way to say it."""
    if not campaign.variants:
        return []
    numbers = range(1, len(campaign.variants) + 2)
    figures = {
        number: _figures(
            campaign.channel, [one for one in counted if one.variant == number], responded, number
        )
        for number in numbers
    }
    tried = {number: _tried(number, figures[number]) for number in numbers}
    base = tried[1].rate(metric)
    return [
        VariantResult(
            variant=number,
            name=name_of(campaign, number),
            figures=figures[number],
            rate=tried[number].rate(metric),
            uplift=tried[number].rate(metric) / base - 1 if number > 1 and base else None,
            chance=by_chance(tried[1], tried[number], metric) if number > 1 else None,
            won=campaign.winner == number,
        )
        for number in numbers
    ]


def _tried(number: int, figures: Figures) -> Result:
    return Result(
        variant=number,
        taken=figures.sent,
        failed=figures.failed,
        delivered=figures.delivered,
        read=figures.read,
        clicks=figures.clicked,
        replies=figures.replied,
        opt_outs=figures.opted_out,
    )


def _hold_out(counted: Sequence[Counted], responded: Responses, figures: Figures) -> HoldOut | None:
    people = sum(one.count for one in counted if one.reason == HOLD_OUT)
    if not people:
        return None
    replied = responded.of(ResponseKind.REPLY, 0)
    return HoldOut(
        people=people,
        replied=replied,
        rate_with=figures.replied / figures.reached if figures.reached else 0.0,
        rate_without=replied / people,
        chance=by_chance(
            Result(variant=1, taken=figures.reached, replies=figures.replied),
            Result(variant=0, taken=people, replies=replied),
            Metric.REPLY,
        ),
    )
