"""Making a campaign ready: create, edit, clone, delete. Nothing here sends."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.contacts import Contact, Segment
from db.queries import campaigns, fields, tags
from schemas.audiences import Audience
from schemas.campaign_fields import DraftFields
from schemas.enums import CampaignStatus
from schemas.errors import Conflict, FieldError, InvalidInput, InvalidState, PreconditionFailed
from schemas.words import mark
from services import audiences

_EDITABLE = (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED)
_NOT_EDITABLE = mark("Only a draft or scheduled campaign can be changed; this one is %(current)s.")
_NOT_DELETABLE = mark("Only a draft can be deleted; this one is %(current)s.")
_NAME = mark("Give the campaign a name of 1 to 200 characters.")
_LONGEST_NAME = 200
# Named one by one they travel as parameters of a statement; a tag or segment holds any number.
MOST_CONTACTS = 10_000


async def create(
    session: AsyncSession, company_id: UUID, values: DraftFields, *, user_id: UUID | None = None
) -> Campaign:
    """A new draft. Raises InvalidInput, and Conflict for an external id in use."""
    campaign = Campaign(company_id=company_id, name="", created_by=user_id)
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
    campaign = Campaign(
        company_id=original.company_id,
        name=_name(rename(original.name)),
        phone_number_id=original.phone_number_id,
        template_id=original.template_id,
        audience=dict(original.audience),
        bindings=dict(original.bindings),
        rate_per_second=original.rate_per_second,
        created_by=user_id,
    )
    await _save(session, campaign)
    await campaigns.log(session, campaign, "created", user_id=user_id, detail=original.name)
    return campaign


async def delete(session: AsyncSession, campaign_id: UUID) -> None:
    """Only a draft: whatever was launched keeps its ledger."""
    campaign = await campaigns.get_for_update(session, campaign_id)
    _require(campaign, (CampaignStatus.DRAFT,), _NOT_DELETABLE)
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
    errors: list[FieldError] = []
    if "name" in values:
        campaign.name = _name(values["name"])
    if "audience" in values:
        errors += await _unknown_parts(session, values["audience"])
        campaign.audience = values["audience"].as_json()
    if "bindings" in values:
        errors += await _wrong_bindings(session, values["bindings"])
        campaign.bindings = dict(values["bindings"])
    if "external_id" in values:
        campaign.external_id = values["external_id"] or None
    if "rate_per_second" in values:
        campaign.rate_per_second = values["rate_per_second"]
    if "phone_number_id" in values:
        campaign.phone_number_id = values["phone_number_id"]
    if "template_id" in values:
        campaign.template_id = values["template_id"]
    errors += await _unknown_sender(session, campaign, values)
    if errors:
        raise InvalidInput("Some of the campaign is not right.", errors)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > _LONGEST_NAME:
        raise InvalidInput(_NAME, [FieldError("name", "invalid_name", _NAME)])
    return name


async def _unknown_sender(
    session: AsyncSession, campaign: Campaign, values: DraftFields
) -> list[FieldError]:
    """Numbers and templates that are not ours. Whether they fit is judged at launch."""
    if not {"phone_number_id", "template_id"} & values.keys():
        return []
    # The checks read; the half-changed row may only be written once they have passed.
    with session.no_autoflush:
        template, number = await campaigns.sending_parts(session, campaign)
    errors = []
    if campaign.template_id is not None and template is None:
        errors.append(FieldError("template_id", "not_found", "There is no such template."))
    if campaign.phone_number_id is not None and number is None:
        errors.append(FieldError("phone_number_id", "not_found", "There is no such number."))
    return errors


async def _unknown_parts(session: AsyncSession, audience: Audience) -> list[FieldError]:
    if len(audience.contact_ids) > MOST_CONTACTS:
        message = mark("Too many contacts by name; use a tag or a segment.")
        return [FieldError("audience/contact_ids", "too_many", message)]
    segments = (*audience.segment_ids, *audience.exclude_segment_ids)
    worn = (*audience.tag_ids, *audience.exclude_tag_ids)
    with session.no_autoflush:
        known = set(await session.scalars(select(Segment.id).where(Segment.id.in_(segments))))
        known |= await tags.known(session, worn)
        people = select(Contact.id).where(Contact.id.in_(audience.contact_ids))
        known |= set(await session.scalars(people))
    places = {
        "segment_ids": (audience.segment_ids, mark("There is no such segment.")),
        "exclude_segment_ids": (audience.exclude_segment_ids, mark("There is no such segment.")),
        "tag_ids": (audience.tag_ids, mark("There is no such tag.")),
        "exclude_tag_ids": (audience.exclude_tag_ids, mark("There is no such tag.")),
        "contact_ids": (audience.contact_ids, mark("There is no such contact.")),
    }
    return [
        FieldError(f"audience/{place}/{index}", "not_found", message)
        for place, (keys, message) in places.items()
        for index, key in enumerate(keys)
        if key not in known
    ]


async def _wrong_bindings(
    session: AsyncSession, bindings: Mapping[str, object]
) -> list[FieldError]:
    with session.no_autoflush:
        custom = {f"field:{field.key}" for field in await fields.definitions(session)}
    errors = []
    for key, binding in bindings.items():
        source = binding.get("source") if isinstance(binding, Mapping) else None
        if source != "text" and source not in audiences.SOURCES and source not in custom:
            message = mark("Choose a text, or a field that contacts have.")
            errors.append(FieldError(f"bindings/{key}/source", "unknown_source", message))
    return errors


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
