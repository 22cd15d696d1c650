"""A message step: whoever is due goes into the send ledger, under the step's own campaign.

From there on it is a campaign's recipient: limits, consent, hours, claims and receipts are the
same. A page is written by one statement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, case, false, func, null, or_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence
from db.models.campaigns import Campaign
from db.models.connections import PhoneNumber
from db.models.templates import Template
from db.queries import cadence_ledger, campaigns
from db.queries.cadence_ledger import Addressee, StepKey
from db.queries.count_changes import Change, Place
from schemas.cadences import Message
from schemas.campaign_fields import SmsOptions
from schemas.enums import CampaignStatus, Channel, DeliveryStatus, Purpose, TemplateStatus
from schemas.errors import AppError
from schemas.experiments import Variant
from schemas.templates import FrozenTemplate, frozen_contents
from schemas.words import mark
from services import (
    audience_reasons,
    audience_values,
    cadence_places,
    contents,
    links,
    policies,
    rates,
)
from services.audience_reasons import Exclusions
from services.contents import Contents
from services.rewriting import Wording

_TEXT, _TEMPLATE = 1, 2
# What a text is refused for where WhatsApp wants a template, and there is none.
WINDOW_CLOSED = "window_closed"


class StepUnsendable(AppError):
    """What a step sends, or by what, is missing or not allowed: nobody could get it."""

    code = "step_unsendable"
    status = 409


@dataclass(frozen=True, slots=True)
class Dispatched:
    # Contact -> their row of the ledger.
    recipients: Mapping[UUID, UUID]
    # Who is passed over, and why, without a row.
    passed: Mapping[UUID, str]
    # What is still to be counted of the step's campaign.
    campaign_id: UUID
    counted: Mapping[Place, Change] = field(default_factory=dict)


async def dispatch(
    session: AsyncSession, cadence: Cadence, key: StepKey, step: Message, who: Sequence[UUID]
) -> Dispatched:
    """Write these contacts into the step's ledger; what speaks against one is written with them.

    Raises StepUnsendable.
    """
    campaign = await cadence_ledger.step_campaign(session, key)
    if campaign is None:
        campaign = await _open(session, cadence, key, step)
    said = await _contents(session, campaign)
    variants, passed = await _variants(session, campaign, said, who)
    addressees = await _place(
        session, campaign, [one for one in who if one not in passed], variants
    )
    if not addressees:
        return Dispatched({}, passed, campaign.id)
    written = await _write(session, campaign, said, addressees)
    return Dispatched(written.rows, passed, campaign.id, written.counted)


async def _open(session: AsyncSession, cadence: Cadence, key: StepKey, step: Message) -> Campaign:
    """The step's campaign, made when the first comes to it."""
    number = await session.get(PhoneNumber, step.phone_number_id) if step.phone_number_id else None
    template = await session.get(Template, step.template_id) if step.template_id else None
    if number is None or number.removed_at is not None:
        raise StepUnsendable(mark("The number this step sends from is gone."))
    campaign = _campaign(cadence, key, step, number, template)
    ways = _ways(campaign, step, number, template)
    campaign.frozen_template = ways[0].as_json()
    campaign.frozen_variants = [one.as_json() for one in ways[1:]]
    session.add(campaign)
    await campaigns.reread(session, campaign)
    return campaign


def _campaign(
    cadence: Cadence,
    key: StepKey,
    step: Message,
    number: PhoneNumber,
    template: Template | None,
) -> Campaign:
    now = datetime.now(UTC)
    purpose = Purpose(template.category.value) if template is not None else cadence.purpose
    return Campaign(
        id=uuid4(),
        company_id=cadence.company_id,
        cadence_id=key.cadence_id,
        cadence_version=key.version,
        step_key=key.step_key,
        lap=key.lap,
        name=cadence.name[:200],
        channel=number.channel,
        status=CampaignStatus.RUNNING,
        phone_number_id=number.id,
        template_id=step.template_id,
        text=step.text,
        bindings=dict(step.bindings),
        sms=step.sms.as_json(),
        audience={},
        purpose=purpose,
        topic_id=cadence.topic_id,
        hours=cadence.hours,
        time_zone=cadence.time_zone,
        zones=[],
        variants=[],
        weight=1,
        launched_at=now,
        frozen_at=now,
        created_by=cadence.created_by,
    )


def _ways(
    campaign: Campaign, step: Message, number: PhoneNumber, template: Template | None
) -> list[FrozenTemplate]:
    """An SMS's text; or a text while WhatsApp's window is open, then the template."""
    if number.channel is Channel.SMS:
        if step.text is None:
            raise StepUnsendable(mark("This step has no text."))
        return [contents.of_text(campaign, Variant(text=step.text, bindings=step.bindings))]
    ways = [_spoken(step)] if step.text is not None else []
    if template is not None:
        if template.status is not TemplateStatus.APPROVED:
            raise StepUnsendable(mark("The template of this step is not approved."))
        if template.connection_id != number.connection_id:
            raise StepUnsendable(mark("The template of this step belongs to another account."))
        ways.append(campaigns.as_sent(template, step.bindings))
    if not ways:
        raise StepUnsendable(mark("This step has neither a template nor a text."))
    return ways


def _spoken(step: Message) -> FrozenTemplate:
    """Free words over WhatsApp: a template without a name (providers.meta_cloud)."""
    body: list[object] = [{"type": "BODY", "text": (step.text or "").rstrip()}]
    return FrozenTemplate("", "", body, "named", bindings=dict(step.bindings))


async def _contents(session: AsyncSession, campaign: Campaign) -> Contents:
    frozen = frozen_contents(campaign.frozen_template or {}, campaign.frozen_variants)
    said = Contents(
        tuple(frozen),
        tuple(1 for _ in frozen),
        campaign.channel,
        campaign.purpose,
        plain=SmsOptions.from_json(campaign.sms or {}).transliterate,
    )
    serials = await links.register(session, campaign, contents.urls(said))
    return contents.with_serials(said, serials)


async def _variants(
    session: AsyncSession,
    campaign: Campaign,
    said: Contents,
    who: Sequence[UUID],
) -> tuple[Mapping[UUID, int], dict[UUID, str]]:
    """Which way each is written to, where it is not the first; and who cannot be at all."""
    if campaign.channel is not Channel.WHATSAPP or said.frozen[0].name:
        return {}, {}
    assert campaign.phone_number_id is not None
    reachable = await cadence_ledger.with_open_window(session, who, campaign.phone_number_id)
    closed = [one for one in who if one not in reachable]
    if len(said.frozen) > 1:
        return dict.fromkeys(closed, _TEMPLATE), {}
    return {}, dict.fromkeys(closed, WINDOW_CLOSED)


async def _place(
    session: AsyncSession,
    campaign: Campaign,
    who: Sequence[UUID],
    variants: Mapping[UUID, int],
) -> list[Addressee]:
    """Everybody's zones and country; a zone that is new is added behind those the campaign has."""
    places = await cadence_places.whereabouts(session, campaign.company_id, campaign.time_zone, who)
    zones = [tuple(map(str, one)) for one in campaign.zones if isinstance(one, list)]
    known = {one: place for place, one in enumerate(zones)}
    addressees = [
        Addressee(
            one,
            known.setdefault(places[one].zones, len(known)),
            places[one].country,
            variants.get(one, _TEXT),
        )
        for one in who
        if one in places
    ]
    if len(known) > len(zones):
        campaign.zones = [list(one) for one in known]
        await session.flush()
    return addressees


async def _write(
    session: AsyncSession, campaign: Campaign, said: Contents, addressees: Sequence[Addressee]
) -> cadence_ledger.Written:
    given = cadence_ledger.given(addressees)
    filled = [
        audience_values.values(one, said, audience_reasons.had_marketing_sms())
        for one in said.frozen
    ]
    prices = await rates.prices(
        session, campaign.channel, campaign.purpose.value, datetime.now(UTC).date()
    )
    wording = Wording(campaign, said, prices)
    people = cadence_ledger.people(
        [one.contact_id for one in addressees],
        given,
        _by_variant(given.c.variant, [audience_values.parameters(one) for one in filled]),
        wording.body(filled[0]),
        _by_variant(
            given.c.variant,
            [or_(false(), *(value.is_(None) for value in one)) for one in filled],
        ),
    )
    exclusions = Exclusions(campaign, said, await policies.get(session), [], datetime.now(UTC))
    reason = exclusions.of_few(people.c, people.c.country)
    columns = {**wording.columns(people), **_row(people, reason)}
    if not said.frozen[0].name and campaign.channel is Channel.WHATSAPP:
        # A conversation the customer began costs nothing.
        columns["cost_micros"] = case((people.c.variant == _TEXT, 0), else_=columns["cost_micros"])
    return await cadence_ledger.add(session, campaign, people, people.c.turn, columns)


def _by_variant(
    variant: ColumnElement[int], ways: Sequence[ColumnElement[Any]]
) -> ColumnElement[Any]:
    if len(ways) == 1:
        return ways[0]
    return case((variant == _TEMPLATE, ways[1]), else_=ways[0])


def _row(people: Any, reason: ColumnElement[Any]) -> dict[str, ColumnElement[Any]]:
    waits, left_out = DeliveryStatus.PENDING.value, DeliveryStatus.SKIPPED.value
    return {
        "contact_id": people.c.id,
        "address": func.coalesce(people.c.phone, ""),
        "address_key": func.coalesce(people.c.phone_key, ""),
        "variant": people.c.variant,
        "zone": people.c.zone,
        "country": people.c.country,
        "status": case((reason.is_(None), waits), else_=left_out),
        "reason": case((reason.is_(None), null()), else_=reason),
    }
