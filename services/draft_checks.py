"""What is wrong with a campaign that is being made, each error at its field.

A draft may be incomplete, never wrong: whether it can go out is asked at its launch.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.connections import PhoneNumber
from db.models.consents import Topic
from db.models.contacts import Contact, Segment
from db.models.templates import Template
from db.queries import fields, tags
from schemas import experiments
from schemas.audiences import Audience
from schemas.campaign_fields import (
    LINK_SOURCES,
    MOST_HOLD_OUT_PERCENT,
    MOST_LATENESS_MINUTES,
    DraftFields,
)
from schemas.enums import CampaignStatus, Channel
from schemas.errors import FieldError, InvalidInput
from schemas.experiments import Experiment, Variant
from schemas.fallbacks import Fallback
from schemas.sms_text import LONGEST
from schemas.words import mark
from services import audiences, links, local_time

# Named one by one they travel as parameters of a statement; a tag or segment holds any number.
MOST_CONTACTS = 10_000
_FARTHEST = timedelta(days=366)
_MOST_RATE = 1_000
_MOST_MICROS = 10**15
_NO_TEMPLATE = mark("There is no such template.")
_NO_NUMBER = mark("There is no such number.")


async def errors(
    session: AsyncSession, campaign: Campaign, values: DraftFields
) -> list[FieldError]:
    """Everything wrong with what was given; the campaign has it already."""
    # The checks read; the half-changed row may only be written once they have passed.
    with session.no_autoflush:
        return [
            *await _unknown_sender(session, campaign, values),
            *_wrong_content(campaign, values),
            *await _unknown_topic(session, values),
            *await _wrong_bindings(session, values),
            *await _wrong_variants(session, campaign, values),
            *await _wrong_fallback(session, campaign, values),
            *await _unknown_parts(session, values),
            *_wrong_times(campaign, values, datetime.now(UTC)),
            *_wrong_limits(values),
        ]


async def _unknown_sender(
    session: AsyncSession, campaign: Campaign, values: DraftFields
) -> list[FieldError]:
    """Numbers and templates that are not ours. Whether they fit is judged at launch."""
    found = []
    if "template_id" in values and await _missing(session, [campaign.template_id]):
        found.append(FieldError("template_id", "not_found", _NO_TEMPLATE))
    if "phone_number_id" in values and campaign.phone_number_id is not None:
        number = await number_of(session, campaign.phone_number_id)
        if number is None:
            found.append(FieldError("phone_number_id", "not_found", _NO_NUMBER))
    return found


async def number_of(session: AsyncSession, number_id: UUID) -> PhoneNumber | None:
    """A number that can still be sent from."""
    return await session.scalar(
        select(PhoneNumber).where(PhoneNumber.id == number_id, PhoneNumber.removed_at.is_(None))
    )


async def _missing(session: AsyncSession, wanted: Iterable[UUID | None]) -> set[UUID]:
    """Those of these templates that do not exist."""
    keys = {key for key in wanted if key is not None}
    if not keys:
        return set()
    return keys - set(await session.scalars(select(Template.id).where(Template.id.in_(keys))))


def _wrong_content(campaign: Campaign, values: DraftFields) -> list[FieldError]:
    found = []
    text = values.get("text")
    if text is not None and len(text) > LONGEST:
        message = mark("A text message has at most 1,600 characters.")
        found.append(FieldError("text", "too_long", message))
    # Until a number is chosen nobody knows what will be sent.
    if campaign.phone_number_id is not None:
        if campaign.channel is Channel.WHATSAPP and text:
            message = mark("Only an SMS has a text of its own; for WhatsApp choose a template.")
            found.append(FieldError("text", "wrong_channel", message))
        if campaign.channel is Channel.SMS and values.get("template_id"):
            message = mark("An SMS goes out without a template; write its text.")
            found.append(FieldError("template_id", "wrong_channel", message))
    return [*found, *(values["sms"].check() if "sms" in values else [])]


async def _unknown_topic(session: AsyncSession, values: DraftFields) -> list[FieldError]:
    topic_id = values.get("topic_id")
    if topic_id is None:
        return []
    if await session.scalar(select(Topic.id).where(Topic.id == topic_id)) is not None:
        return []
    return [FieldError("topic_id", "not_found", mark("There is no such topic."))]


async def _wrong_bindings(session: AsyncSession, values: DraftFields) -> list[FieldError]:
    fallback = values.get("fallback")
    places: list[tuple[str, Mapping[str, object]]] = [
        ("", values.get("bindings") or {}),
        *(
            (f"variants/{index}/", variant.bindings)
            for index, variant in enumerate(values.get("variants") or ())
        ),
        ("fallback/", fallback.bindings if fallback else {}),
    ]
    if not any(bindings for _, bindings in places):
        return []
    custom = {f"field:{field.key}" for field in await fields.definitions(session)}
    known = {"text", *audiences.SOURCES, *LINK_SOURCES, *custom}
    return [
        error
        for place, bindings in places
        for key, binding in bindings.items()
        for error in _wrong_binding(f"{place}bindings/{key}", binding, known)
    ]


def _wrong_binding(place: str, binding: object, known: set[str]) -> list[FieldError]:
    said = binding if isinstance(binding, Mapping) else {}
    if said.get("source") not in known:
        message = mark("Choose a text, or a field that contacts have.")
        return [FieldError(f"{place}/source", "unknown_source", message)]
    if said["source"] in LINK_SOURCES:
        try:
            links.check_url(str(said.get("value") or ""))
        except InvalidInput as error:
            return [FieldError(f"{place}/value", "invalid_link", error.message)]
    return []


async def _wrong_variants(
    session: AsyncSession, campaign: Campaign, values: DraftFields
) -> list[FieldError]:
    if not {"variants", "experiment", "weight"} & values.keys():
        return []
    variants = [Variant.from_json(one) for one in campaign.variants]
    experiment = Experiment.from_json(campaign.experiment) if campaign.experiment else None
    found = experiments.check(variants, experiment, campaign.channel, weight=campaign.weight)
    missing = await _missing(session, [variant.template_id for variant in variants])
    for index, variant in enumerate(variants):
        if variant.template_id in missing:
            place = f"variants/{index}/template_id"
            found.append(FieldError(place, "not_found", _NO_TEMPLATE))
    return found


async def _wrong_fallback(
    session: AsyncSession, campaign: Campaign, values: DraftFields
) -> list[FieldError]:
    fallback: Fallback | None = values.get("fallback")
    if fallback is None:
        return []
    if campaign.phone_number_id is not None and campaign.channel is not Channel.WHATSAPP:
        message = mark("Only a WhatsApp campaign can fall back to SMS.")
        return [FieldError("fallback", "wrong_channel", message)]
    found = fallback.check()
    if fallback.phone_number_id is not None:
        number = await number_of(session, fallback.phone_number_id)
        if number is None or number.channel is not Channel.SMS:
            message = mark("Choose a number that sends SMS.")
            found.append(FieldError("fallback/phone_number_id", "not_found", message))
    return found


async def _unknown_parts(session: AsyncSession, values: DraftFields) -> list[FieldError]:
    if "audience" not in values:
        return []
    audience: Audience = values["audience"]
    if len(audience.contact_ids) > MOST_CONTACTS:
        message = mark("Too many contacts by name; use a tag or a segment.")
        return [FieldError("audience/contact_ids", "too_many", message)]
    known = await _known_parts(session, audience)
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


async def _known_parts(session: AsyncSession, audience: Audience) -> set[UUID]:
    segments: Sequence[UUID] = (*audience.segment_ids, *audience.exclude_segment_ids)
    worn = (*audience.tag_ids, *audience.exclude_tag_ids)
    known = set(await session.scalars(select(Segment.id).where(Segment.id.in_(segments))))
    known |= await tags.known(session, worn)
    people = select(Contact.id).where(Contact.id.in_(audience.contact_ids))
    return known | set(await session.scalars(people))


def _wrong_times(campaign: Campaign, values: DraftFields, now: datetime) -> list[FieldError]:
    found = [*_wrong_start(campaign, values, now), *_wrong_end(campaign, values, now)]
    zone = values.get("time_zone")
    if zone is not None and local_time.zone(zone) is None:
        found.append(FieldError("time_zone", "unknown", mark("There is no such time zone.")))
    hours = values.get("hours")
    if hours is not None:
        found += [FieldError(f"hours/{one.field}", one.code, one.message) for one in hours.check()]
    if not 0 <= values.get("lateness_minutes", 0) <= MOST_LATENESS_MINUTES:
        message = mark("Choose between none and seven days.")
        found.append(FieldError("lateness_minutes", "out_of_range", message))
    return found


def _wrong_start(campaign: Campaign, values: DraftFields, now: datetime) -> list[FieldError]:
    if "scheduled_at" in values:
        at = values["scheduled_at"]
        if at is None and campaign.status is CampaignStatus.SCHEDULED:
            message = mark("It is scheduled: choose another moment, or take it back to draft.")
            return [FieldError("scheduled_at", "missing", message)]
        if at is not None and not now < at < now + _FARTHEST:
            message = mark("Choose a moment in the future, within a year.")
            return [FieldError("scheduled_at", "invalid_moment", message)]
    local = values.get("send_at_local")
    if local is None:
        return []
    # A wall clock somewhere on earth is at most half a day away from ours.
    near = local.replace(tzinfo=UTC)
    if now - timedelta(days=1) < near < now + _FARTHEST:
        return []
    message = mark("Choose a moment in the future, within a year.")
    return [FieldError("send_at_local", "invalid_moment", message)]


def _wrong_end(campaign: Campaign, values: DraftFields, now: datetime) -> list[FieldError]:
    end = values.get("expires_at")
    if end is None:
        return []
    if end <= now or end > now + 2 * _FARTHEST:
        message = mark("Choose a moment in the future.")
        return [FieldError("expires_at", "invalid_moment", message)]
    if campaign.scheduled_at is not None and end <= campaign.scheduled_at:
        message = mark("It has to end after it begins.")
        return [FieldError("expires_at", "before_start", message)]
    return []


def _wrong_limits(values: DraftFields) -> list[FieldError]:
    rate, budget = values.get("rate_per_second"), values.get("budget_micros")
    wrong = {
        "rate_per_second": (
            rate is not None and not 1 <= rate <= _MOST_RATE,
            mark("Choose between 1 and 1,000 messages a second."),
        ),
        "budget_micros": (
            budget is not None and not 0 < budget <= _MOST_MICROS,
            mark("Give an amount above zero, or leave it empty."),
        ),
        "hold_out_percent": (
            not 0 <= values.get("hold_out_percent", 0) <= MOST_HOLD_OUT_PERCENT,
            mark("Choose between 0 and 50 percent."),
        ),
    }
    return [
        FieldError(field, "out_of_range", message)
        for field, (is_wrong, message) in wrong.items()
        if is_wrong
    ]
