"""A campaign's test: a sample gets the variants, and the rest then gets the one that did best.

The rest is frozen as variant 0, due never, with the values of all variants one after the other.
Once a winner stands on the campaign's row, by rule or by hand, the rest is released page by page;
a crash in between leaves some of it waiting, and the next look goes on.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign, CampaignRecipient
from db.queries import campaigns as rows
from db.queries import experiments as queries
from db.queries.experiments import Figures
from schemas.enums import CampaignStatus, DeliveryStatus, ResponseKind
from schemas.errors import InvalidInput, InvalidState
from schemas.experiments import Experiment, Unclear, Variant
from schemas.templates import FrozenTemplate, variables
from services import campaigns, rewriting
from services.verdicts import Result, Verdict, Why, judge

# The campaign's winner when the test was stopped: the rest gets nothing.
NOBODY = 0
STOPPED = "experiment_stopped"
UNCLEAR = "experiment_unclear"
_WAITS = "experiment"
# What one transaction releases: about a second of work, well below a heartbeat.
_PAGE = 20_000
# While the sample goes out there is always something else to wait for.
_LOOK_AGAIN_SECONDS = 600.0
# Of the sample, whoever the provider puts off for longer is not waited for.
_PATIENCE = timedelta(hours=12)
_OPEN = (CampaignStatus.RUNNING, CampaignStatus.PAUSED, CampaignStatus.AUTO_PAUSED)
_DS = DeliveryStatus
_TAKEN = (_DS.ACCEPTED, _DS.SENT, _DS.DELIVERED, _DS.READ)


class Stage(StrEnum):
    """How far a test is."""

    SAMPLING = "sampling"
    WAITING = "waiting"
    # Nobody is better, and the campaign asks.
    UNCLEAR = "unclear"
    DECIDED = "decided"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Report:
    """A test as it stands, for people."""

    experiment: Experiment
    stage: Stage
    results: tuple[Result, ...]
    # What would be decided now.
    verdict: Verdict
    decide_at: datetime | None
    winner: int | None
    # How many wait for the winner.
    rest: int


async def step(session: AsyncSession, campaign: Campaign, now: datetime) -> float | None:
    """Take the test as far as it goes now; the caller holds the campaign's row locked.

    Returns the seconds until it wants to be asked again; None: it waits for nothing any more.
    Safe to repeat at any time.
    """
    if campaign.experiment is None or campaign.status is not CampaignStatus.RUNNING:
        return None
    if not _rest(await queries.figures(session, campaign.id)):
        return None
    if campaign.winner is None:
        wait = await _until_decided(session, campaign, now)
        if campaign.winner is None:
            return wait
    await _release(session, campaign)
    return 0.0


async def report(session: AsyncSession, campaign: Campaign) -> Report | None:
    """None for a campaign without a test, or one that has not begun."""
    if campaign.experiment is None or campaign.frozen_at is None:
        return None
    experiment = Experiment.from_json(campaign.experiment)
    figures = await queries.figures(session, campaign.id)
    # By now the winner's figures are those of the rest too.
    results = _kept(campaign) or _results(campaign, figures)
    return Report(
        experiment,
        _stage(campaign),
        results,
        judge(results, experiment),
        campaign.decide_at,
        campaign.winner,
        _rest(figures),
    )


async def choose(
    session: AsyncSession, campaign_id: UUID, variant: int, *, user_id: UUID | None = None
) -> Campaign:
    """A person says which variant the rest gets; a campaign that asked goes on.

    Raises InvalidState when nobody waits for a winner, InvalidInput for a variant there is not.
    """
    campaign = await _undecided(session, campaign_id)
    if not 1 <= variant <= len(_frozen(campaign)):
        raise InvalidInput("There is no such variant.")
    await _settle(session, campaign, variant)
    detail = name_of(campaign, variant)
    await rows.log(session, campaign, "winner_chosen", user_id=user_id, detail=detail)
    return await _go_on(session, campaign, user_id)


async def stop(
    session: AsyncSession, campaign_id: UUID, *, user_id: UUID | None = None
) -> Campaign:
    """The rest gets nothing: it is listed as skipped, with the reason. Raises InvalidState."""
    campaign = await _undecided(session, campaign_id)
    await _settle(session, campaign, NOBODY)
    await rows.log(session, campaign, "test_stopped", user_id=user_id)
    return await _go_on(session, campaign, user_id)


async def leave_out_rest(session: AsyncSession, campaign: Campaign) -> None:
    """What `stop` promised, at once for all who still wait."""
    while await queries.skip_rest(session, campaign.id, reason=STOPPED, limit=_PAGE):
        pass


def name_of(campaign: Campaign, variant: int) -> str:
    """What people call a variant: the name it was given, else its letter."""
    given = [Variant.from_json(stored).name for stored in campaign.variants]
    named = given[variant - 2] if 2 <= variant <= len(given) + 1 else ""  # noqa: PLR2004
    return named or chr(ord("A") + variant - 1)


async def _until_decided(session: AsyncSession, campaign: Campaign, now: datetime) -> float:
    """Wait for the sample, then for its answers, then decide."""
    experiment = Experiment.from_json(campaign.experiment or {})
    if campaign.decide_at is None:
        if await queries.sample_waits(session, campaign.id, until=now + _PATIENCE):
            return _LOOK_AGAIN_SECONDS
        campaign.decide_at = now + timedelta(minutes=experiment.wait_minutes)
    if campaign.decide_at > now:
        campaign.waits_for, campaign.waits_until = _WAITS, campaign.decide_at
        return (campaign.decide_at - now).total_seconds()
    await _decide(session, campaign, experiment)
    return 0.0


async def _decide(session: AsyncSession, campaign: Campaign, experiment: Experiment) -> None:
    results = _results(campaign, await queries.figures(session, campaign.id))
    verdict = judge(results, experiment)
    winner = verdict.winner or _without_winner(verdict, experiment)
    campaign.waits_for = campaign.waits_until = None
    if winner is None:
        await campaigns.auto_pause(session, campaign.id, code=UNCLEAR, detail=verdict.why.value)
        return
    await _settle(session, campaign, winner)
    await rows.log(session, campaign, "winner_found", detail=name_of(campaign, winner))


def _without_winner(verdict: Verdict, experiment: Experiment) -> int | None:
    """What the rule says when nobody is better; never a variant that the guard took out."""
    if experiment.unclear is Unclear.ASK or 1 in verdict.beyond_guard:
        return None
    return 1 if verdict.why is not Why.ALL_BEYOND_GUARD else None


async def _settle(session: AsyncSession, campaign: Campaign, winner: int) -> None:
    """Write the end, with the figures by which it came about."""
    results = _results(campaign, await queries.figures(session, campaign.id))
    campaign.winner = winner
    campaign.experiment = {
        **(campaign.experiment or {}),
        "results": [asdict(result) for result in results],
    }


def _kept(campaign: Campaign) -> tuple[Result, ...]:
    stored = (campaign.experiment or {}).get("results")
    found = stored if isinstance(stored, list) else []
    return tuple(Result(**one) for one in found)


async def _release(session: AsyncSession, campaign: Campaign) -> None:
    """Settle a page of the rest by the winner that stands."""
    winner = campaign.winner
    assert winner is not None
    if winner == NOBODY:
        await queries.skip_rest(session, campaign.id, reason=STOPPED, limit=_PAGE)
    else:
        await _give_rest(session, campaign, winner)


async def _give_rest(session: AsyncSession, campaign: Campaign, variant: int) -> None:
    """A page of the rest gets this variant and its own of the values of all."""
    frozen = _frozen(campaign)
    before, count = _slice(frozen, variant)
    said = await rewriting.wording(session, campaign, frozen[variant - 1])
    own = [CampaignRecipient.parameters[before + place] for place in range(1, count + 1)]
    page = queries.rest_page(
        CampaignRecipient.parameters[before + 1 : before + count], said.body(own)
    )
    await queries.release_rest(session, campaign, variant, page, said.columns(page), limit=_PAGE)


def _slice(frozen: list[FrozenTemplate], variant: int) -> tuple[int, int]:
    """Where a variant's values begin among those of all, and how many they are."""
    counts = [len(variables(one.components, one.parameter_format)) for one in frozen]
    return sum(counts[: variant - 1]), counts[variant - 1]


def _frozen(campaign: Campaign) -> list[FrozenTemplate]:
    stored = [campaign.frozen_template, *campaign.frozen_variants]
    return [FrozenTemplate.from_json(one) for one in stored if isinstance(one, dict)]


def _results(campaign: Campaign, figures: dict[int, Figures]) -> tuple[Result, ...]:
    return tuple(
        _result(variant, figures.get(variant, Figures({}, {})))
        for variant in range(1, len(_frozen(campaign)) + 1)
    )


def _result(variant: int, found: Figures) -> Result:
    return Result(
        variant,
        taken=found.at(*_TAKEN),
        failed=found.at(_DS.FAILED),
        delivered=found.at(_DS.DELIVERED, _DS.READ),
        read=found.at(_DS.READ),
        clicks=found.responses.get(ResponseKind.CLICK, 0),
        replies=found.responses.get(ResponseKind.REPLY, 0),
        opt_outs=found.responses.get(ResponseKind.OPT_OUT, 0),
    )


def _rest(figures: dict[int, Figures]) -> int:
    return figures.get(0, Figures({}, {})).at(_DS.PENDING)


def _stage(campaign: Campaign) -> Stage:
    if campaign.winner is not None:
        return Stage.STOPPED if campaign.winner == NOBODY else Stage.DECIDED
    if campaign.status_code == UNCLEAR:
        return Stage.UNCLEAR
    return Stage.SAMPLING if campaign.decide_at is None else Stage.WAITING


async def _undecided(session: AsyncSession, campaign_id: UUID) -> Campaign:
    campaign = await rows.get_for_update(session, campaign_id)
    waits = campaign.winner is None and campaign.status in _OPEN
    if not waits or not _rest(await queries.figures(session, campaign_id)):
        raise InvalidState(
            "Nobody of this campaign waits for the end of a test.", campaign_id=str(campaign_id)
        )
    return campaign


async def _go_on(session: AsyncSession, campaign: Campaign, user_id: UUID | None) -> Campaign:
    """A campaign that stopped to ask this question goes on; one paused for another reason waits."""
    campaign.waits_for = campaign.waits_until = None
    campaign.version += 1
    if campaign.status is CampaignStatus.AUTO_PAUSED and campaign.status_code == UNCLEAR:
        return await campaigns.resume(session, campaign.id, user_id=user_id)
    return campaign
