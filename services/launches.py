"""The last look before a campaign begins: is it complete, and whom would it reach?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.queries import campaigns as queries
from schemas.audiences import Audience
from schemas.enums import CampaignStatus
from schemas.errors import CampaignNotLaunchable, FieldError, InvalidInput
from schemas.reasons import reason
from schemas.words import mark
from services import audiences, campaigns, contents

_READY = (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED, CampaignStatus.MISSED)
_NOBODY = mark("Nobody would get this campaign. Look at who is left out and why.")
_CHOOSE_AUDIENCE = mark("Choose who gets the campaign.")
_PAST = mark("Choose a moment in the future.")
_TOO_FAR = mark("Choose a moment within the next year.")
_FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Check:
    """What a launch would do now."""

    reachable: int
    # Reason -> how many are left out because of it.
    excluded: dict[str, int]
    # Messages a second, and how long that takes at best.
    rate_per_second: int

    @property
    def matched(self) -> int:
        return self.reachable + sum(self.excluded.values())

    @property
    def seconds(self) -> float:
        return self.reachable / self.rate_per_second


async def check(session: AsyncSession, campaign_id: UUID) -> Check:
    """Raises InvalidInput when number, template, a variable or the audience is missing."""
    campaign = await queries.get(session, campaign_id)
    said = await contents.ready(session, campaign)
    if Audience.from_json(campaign.audience).empty:
        errors = [FieldError("audience", "missing", _CHOOSE_AUDIENCE)]
        raise InvalidInput("The campaign is not complete yet.", errors)
    found = await audiences.preflight(session, campaign, said)
    _, number = await queries.sending_parts(session, campaign)
    assert number is not None
    rate = min(number.rate_per_second, campaign.rate_per_second or number.rate_per_second)
    return Check(found.reachable, found.excluded, max(1, rate))


async def launch(
    session: AsyncSession, campaign_id: UUID, *, user_id: UUID | None = None
) -> Campaign:
    """Begin now. Raises CampaignNotLaunchable, and InvalidInput when it would reach nobody."""
    campaign = await queries.get_for_update(session, campaign_id)
    if campaign.status is not CampaignStatus.LAUNCHING:
        await _require_reach(session, campaign)
    return await campaigns.mark_launching(session, campaign_id, user_id=user_id)


async def schedule(
    session: AsyncSession,
    campaign_id: UUID,
    at: datetime,
    *,
    now: datetime,
    user_id: UUID | None = None,
) -> Campaign:
    """Begin at a moment to come. Raises as `launch` does, and InvalidInput for the past."""
    campaign = await queries.get_for_update(session, campaign_id)
    wrong = _PAST if at <= now else _TOO_FAR if at > now + _FARTHEST else None
    if wrong is not None:
        raise InvalidInput(wrong, [FieldError("scheduled_at", "invalid_moment", wrong)])
    await _require_reach(session, campaign)
    return await campaigns.schedule(session, campaign_id, at, user_id=user_id)


async def _require_reach(session: AsyncSession, campaign: Campaign) -> None:
    if campaign.status not in _READY:
        raise CampaignNotLaunchable(campaign.id, campaign.status)
    found = await check(session, campaign.id)
    if not found.reachable:
        raise InvalidInput(
            _NOBODY,
            [
                FieldError("audience", code, reason(code).text)
                for code in sorted(found.excluded, key=lambda code: -found.excluded[code])
            ]
            or [FieldError("audience", "empty", mark("No contact matches this audience."))],
        )
