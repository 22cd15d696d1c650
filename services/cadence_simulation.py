"""A cadence for one contact before anything is sent: each step's day and hour, and each message."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence
from db.models.contacts import Contact
from db.models.templates import Template
from db.queries import people, portfolio_use, preflights
from db.queries import simulation_limits as rows
from schemas.cadences import Definition, Message
from schemas.enums import Channel, Purpose, TemplateCategory
from schemas.hours import Hours
from schemas.templates import FrozenTemplate
from services import (
    cadence_calendar,
    cadence_contents,
    cadence_limits,
    cadence_parts,
    campaign_previews,
    holidays,
    local_time,
    policies,
    quiet_hours,
)
from services.cadence_calendar import Person, Visit
from services.cadence_limits import Limits, Notes
from services.cadence_parts import Parts
from services.campaign_previews import Preview
from services.forecasts import Allowance

# A cadence seldom lasts longer; the days off of a further year are not looked at.
_FARTHEST = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Words:
    """What one message would say to the contact."""

    channel: Channel
    sender: str
    # A template, or the text of an SMS; None: nothing is chosen yet.
    message: Preview | None
    # WhatsApp: what is said instead to who wrote within 24 hours.
    in_window: Preview | None = None


@dataclass(frozen=True, slots=True)
class Simulation:
    """`contact` is None where there is none yet: then by the company's own clock."""

    contact: Contact | None
    zone: str
    start: dt.datetime
    visits: list[Visit]
    words: Mapping[str, Words]
    # What would be left out or held back, as far as is known now.
    limits: Notes


async def simulate(
    session: AsyncSession,
    cadence: Cadence,
    definition: Definition,
    *,
    contact_id: UUID | None,
    start: dt.datetime,
    prefix: str,
) -> Simulation:
    """`prefix` stands before the codes of links. Raises NotFound for a contact that is not there."""
    contact = await campaign_previews.someone(session, contact_id)
    person = await person_of(session, cadence, contact, start)
    parts = await cadence_parts.load(session, cadence.id, definition)
    messages = [step for step in definition.walk() if isinstance(step, Message)]
    held = {step.key for step in messages if _waits(step, cadence, parts)}
    visits = cadence_calendar.visits(definition, person, start, held)
    limits = await _limits(session, messages, parts, contact, start)
    return Simulation(
        contact,
        person.zones[0],
        start,
        visits,
        {step.key: _words(step, parts, contact, prefix) for step in messages},
        # What waits for the hours is marketing, which the cap is about.
        cadence_limits.notes(visits, held, limits),
    )


async def _limits(
    session: AsyncSession,
    messages: Sequence[Message],
    parts: Parts,
    contact: Contact | None,
    start: dt.datetime,
) -> Limits:
    policy = await policies.get(session)
    since = start - dt.timedelta(days=policy.frequency_days)
    had = await rows.marketing_since(session, contact.id, since) if contact is not None else []
    numbers = {step.key: _connection(step, parts) for step in messages}
    owners = await rows.portfolios(session, {one for one in numbers.values() if one})
    allowed = {key: await _allowance(session, key) for key in set(owners.values())}
    found = {key: allowed[owners[one]] for key, one in numbers.items() if one and one in owners}
    return Limits(
        policy.frequency_cap,
        policy.frequency_days,
        had,
        {key: allowance for key, allowance in found.items() if allowance is not None},
    )


def _connection(step: Message, parts: Parts) -> UUID | None:
    """By which account people are reached who did not write: with a template, on WhatsApp."""
    if step.phone_number_id is None or step.template_id is None:
        return None
    number = parts.numbers.get(step.phone_number_id)
    is_counted = number is not None and number.channel is Channel.WHATSAPP
    return number.connection_id if number is not None and is_counted else None


async def _allowance(session: AsyncSession, portfolio_id: UUID) -> Allowance | None:
    allowed = (await portfolio_use.use(session, portfolio_id)).allowed
    if allowed is None:
        return None
    return Allowance(allowed, tuple(await preflights.releases(session, portfolio_id)))


async def person_of(
    session: AsyncSession, cadence: Cadence, contact: Contact | None, start: dt.datetime
) -> Person:
    """What decides this contact's moments: zone, hours, days off and dates."""
    policy = await policies.get(session)
    company = await people.get_company(session, cadence.company_id)
    default = cadence.time_zone or (company.timezone if company is not None else "UTC")
    known = quiet_hours.zones_of(contact, default) if contact is not None else (default,)
    zones = tuple(name for name in known if local_time.zone(name) is not None) or ("UTC",)
    stored = cadence.hours or policy.hours
    this_year = await holidays.days(session, policy, start)
    next_year = await holidays.days(session, policy, start + _FARTHEST)
    dates = {key: _date(value) for key, value in (contact.fields if contact else {}).items()}
    return Person(
        zones,
        Hours.from_json(stored) if stored else None,
        this_year | next_year,
        {key: day for key, day in dates.items() if day is not None},
    )


def _date(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _waits(step: Message, cadence: Cadence, parts: Parts) -> bool:
    """Only marketing waits for the hours."""
    template = _template(step, parts)
    if template is not None:
        return template.category is TemplateCategory.MARKETING
    return cadence.purpose is Purpose.MARKETING


def _template(step: Message, parts: Parts) -> Template | None:
    return parts.templates.get(step.template_id) if step.template_id else None


def _words(step: Message, parts: Parts, contact: Contact | None, prefix: str) -> Words:
    number = parts.numbers.get(step.phone_number_id) if step.phone_number_id else None
    channel = number.channel if number is not None else Channel.WHATSAPP
    sender = (number.verified_name or number.display_phone) if number is not None else ""
    template, text = _template(step, parts), cadence_contents.as_text(step, channel)

    def shown(said: FrozenTemplate) -> Preview:
        return campaign_previews.preview(
            said, contact, prefix, channel=channel, plain=step.sms.transliterate
        )

    if channel is Channel.SMS:
        return Words(channel, sender, shown(text) if text is not None else None)
    written = shown(text) if text is not None else None
    if template is None:
        return Words(channel, sender, None, written)
    return Words(channel, sender, shown(cadence_contents.as_template(step, template)), written)
