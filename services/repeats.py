"""What a person may do again, or differently, with the people of a campaign that has begun.

Nothing here happens by itself: each is somebody's explicit choice, and stands in the history.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import false, or_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.queries import budgets
from db.queries import campaigns as rows
from db.queries import repeats as queries
from providers import meta_codes, twilio_codes
from providers.base import LATER, PAUSES
from schemas.audiences import Audience, CampaignPart, Outcome
from schemas.enums import CampaignStatus, Channel, DeliveryStatus
from schemas.errors import Conflict, FieldError, InvalidInput, InvalidState
from schemas.experiments import Variant
from schemas.repeats import WORDS, PendingFields, Reworded
from schemas.tallies import Tally
from schemas.words import mark
from services import (
    approval_requests,
    approval_rules,
    audience_reasons,
    audience_values,
    campaign_copies,
    campaigns,
    contents,
    experiments,
    links,
    policies,
    rewriting,
)

DROPPED = "dropped"
_PAUSED = (CampaignStatus.PAUSED, CampaignStatus.AUTO_PAUSED)
_OPEN = (CampaignStatus.RUNNING, *_PAUSED)
_MOST_RATE = 1_000
_LONGEST_NAME = 200
# Sent to nobody by weight: it holds the words somebody gave to those who still waited.
_NO_WEIGHT = 0


@dataclass(frozen=True, slots=True)
class FailedFor:
    """A reason some failed for, and whether trying again may help by itself."""

    reason: str
    count: int
    retryable: bool


def failed_for(campaign: Campaign, tally: Tally) -> list[FailedFor]:
    """The reasons people of this campaign failed for, the most frequent first."""
    return [
        FailedFor(reason, count, is_retryable(campaign.channel, reason))
        for reason, count in tally.reasons(DeliveryStatus.FAILED)
    ]


def is_retryable(channel: Channel, reason: str) -> bool:
    """The cause passes, or can be mended: not the person's number, wish or the message itself."""
    if not (reason.isascii() and reason.isdigit()):
        return False
    codes = meta_codes if channel is Channel.WHATSAPP else twilio_codes
    return codes.recovery(int(reason)) in LATER | PAUSES


async def retry_failed(
    session: AsyncSession,
    campaign_id: UUID,
    reasons: Collection[str] | None = None,
    *,
    user_id: UUID | None = None,
) -> Campaign:
    """Have those who failed wait again, for these reasons; None: for those that are retryable.

    Whoever got the fallback meanwhile is left alone. Raises InvalidState when that is nobody.
    """
    campaign = await campaigns.reopen(session, campaign_id, "retried", user_id=user_id)
    tally = await rows.tally(session, campaign_id)
    failed = failed_for(campaign, tally)
    chosen = [
        one.reason
        for one in failed
        if (one.retryable if reasons is None else one.reason in reasons)
    ]
    if not await queries.put_back(session, campaign_id, DeliveryStatus.FAILED, chosen):
        raise InvalidState("Nobody failed for a reason of which another try could help.")
    return campaign


async def resume_unknown(
    session: AsyncSession, campaign_id: UUID, count: int, *, user_id: UUID | None = None
) -> Campaign:
    """Send again to all whose outcome is not known: some of them may get it twice.

    `count` is how many the person was told and typed: Conflict when it is another by now.
    """
    campaign = await campaigns.reopen(
        session, campaign_id, "unknown_resumed", detail=str(count), user_id=user_id
    )
    tally = await rows.tally(session, campaign_id)
    if not tally.unknown:
        raise InvalidState("No outcome of this campaign is unknown.")
    if count != tally.unknown:
        raise Conflict("By now it is another number of people. Look again.", unknown=tally.unknown)
    reasons = [reason for reason, _ in tally.reasons(DeliveryStatus.UNKNOWN)]
    await queries.put_back(session, campaign_id, DeliveryStatus.UNKNOWN, reasons)
    return campaign


async def drop_pending(
    session: AsyncSession,
    campaign_id: UUID,
    recipient_ids: Sequence[UUID],
    *,
    user_id: UUID | None = None,
) -> int:
    """Leave these people out if they still wait; returns how many. Raises InvalidState."""
    campaign = await rows.get_for_update(session, campaign_id)
    if campaign.status not in _OPEN:
        raise InvalidState("Nobody of this campaign waits any more.")
    dropped = await queries.drop(session, campaign_id, recipient_ids, reason=DROPPED)
    if dropped:
        await rows.log(session, campaign, "dropped", user_id=user_id, detail=str(dropped))
    return dropped


async def resend_to(
    session: AsyncSession,
    campaign_id: UUID,
    outcome: Outcome,
    rename: Callable[[str], str],
    *,
    user_id: UUID | None = None,
) -> Campaign:
    """A new draft of the same, for those of whom this is known when it begins."""
    original = await rows.get(session, campaign_id)
    if original.frozen_at is None:
        raise InvalidState("This campaign was not sent to anybody so far.")
    audience = Audience(campaign=CampaignPart(campaign_id, outcome))
    campaign = campaign_copies.copy_of(
        original,
        name=" ".join(rename(original.name).split())[:_LONGEST_NAME],
        audience=audience.as_json(),
        source_id=original.id,
        created_by=user_id,
    )
    session.add(campaign)
    await rows.reread(session, campaign)
    await rows.log(session, campaign, "created", user_id=user_id, detail=original.name)
    return campaign


async def change_pending(
    session: AsyncSession,
    campaign_id: UUID,
    values: PendingFields,
    *,
    user_id: UUID | None = None,
) -> tuple[Campaign, Reworded]:
    """Change a paused campaign for whoever was not sent to; everybody else keeps what they got.

    Other words are filled from the contacts as they are now. Raises InvalidState and InvalidInput.
    """
    campaign = await rows.get_for_update(session, campaign_id)
    if campaign.status not in _PAUSED or campaign.frozen_at is None:
        raise InvalidState("Pause the campaign first; then it can be changed.")
    errors = _wrong(values)
    if errors:
        raise InvalidInput("Some of the campaign is not right.", errors)
    _apply(campaign, values)
    reworded = await _reword(session, campaign) if WORDS & values.keys() else Reworded()
    campaign.version += 1
    detail = str(reworded.people) if reworded.people else None
    await rows.log(session, campaign, "changed", user_id=user_id, detail=detail)
    return campaign, reworded


def _wrong(values: PendingFields) -> list[FieldError]:
    errors = []
    rate, budget = values.get("rate_per_second"), values.get("budget_micros")
    expires_at, hours = values.get("expires_at"), values.get("hours")
    if rate is not None and not 1 <= rate <= _MOST_RATE:
        message = mark("Choose between 1 and 1,000 messages a second.")
        errors.append(FieldError("rate_per_second", "out_of_range", message))
    if budget is not None and budget <= 0:
        message = mark("A budget is more than nothing; leave it empty for none.")
        errors.append(FieldError("budget_micros", "out_of_range", message))
    if expires_at is not None and expires_at <= datetime.now(UTC):
        message = mark("Choose a moment in the future.")
        errors.append(FieldError("expires_at", "invalid_moment", message))
    if "text" in values and not values["text"].strip():
        message = mark("Write what the message says.")
        errors.append(FieldError("text", "missing", message))
    return errors + (hours.check() if hours is not None else [])


def _apply(campaign: Campaign, values: PendingFields) -> None:
    if "rate_per_second" in values:
        campaign.rate_per_second = values["rate_per_second"]
    if "budget_micros" in values:
        campaign.budget_micros = values["budget_micros"]
    if "expires_at" in values:
        campaign.expires_at = values["expires_at"]
    if "hours" in values:
        hours = values["hours"]
        campaign.hours = hours.as_json() if hours is not None else None
    if "template_id" in values:
        campaign.template_id = values["template_id"]
        # Those of another template would fill the wrong places.
        campaign.bindings = {}
    if "text" in values:
        campaign.text = values["text"]
    if "bindings" in values:
        campaign.bindings = dict(values["bindings"])


async def _reword(session: AsyncSession, campaign: Campaign) -> Reworded:
    """Freeze the campaign's own words anew, as one more variant, for all who wait.

    A variant of its own, so that what was sent before still reads as it was.
    """
    report = await experiments.report(session, campaign)
    if report is not None and report.rest and report.winner is None:
        raise InvalidState("Choose what the rest of the test gets first.")
    if report is not None and report.rest and report.winner == experiments.NOBODY:
        await experiments.leave_out_rest(session, campaign)
    # By itself: other variants may be of templates that are paused by now.
    alone = campaign_copies.copy_of(campaign, variants=[], experiment=None)
    said = await contents.ready(session, alone)
    if said.purpose is not campaign.purpose or said.channel is not campaign.channel:
        raise InvalidInput("These words have another purpose. Clone the campaign to send them.")
    frozen = said.frozen[0]
    variant = len(campaign.frozen_variants) + 2
    campaign.frozen_variants = [*campaign.frozen_variants, frozen.as_json()]
    written = Variant("", _NO_WEIGHT, campaign.template_id, campaign.text, campaign.bindings)
    campaign.variants = [*campaign.variants, written.as_json()]
    serials = await links.register(session, campaign, contents.urls(said))
    linked = contents.with_serials(said, serials).frozen[0]
    wording = await rewriting.wording(session, campaign, linked, plain=said.plain)
    filled = audience_values.values(linked, wording.said, audience_reasons.had_marketing_sms())
    source = queries.pending_with_contacts(
        campaign,
        audience_values.parameters(filled),
        wording.body(filled),
        or_(false(), *(value.is_(None) for value in filled)),
    )
    columns = wording.columns(source)
    people, lacking = await queries.reword(session, campaign, variant, source, columns)
    await _require_small(session, campaign)
    return Reworded(people, lacking)


async def _require_small(session: AsyncSession, campaign: Campaign) -> None:
    """Other words for many are another campaign, to which a second person has to agree."""
    left = await budgets.reach(session, campaign.id)
    policy = await policies.get(session)
    texts = await approval_requests.fallback_micros(session, campaign, policy, campaign.purpose)
    most = left.cost_micros + texts
    if approval_rules.needed(policy, recipients=left.people, cost_micros=most):
        raise InvalidState(
            "A second person has to agree to what so many people get. Cancel this campaign, clone "
            "it and have the clone approved."
        )
