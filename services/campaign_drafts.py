"""Making a campaign ready: create, edit, clone, delete. Nothing here sends."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.contacts import ContactField
from db.queries import campaigns, fields, series
from schemas.audiences import Audience
from schemas.campaign_fields import DraftFields
from schemas.enums import CampaignStatus, Channel
from schemas.errors import Conflict, FieldError, InvalidInput, InvalidState, PreconditionFailed
from schemas.experiments import Variant
from schemas.fallbacks import Fallback
from schemas.templates import placeholders
from schemas.words import mark
from services import audiences, campaign_copies, draft_checks
from services.draft_checks import MOST_CONTACTS

_EDITABLE = (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED)
_NOT_EDITABLE = mark("Only a draft or scheduled campaign can be changed; this one is %(current)s.")
_NOT_DELETABLE = mark("Only a draft can be deleted; this one is %(current)s.")
_NAME = mark("Give the campaign a name of 1 to 200 characters.")
_LONGEST_NAME = 200
# Written to the row as they are.
_PLAIN = {
    "rate_per_second",
    "phone_number_id",
    "template_id",
    "text",
    "purpose",
    "topic_id",
    "weight",
    "hold_out_percent",
    "send_at_local",
    "time_zone",
    "scheduled_at",
    "lateness_minutes",
    "expires_at",
    "budget_micros",
    "auto_resume",
}
# Written as JSON; None stays none.
_AS_JSON = {"audience", "sms", "experiment", "hours", "fallback"}


async def create(
    session: AsyncSession, company_id: UUID, values: DraftFields, *, user_id: UUID | None = None
) -> Campaign:
    """A new draft. Raises InvalidInput, and Conflict for an external id in use."""
    # What the checks read; the table fills in the rest.
    campaign = Campaign(
        company_id=company_id,
        name="",
        created_by=user_id,
        status=CampaignStatus.DRAFT,
        channel=Channel.WHATSAPP,
        bindings={},
        variants=[],
        weight=1,
    )
    await _apply(session, campaign, values)
    await _save(session, campaign)
    await campaigns.log(session, campaign, "created", user_id=user_id)
    return campaign


async def edit(
    session: AsyncSession,
    campaign_id: UUID,
    values: DraftFields,
    *,
    version: int | None = None,
) -> Campaign:
    """Change what is given. `version` is the one the editor saw: PreconditionFailed if older."""
    campaign = await campaigns.get_for_update(session, campaign_id)
    if version is not None and version != campaign.version:
        raise PreconditionFailed(
            "Somebody changed this campaign in the meantime. Load it again.",
            version=campaign.version,
        )
    require_editable(campaign)
    await _apply(session, campaign, values)
    campaign.version += 1
    await _save(session, campaign)
    return campaign


async def clone(
    session: AsyncSession,
    campaign_id: UUID,
    rename: Callable[[str], str],
    *,
    user_id: UUID | None = None,
) -> Campaign:
    """A new draft that says what the other campaign says; external id and schedule stay there."""
    original = await campaigns.get(session, campaign_id)
    campaign = campaign_copies.copy_of(
        original, name=_name(rename(original.name)), source_id=original.id, created_by=user_id
    )
    await _save(session, campaign)
    await campaigns.log(session, campaign, "created", user_id=user_id, detail=original.name)
    return campaign


async def delete(session: AsyncSession, campaign_id: UUID) -> None:
    """Only a draft: whatever was launched keeps its ledger."""
    campaign = await campaigns.get_for_update(session, campaign_id)
    _require(campaign, (CampaignStatus.DRAFT,), _NOT_DELETABLE)
    if await series.uses(session, campaign_id):
        raise InvalidState("This draft comes round by itself; remove the recurring campaign first.")
    await session.delete(campaign)


async def add_contacts(
    session: AsyncSession, campaign_id: UUID, contact_ids: Sequence[UUID]
) -> Campaign:
    """Put contacts into the audience by name; one that is there already stays once."""
    campaign = await campaigns.get_for_update(session, campaign_id)
    require_editable(campaign)
    known = Audience.from_json(campaign.audience)
    together = tuple(dict.fromkeys((*known.contact_ids, *contact_ids)))
    if len(together) > MOST_CONTACTS:
        raise InvalidInput(
            "A campaign takes at most %(most)s contacts by name; use a tag or a segment for more.",
            most=MOST_CONTACTS,
        )
    campaign.audience = {**campaign.audience, "contact_ids": [str(key) for key in together]}
    campaign.version += 1
    return campaign


def require_editable(campaign: Campaign) -> None:
    """Raises InvalidState for one that was launched."""
    _require(campaign, _EDITABLE, _NOT_EDITABLE)


async def _apply(session: AsyncSession, campaign: Campaign, values: DraftFields) -> None:
    if "name" in values:
        campaign.name = _name(values["name"])
    if "external_id" in values:
        campaign.external_id = values["external_id"] or None
    given: Mapping[str, Any] = values
    for name in given.keys() & _PLAIN:
        setattr(campaign, name, given[name])
    for name in given.keys() & _AS_JSON:
        setattr(campaign, name, given[name].as_json() if given[name] is not None else None)
    await _follow_number(session, campaign, values)
    await _apply_contents(session, campaign, values)
    errors = await draft_checks.errors(session, campaign, values)
    if errors:
        raise InvalidInput("Some of the campaign is not right.", errors)


async def _follow_number(session: AsyncSession, campaign: Campaign, values: DraftFields) -> None:
    """The channel is the number's; what only another channel can send goes with the old one."""
    if "phone_number_id" not in values or campaign.phone_number_id is None:
        return
    with session.no_autoflush:
        number = await draft_checks.number_of(session, campaign.phone_number_id)
    if number is None or number.channel is campaign.channel:
        return
    campaign.channel = number.channel
    gone: dict[str, object] = {"variants": [], "experiment": None, "fallback": None}
    gone["template_id" if number.channel is Channel.SMS else "text"] = None
    for name, nothing in gone.items():
        if name not in values:
            setattr(campaign, name, nothing)


async def _apply_contents(session: AsyncSession, campaign: Campaign, values: DraftFields) -> None:
    """What is said, and what fills it; a placeholder called like a field is filled by it."""
    if "bindings" in values:
        campaign.bindings = dict(values["bindings"])
    if "variants" in values:
        campaign.variants = [variant.as_json() for variant in values["variants"]]
    if not {"text", "bindings", "variants", "fallback"} & values.keys():
        return
    with session.no_autoflush:
        known = _usual_bindings(await fields.definitions(session))
    campaign.bindings = _completed(campaign.text, campaign.bindings, known)
    variants = [Variant.from_json(one) for one in campaign.variants]
    campaign.variants = [
        {**one.as_json(), "bindings": _completed(one.text, one.bindings, known)} for one in variants
    ]
    if campaign.fallback:
        fallback = Fallback.from_json(campaign.fallback)
        bindings = _completed(fallback.text, fallback.bindings, known)
        campaign.fallback = {**fallback.as_json(), "bindings": bindings}


def _usual_bindings(custom: Sequence[ContactField]) -> dict[str, dict[str, object]]:
    """What fills a placeholder by its name alone."""
    own: dict[str, dict[str, object]] = {
        field.key: {"source": f"field:{field.key}"} for field in custom
    }
    return own | {source: {"source": source} for source in audiences.SOURCES}


def _completed(
    text: str | None, bindings: Mapping[str, object], known: Mapping[str, dict[str, object]]
) -> dict[str, object]:
    usual = {f"body.{name}": known[name] for name in placeholders(text or "") if name in known}
    return {**usual, **bindings}


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > _LONGEST_NAME:
        raise InvalidInput(_NAME, [FieldError("name", "invalid_name", _NAME)])
    return name


def _require(campaign: Campaign, statuses: Sequence[CampaignStatus], message: str) -> None:
    if campaign.status not in statuses:
        raise InvalidState(message, campaign_id=str(campaign.id), current=campaign.status.value)


async def _save(session: AsyncSession, campaign: Campaign) -> None:
    try:
        async with session.begin_nested():
            session.add(campaign)
    except IntegrityError as error:
        raise Conflict(
            "Another campaign already has the external id %(external_id)s.",
            external_id=campaign.external_id,
        ) from error
    await session.refresh(campaign)
