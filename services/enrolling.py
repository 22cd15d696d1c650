"""Who enters a cadence. Everything that enrols anybody comes through here, and may come again.

Nobody is in a cadence twice at a time, in two cadences of one exclusive group, above the limit of a
day or against the rule of coming again, however many enrol at once. Whoever is left out is left out
with a reason: `LEFT_OUT`.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence, CadenceVersion
from db.models.connections import PhoneNumber
from db.models.contacts import Contact
from db.models.people import Company
from db.models.templates import Template
from db.queries import enrolling as rows
from db.queries.enrolling import Entry, Placed
from schemas.cadences import Message, Rules, from_json
from schemas.enums import CadenceStatus, Channel, Purpose
from schemas.errors import InvalidState, NotFound
from schemas.policies import scopes_of
from schemas.words import mark
from services import events, local_time, segments, wakes
from services.events import Happening
from services.wakes import Sleeper

# Contacts one statement judges; a caller with more of them cuts transactions, not statements.
PAGE = 5_000
_OPEN = (CadenceStatus.RUNNING, CadenceStatus.PAUSED)

LEFT_OUT: Mapping[str, str] = {
    "not_found": mark("There is no such contact."),
    "in_cadence": mark("Is in this cadence already."),
    "been_before": mark("Was in this cadence before, and its rules let nobody in again."),
    "too_soon": mark("Was in this cadence a short while ago."),
    "exclusive_group": mark("Is in another cadence of the same group."),
    "not_in_segment": mark("Does not match whom this cadence is for."),
    "no_phone": mark("Has no phone number."),
    "opted_out": mark("Asked not to get messages, or cannot be reached."),
    "daily_limit": mark("As many as the cadence's limit allows were enrolled today."),
}


@dataclass(frozen=True, slots=True)
class Enrolled:
    """How many entered, and how many were left out for each reason of `LEFT_OUT`."""

    enrolled: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "Enrolled") -> "Enrolled":
        left_out = Counter(self.left_out) + Counter(other.left_out)
        return Enrolled(self.enrolled + other.enrolled, dict(left_out))


async def enrol(
    session: AsyncSession,
    company_id: UUID,
    cadence_id: UUID,
    contact_ids: Sequence[UUID],
    *,
    source: str,
    source_id: UUID | None = None,
    user_id: UUID | None = None,
) -> Enrolled:
    """Let them in who may enter, as `place`."""
    placed = await place(
        session,
        company_id,
        cadence_id,
        contact_ids,
        source=source,
        source_id=source_id,
        user_id=user_id,
    )
    return counted(placed)


def counted(placed: Sequence[Placed]) -> Enrolled:
    left_out = Counter(one.reason for one in placed if one.reason is not None)
    return Enrolled(len(placed) - left_out.total(), dict(left_out))


async def place(
    session: AsyncSession,
    company_id: UUID,
    cadence_id: UUID,
    contact_ids: Sequence[UUID],
    *,
    source: str,
    source_id: UUID | None = None,
    user_id: UUID | None = None,
) -> list[Placed]:
    """What became of each contact, once each, in the order given.

    Raises NotFound, and InvalidState for a cadence nobody can enter; nothing is written then.
    """
    await rows.take_turn(session)
    cadence = await _open_cadence(session, cadence_id)
    rules = Rules.from_json(cadence.rules)
    entry = Entry(
        company_id=company_id,
        cadence_id=cadence_id,
        version=_published(cadence),
        source=source,
        source_id=source_id,
        user_id=user_id,
        reentry_days=rules.reentry_days,
        exclusive_group=cadence.exclusive_group,
        ways=await _ways(session, cadence),
    )
    placed: list[Placed] = []
    wanted = list(dict.fromkeys(contact_ids))
    for begin in range(0, len(wanted), PAGE):
        page = wanted[begin : begin + PAGE]
        placed += await _place_page(session, cadence, rules, entry, page)
    await _tell(session, entry, placed)
    return placed


def takes_people(cadence: Cadence) -> bool:
    """Whether anybody can enter; while it is paused they do, and wait."""
    return cadence.status in _OPEN and cadence.published is not None


async def _open_cadence(session: AsyncSession, cadence_id: UUID) -> Cadence:
    """Locked against being archived meanwhile, which stops all who are in it by then."""
    cadence = await session.scalar(
        select(Cadence)
        .where(Cadence.id == cadence_id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    if cadence is None:
        raise NotFound("Cadence", cadence_id)
    if cadence.status is CadenceStatus.ARCHIVED:
        raise InvalidState("This cadence is archived: nobody can enter it any more.")
    if not takes_people(cadence):
        raise InvalidState("Publish and start the cadence first; then people can enter it.")
    return cadence


def _published(cadence: Cadence) -> int:
    assert cadence.published is not None
    return cadence.published


async def _place_page(
    session: AsyncSession,
    cadence: Cadence,
    rules: Rules,
    entry: Entry,
    page: Sequence[UUID],
) -> list[Placed]:
    room = await _room(session, cadence, rules)
    fitting = await _fitting(session, rules, page)
    depths = [events.depth_of(one) for one in page]
    return await rows.enter(session, replace(entry, room=room, fitting=fitting), page, depths)


async def _room(session: AsyncSession, cadence: Cadence, rules: Rules) -> int | None:
    """How many more may enter in this day of the company's."""
    if rules.daily_limit is None:
        return None
    since = await start_of_day(session, cadence.company_id)
    return max(0, rules.daily_limit - await rows.entered_since(session, cadence.id, since))


async def start_of_day(
    session: AsyncSession, company_id: UUID, *, now: datetime | None = None, days: int = 0
) -> datetime:
    """When the company's day began, or begins in so many days."""
    name = await session.scalar(select(Company.timezone).where(Company.id == company_id))
    here = local_time.zone(name or "") or ZoneInfo("UTC")
    day = (now or datetime.now(UTC)).astimezone(here).date() + timedelta(days=days)
    return local_time.at_wall(datetime.combine(day, time()), here.key)


async def _fitting(session: AsyncSession, rules: Rules, page: Sequence[UUID]) -> list[UUID] | None:
    if rules.only is None:
        return None
    holds = segments.condition(rules.only)
    found = await session.scalars(select(Contact.id).where(Contact.id.in_(page), holds))
    return list(found)


async def _ways(session: AsyncSession, cadence: Cadence) -> str | None:
    """What a contact must refuse altogether to be left out; None where no step writes to them."""
    stored = await session.scalar(
        select(CadenceVersion.definition).where(
            CadenceVersion.cadence_id == cadence.id, CadenceVersion.number == cadence.published
        )
    )
    steps = [one for one in from_json(stored or {}).walk() if isinstance(one, Message)]
    if not steps:
        return None
    channels = await _channels(session, steps)
    purposes = await _purposes(session, steps)
    ways = {
        (
            channels.get(step.phone_number_id, Channel.WHATSAPP),
            scopes_of(purposes.get(step.template_id, cadence.purpose), cadence.topic_id),
        )
        for step in steps
    }
    return json.dumps([{"channel": channel.value, "scopes": scopes} for channel, scopes in ways])


async def _channels(
    session: AsyncSession, steps: Sequence[Message]
) -> Mapping[UUID | None, Channel]:
    numbers = [step.phone_number_id for step in steps if step.phone_number_id is not None]
    found = await session.execute(
        select(PhoneNumber.id, PhoneNumber.channel).where(PhoneNumber.id.in_(numbers))
    )
    return {row.id: row.channel for row in found}


async def _purposes(
    session: AsyncSession, steps: Sequence[Message]
) -> Mapping[UUID | None, Purpose]:
    """Of the templates; what has none says the cadence's."""
    templates = [step.template_id for step in steps if step.template_id is not None]
    found = await session.execute(
        select(Template.id, Template.category).where(Template.id.in_(templates))
    )
    return {row.id: Purpose(row.category.value) for row in found}


async def _tell(session: AsyncSession, entry: Entry, placed: Sequence[Placed]) -> None:
    entered = [one for one in placed if one.enrolment_id is not None]
    if not entered:
        return
    await wakes.wake(session, Sleeper.CADENCE, entry.company_id, entry.cadence_id)
    await events.tell(session, entry.company_id, [_happening(entry, one) for one in entered])


def _happening(entry: Entry, placed: Placed) -> Happening:
    assert placed.enrolment_id is not None
    return Happening(
        "cadence.enrolled",
        "enrolment",
        placed.enrolment_id,
        {
            "cadence_id": entry.cadence_id,
            "version": entry.version,
            "source": entry.source,
            "lap": placed.lap,
        },
        contact_id=placed.contact_id,
    )
