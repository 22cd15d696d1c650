"""An SMS to whom a WhatsApp campaign did not reach, within what they allow.

They are written into one child campaign, each person once however often it is looked (the ledger's
own key), page by page: what dies in between goes on with the next look. The child sends like any
campaign, so its claim looks at opt-outs, hours and budget, and at whether WhatsApp delivered after
all. It is over when the parent can leave nobody more unreached.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CTE, ColumnElement, case, false, func, or_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.queries import campaigns as rows
from db.queries import fallbacks as queries
from db.queries.fallbacks import Search
from schemas.enums import CampaignStatus, Channel, DeliveryStatus
from schemas.errors import AppError
from schemas.fallbacks import Fallback
from schemas.tallies import Tally
from schemas.templates import FrozenTemplate
from services import (
    audience_reasons,
    audience_values,
    campaign_news,
    campaigns,
    contents,
    fallback_plans,
    links,
    policies,
    rewriting,
)
from services.audience_reasons import Exclusions
from services.contents import Contents

# What an SMS can help with: not on WhatsApp, held back there, or Meta's own trouble. Never a wish
# of the person, and never what may have arrived.
REASONS = (
    "130472",
    "130497",
    "131000",
    "131016",
    "131026",
    "131049",
    "131062",
    "135000",
    "137000",
)
_PAGE = 2_000
_EVERY = timedelta(minutes=5)
_START = UUID(int=0)
# The child asks again after this whether its parent is over.
_LOOK_AGAIN_SECONDS = 600.0
_GOES_ON = (CampaignStatus.RUNNING, CampaignStatus.COMPLETED)
_STOPPED = (CampaignStatus.CANCELLED, CampaignStatus.FAILED)
_TO_COME = (DeliveryStatus.UNKNOWN, DeliveryStatus.ACCEPTED, DeliveryStatus.SENT)


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look over a parent did."""

    # The child, when somebody was added or it is to end.
    child_id: UUID | None = None
    added: int = 0
    # Where the next page begins; None: this look is over.
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The fallback of a campaign as it stands, for its page."""

    campaign: Campaign
    tally: Tally
    # Whom WhatsApp reached after all, when the SMS had gone out.
    reached_twice: int


async def report(session: AsyncSession, campaign_id: UUID) -> Report | None:
    """None while nobody needed it."""
    child = await queries.child_of(session, campaign_id)
    if child is None:
        return None
    tally = await rows.tally(session, child.id)
    twice = await queries.reached_twice(session, campaign_id, child.id)
    return Report(child, tally, twice)


async def look(
    session: AsyncSession, campaign_id: UUID, *, now: datetime, after: UUID = _START
) -> Looked:
    """Add a page of those who were not reached, and settle when to look again.

    To be repeated while it names where to go on. Any number may do so at once, and any may die.
    """
    parent = await rows.get_for_update(session, campaign_id)
    child = await queries.child_of(session, campaign_id)
    if parent.fallback is None or parent.fallback_at is None or _is_over(parent, child, now):
        return await _end(session, parent, child)
    if parent.status not in _GOES_ON:
        parent.fallback_at = now + _EVERY
        return Looked()
    found = await _page(session, parent, child, after, now)
    if not found:
        return await _rest(session, parent, child, now)
    child = child or await _open(session, parent, now)
    if child is None:
        return Looked()
    added = await _add(session, child, found)
    if added and child.status is CampaignStatus.COMPLETED:
        await campaigns.reopen(session, child.id, "reopened")
    return Looked(child.id, added, found[-1])


async def wait(session: AsyncSession, campaign_id: UUID, *, now: datetime) -> float | None:
    """Seconds after which a child asks again whether somebody more comes; None: nobody will."""
    campaign = await rows.get(session, campaign_id)
    if campaign.parent_id is None:
        return None
    parent = await rows.get(session, campaign.parent_id)
    if parent.fallback_at is None:
        return None
    campaign.waits_for, campaign.waits_until = "fallback", parent.fallback_at
    return max(1.0, min((parent.fallback_at - now).total_seconds() + 1, _LOOK_AGAIN_SECONDS))


def _is_over(parent: Campaign, child: Campaign | None, now: datetime) -> bool:
    """Somebody stopped the one or the other, or its time has passed."""
    both = (parent, child) if child is not None else (parent,)
    return any(
        one.status in _STOPPED or (one.expires_at is not None and one.expires_at <= now)
        for one in both
    )


async def _end(session: AsyncSession, parent: Campaign, child: Campaign | None) -> Looked:
    """Nobody more comes. What the parent's end means for the child is the same as for itself."""
    parent.fallback_at = None
    if child is None or child.finished_at is not None:
        return Looked()
    if parent.status is CampaignStatus.CANCELLED and child.status is not CampaignStatus.CANCELLED:
        await campaigns.cancel(session, child.id)
    return Looked(child.id)


async def _page(
    session: AsyncSession, parent: Campaign, child: Campaign | None, after: UUID, now: datetime
) -> list[UUID]:
    """The next who were not reached: who failed, and who has waited too long."""
    fallback = Fallback.from_json(parent.fallback or {})
    search = Search(parent.id, child.id if child else uuid4(), after, _PAGE)
    failed = await queries.failed(session, search, REASONS)
    before = now - timedelta(hours=fallback.after_hours)
    if parent.frozen_at is None or parent.frozen_at > before:
        return failed
    late = await queries.undelivered(session, search, before)
    # In one order, so that both go on behind the last of the page.
    return sorted([*failed, *late])[:_PAGE]


async def _rest(
    session: AsyncSession, parent: Campaign, child: Campaign | None, now: datetime
) -> Looked:
    """Everybody so far was looked at: is anybody to come?"""
    tally = await rows.tally(session, parent.id)
    hours = Fallback.from_json(parent.fallback or {}).after_hours
    ended = parent.finished_at
    if ended is not None and (not tally.at(*_TO_COME) or ended <= now - timedelta(hours=hours)):
        return await _end(session, parent, child)
    parent.fallback_at = now + _EVERY
    return Looked()


async def _open(session: AsyncSession, parent: Campaign, now: datetime) -> Campaign | None:
    """The child, running; None when it cannot be sent, which the parent's history then tells."""
    child = fallback_plans.child(parent, now)
    try:
        said = await contents.ready(session, child)
    except AppError as error:
        parent.fallback_at = None
        await rows.log(session, parent, "fallback_failed", code=error.code, detail=str(error))
        return None
    child.frozen_template = said.frozen[0].as_json()
    session.add(child)
    await rows.reread(session, child)
    await rows.log(session, parent, "fallback_began")
    await rows.log(session, child, "launched")
    await campaign_news.tell(session, child, "started")
    return child


async def _add(session: AsyncSession, child: Campaign, found: Sequence[UUID]) -> int:
    """Write these into the child's ledger, each with the reason why not where there is one."""
    frozen = FrozenTemplate.from_json(child.frozen_template or {})
    said = Contents((frozen,), channel=Channel.SMS, purpose=child.purpose)
    serials = await links.register(session, child, contents.urls(said))
    said = contents.with_serials(said, serials)
    wording = await rewriting.wording(session, child, said.frozen[0])
    filled = audience_values.values(said.frozen[0], said, audience_reasons.had_marketing_sms())
    people = queries.people(
        found,
        audience_values.parameters(filled),
        wording.body(filled),
        or_(false(), *(value.is_(None) for value in filled)),
    )
    columns = wording.columns(people)
    # How often and what else they got is looked at in the claim, which knows of the parent.
    exclusions = Exclusions(child, said, await policies.get(session), [], datetime.now(UTC))
    joined, reason = exclusions.join(people, people, people.c.country)
    everything = {**columns, **_row(people, reason)}
    return await queries.add(session, child, joined, people.c.parent_row, everything)


def _row(people: CTE, reason: ColumnElement[Any]) -> dict[str, ColumnElement[Any]]:
    """The rest of a ledger's row."""
    waits, left_out = DeliveryStatus.PENDING.value, DeliveryStatus.SKIPPED.value
    return {
        "contact_id": people.c.id,
        "address": func.coalesce(people.c.phone, ""),
        "address_key": func.coalesce(people.c.phone_key, ""),
        "zone": people.c.zone,
        "country": people.c.country,
        "status": case((reason.is_(None), waits), else_=left_out),
        "reason": reason,
    }
