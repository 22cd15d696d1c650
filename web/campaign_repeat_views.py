"""What can be done next with a campaign that has begun, as its screen shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.models.campaigns import Campaign
from db.models.templates import Template
from db.queries import campaign_drafts, campaigns
from db.queries import experiments as queries
from db.session import Session
from schemas.audiences import Outcome
from schemas.enums import CampaignStatus, Channel, DeliveryStatus, ResponseKind
from schemas.experiments import Metric
from schemas.tallies import Tally
from services import experiments, fallbacks, repeats
from services.experiments import Report, Stage
from services.verdicts import Result, Verdict, Why
from web import campaign_views
from web.formatting import number, percent
from web.i18n import gettext, mark
from web.money_forms import show_amount

_PAUSED = (CampaignStatus.PAUSED, CampaignStatus.AUTO_PAUSED)
_AGAIN = (CampaignStatus.RUNNING, CampaignStatus.COMPLETED, *_PAUSED)
# A difference that chance makes less often than this is called a sure one.
_SURE = 0.05
_METRICS = {
    Metric.DELIVERED: mark("Delivered"),
    Metric.READ: mark("Read"),
    Metric.CLICK: mark("Clicked"),
    Metric.REPLY: mark("Replied"),
}
_STAGES = {
    Stage.SAMPLING: mark("The sample is being sent. Everybody else waits for the winner."),
    Stage.WAITING: mark("The sample is out. Everybody else waits for the winner."),
    Stage.UNCLEAR: mark("No version was clearly better. Choose what everybody else gets."),
    Stage.DECIDED: mark("The test is over."),
    Stage.STOPPED: mark("The test was stopped. Nobody else got anything."),
}
_UNCLEAR = {
    Why.TIE: mark("So far both do equally well."),
    Why.TOO_FEW: mark("So far too few people have got it to say which is better."),
    Why.ALL_BEYOND_GUARD: mark("Too many messages failed, or too many people opted out."),
}
_OUTCOMES = {
    Outcome.NOT_READ: mark("Did not read it"),
    Outcome.NOT_REPLIED: mark("Did not reply"),
    Outcome.NOT_CLICKED: mark("Did not click"),
    Outcome.NOT_DELIVERED: mark("Did not get it"),
    Outcome.FAILED: mark("It failed"),
    Outcome.REPLIED: mark("Replied"),
    Outcome.CLICKED: mark("Clicked"),
}


@dataclass(frozen=True, slots=True)
class FailedRow:
    code: str
    text: str
    advice: str
    count: int
    retryable: bool


@dataclass(frozen=True, slots=True)
class VariantRow:
    variant: int
    name: str
    sent: str
    good: str
    failed: str
    opted_out: str
    beyond_guard: bool
    leads: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """A test as it stands."""

    text: str
    # What the figures say so far, in a sentence.
    verdict: str
    metric: str
    rows: list[VariantRow]
    decide_at: datetime | None
    winner: str
    # How many wait for the winner; 0: there is nothing left to choose.
    rest: int


@dataclass(frozen=True, slots=True)
class Texted:
    """The SMS to whom WhatsApp did not reach."""

    id: UUID
    sent: int
    delivered: int
    waiting: int
    reached_twice: int


@dataclass(frozen=True, slots=True)
class Change:
    """What a paused campaign's form begins with."""

    waiting: int
    rate: int | None
    budget: str
    expires_at: datetime | None
    text: str | None
    template_id: str
    templates: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Next:
    """Everything that can be done with a campaign now; what is empty cannot."""

    trial: Trial | None
    failed: list[FailedRow]
    unknown: int
    # (outcome, words, how many)
    resend: list[tuple[str, str, int]]
    change: Change | None
    # Running with people who wait: it can be changed once it is paused.
    pause_first: bool
    texted: Texted | None


async def read(session: Session, campaign: Campaign, tally: Tally) -> Next:
    again = campaign.status in _AGAIN and campaign.frozen_at is not None
    report = await experiments.report(session, campaign)
    failed = repeats.failed_for(campaign, tally) if again else []
    waits = tally.at(DeliveryStatus.PENDING)
    paused = campaign.status in _PAUSED and campaign.frozen_at is not None
    return Next(
        trial=_trial(campaign, report) if report else None,
        failed=[_failed(one) for one in failed],
        unknown=tally.unknown if again else 0,
        resend=await _resend(session, campaign, tally),
        change=await _change(session, campaign, waits) if paused and waits else None,
        pause_first=campaign.status is CampaignStatus.RUNNING and waits > 0,
        texted=await _texted(session, campaign),
    )


def _failed(one: repeats.FailedFor) -> FailedRow:
    words = campaign_views.words(one.reason)
    text, advice = (words.text, words.advice) if words else (one.reason, "")
    return FailedRow(one.reason, text, advice, one.count, one.retryable)


def _trial(campaign: Campaign, report: Report) -> Trial:
    metric = report.experiment.metric
    undecided = report.winner is None
    winner = experiments.name_of(campaign, report.winner) if report.winner else ""
    return Trial(
        text=gettext(_STAGES[report.stage]),
        verdict=_verdict(campaign, report.verdict) if undecided else "",
        metric=gettext(_METRICS[metric]),
        rows=[_variant(campaign, report, one) for one in report.results],
        decide_at=report.decide_at if undecided else None,
        winner=winner,
        rest=report.rest if undecided and campaign.status in _AGAIN else 0,
    )


def _variant(campaign: Campaign, report: Report, one: Result) -> VariantRow:
    metric = report.experiment.metric
    leads = report.winner == one.variant or (
        report.winner is None and report.verdict.winner == one.variant
    )
    return VariantRow(
        variant=one.variant,
        name=experiments.name_of(campaign, one.variant),
        sent=number(one.tried),
        good=_with_share(one.good(metric), one.tried),
        failed=_with_share(one.failed, one.tried),
        opted_out=_with_share(one.opt_outs, one.taken),
        beyond_guard=one.variant in report.verdict.beyond_guard,
        leads=leads,
    )


def _with_share(count: int, whole: int) -> str:
    return f"{percent(count / whole, 1)} ({number(count)})" if whole else "—"


def _verdict(campaign: Campaign, verdict: Verdict) -> str:
    if verdict.winner is None:
        return gettext(_UNCLEAR[verdict.why])
    name = experiments.name_of(campaign, verdict.winner)
    if verdict.chance is not None and verdict.chance > _SURE:
        text = gettext("So far %(name)s leads, by no more than chance may do.")
    else:
        text = gettext("So far %(name)s leads.")
    return text % {"name": name}


async def _resend(session: Session, campaign: Campaign, tally: Tally) -> list[tuple[str, str, int]]:
    if campaign.frozen_at is None:
        return []
    found = await queries.figures(session, campaign.id)
    replied, clicked = (
        sum(one.responses.get(kind, 0) for one in found.values())
        for kind in (ResponseKind.REPLY, ResponseKind.CLICK)
    )
    status = DeliveryStatus
    counts = {
        Outcome.NOT_READ: tally.accepted - tally.read,
        Outcome.NOT_REPLIED: max(0, tally.accepted - replied),
        Outcome.NOT_CLICKED: max(0, tally.accepted - clicked) if clicked else 0,
        Outcome.NOT_DELIVERED: tally.at(status.ACCEPTED, status.SENT, status.FAILED),
        Outcome.FAILED: tally.failed,
        Outcome.REPLIED: replied,
        Outcome.CLICKED: clicked,
    }
    if campaign.channel is Channel.SMS:
        # Nobody reports whether an SMS was read.
        counts[Outcome.NOT_READ] = 0
    return [
        (outcome.value, gettext(words), counts[outcome])
        for outcome, words in _OUTCOMES.items()
        if counts[outcome]
    ]


async def _change(session: Session, campaign: Campaign, waiting: int) -> Change:
    _, sender = await campaigns.sending_parts(session, campaign)
    is_sms = campaign.channel is Channel.SMS
    choices: Sequence[Template] = ()
    if sender is not None and not is_sms:
        choices = await campaign_drafts.templates_to_choose(session, sender.connection_id)
    return Change(
        waiting=waiting,
        rate=campaign.rate_per_second,
        budget=show_amount(campaign.budget_micros),
        expires_at=campaign.expires_at,
        text=campaign.text if is_sms else None,
        template_id=str(campaign.template_id or ""),
        templates=[(str(one.id), f"{one.name} · {one.language}") for one in choices],
    )


async def _texted(session: Session, campaign: Campaign) -> Texted | None:
    found = await fallbacks.report(session, campaign.id)
    if found is None:
        return None
    tally = found.tally
    return Texted(
        found.campaign.id, tally.accepted, tally.delivered, tally.waiting, found.reached_twice
    )
