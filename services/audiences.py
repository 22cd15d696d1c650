"""Who a campaign reaches: judged before launch for the preflight, frozen at launch into the ledger.

Both run the same statement, so the preflight promises what the freeze then does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    DateTime,
    FromClause,
    SmallInteger,
    Subquery,
    Text,
    case,
    cast,
    false,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.contacts import Contact, Segment
from db.queries.ledger import NEVER
from schemas.enums import Channel, DeliveryStatus
from services import (
    audience_places,
    audience_reasons,
    audience_values,
    contents,
    links,
    policies,
    segments,
)
from services.audience_places import PREFIX_LENGTH, Places
from services.audience_reasons import Exclusions
from services.audience_values import SOURCES
from services.contents import Contents

# Where in 10,000 a contact stands: the same in each run over one campaign, and in each part of
# its plan (held out, sample, variant) another.
_PARTS = 10_000
_HOLD_OUT, _SAMPLE, _VARIANT = 1, 2, 3
_POSITIVE = (1 << 62) - 1


@dataclass(frozen=True, slots=True)
class Group:
    """People who are reached alike."""

    country: str
    # Where they may be: open only where all of them are.
    zones: tuple[str, ...]
    # SMS; None for other channels.
    segments: int | None
    # 0: waits for an experiment's winner.
    variant: int
    count: int


@dataclass(frozen=True, slots=True)
class Preflight:
    """What a launch would do now."""

    reachable: int
    # Reason -> how many are left out because of it.
    excluded: dict[str, int]
    groups: tuple[Group, ...] = ()

    @property
    def matched(self) -> int:
        return self.reachable + sum(self.excluded.values())


async def preflight(session: AsyncSession, campaign: Campaign, said: Contents) -> Preflight:
    """Count who would get the campaign and who would not, by reason."""
    judged, places = await _plan(session, campaign, said)
    kinds = (judged.c.reason, judged.c.country, judged.c.zone, judged.c.segments, judged.c.variant)
    rows = await session.execute(select(*kinds, func.count().label("people")).group_by(*kinds))
    groups, excluded = [], dict[str, int]()
    for row in rows:
        if row.reason is not None:
            excluded[row.reason] = excluded.get(row.reason, 0) + row.people
            continue
        zones = places.zones[row.zone] if row.zone is not None else ()
        groups.append(Group(row.country or "", zones, row.segments, row.variant, row.people))
    return Preflight(sum(group.count for group in groups), excluded, tuple(groups))


async def reached(session: AsyncSession, campaign: Campaign, said: Contents) -> Subquery:
    """Who would get the campaign, to be read from: `contact_id` and `country`."""
    judged, _ = await _plan(session, campaign, said)
    return (
        select(judged.c.id.label("contact_id"), judged.c.country)
        .where(judged.c.reason.is_(None))
        .subquery("reached")
    )


@dataclass(frozen=True, slots=True)
class Person:
    """A contact, as a list of examples shows them."""

    id: UUID
    name: str
    phone: str | None


async def excluded_people(
    session: AsyncSession, campaign: Campaign, said: Contents, reason: str, *, limit: int
) -> list[Person]:
    """The first of those who are left out for this reason."""
    judged, _ = await _plan(session, campaign, said)
    rows = await session.execute(
        select(Contact.id, Contact.name, Contact.phone)
        .join(judged, judged.c.id == Contact.id)
        .where(judged.c.reason == reason)
        .limit(limit)
    )
    return [Person(*row) for row in rows]


async def excluded_samples(
    session: AsyncSession, campaign: Campaign, said: Contents, *, limit: int
) -> dict[str, list[Person]]:
    """Some of those who are left out, for every reason, by one statement."""
    judged, _ = await _plan(session, campaign, said)
    place = func.row_number().over(partition_by=judged.c.reason).label("place")
    excluded = (
        select(judged.c.id, judged.c.reason, place).where(judged.c.reason.is_not(None)).subquery()
    )
    rows = await session.execute(
        select(excluded.c.reason, Contact.id, Contact.name, Contact.phone)
        .join(excluded, excluded.c.id == Contact.id)
        .where(excluded.c.place <= limit)
    )
    found: dict[str, list[Person]] = {}
    for row in rows:
        found.setdefault(row.reason, []).append(Person(row.id, row.name, row.phone))
    return found


async def example_values(
    session: AsyncSession, said: Contents
) -> tuple[Person, list[str | None]] | None:
    """What one real contact would get of variant 1, as the freeze would fill it in.

    None without contacts.
    """
    filled = audience_values.values(said.frozen[0], said, false())
    row = (
        await session.execute(
            select(
                Contact.id,
                Contact.name,
                Contact.phone,
                audience_values.parameters(filled).label("values"),
            )
            .where(Contact.phone.is_not(None))
            .order_by((Contact.name != "").desc(), Contact.id.desc())
            .limit(1)
        )
    ).one_or_none()
    return (Person(row[0], row[1], row[2]), list(row[3])) if row is not None else None


async def freeze(session: AsyncSession, campaign: Campaign, said: Contents) -> None:
    """Write one ledger row for each person of the audience, and the first counters.

    One statement, one transaction: a crash leaves nothing, a repeat finds it done. Sets the
    campaign's zones.
    """
    serials = await links.register(session, campaign, contents.urls(said))
    judged, places = await _plan(session, campaign, contents.with_serials(said, serials))
    campaign.zones = places.as_json()
    columns = {
        "id": _recipient_id(campaign.id, said, judged),
        "company_id": literal(campaign.company_id, PG_UUID),
        "campaign_id": literal(campaign.id, PG_UUID),
        "contact_id": judged.c.id,
        "address": func.coalesce(judged.c.phone, ""),
        "address_key": func.coalesce(judged.c.phone_key, ""),
        "parameters": func.coalesce(judged.c.parameters, audience_values.NO_VALUES),
        "variant": judged.c.variant,
        "zone": judged.c.zone,
        "country": judged.c.country,
        "segments": judged.c.segments,
        "cost_micros": judged.c.price * func.coalesce(judged.c.segments, 1),
        "body_key": judged.c.body_key,
        "status": case(
            (judged.c.reason.is_(None), DeliveryStatus.PENDING.value),
            else_=DeliveryStatus.SKIPPED.value,
        ),
        "reason": judged.c.reason,
    }
    if said.experiment is not None:
        waits = judged.c.reason.is_(None) & (judged.c.variant == 0)
        columns["not_before"] = case((waits, literal(NEVER, DateTime(timezone=True))))
    rows = select(*columns.values()).order_by(*_turns(said, judged))
    await session.execute(insert(CampaignRecipient).from_select(list(columns), rows))
    await _count(session, campaign)


async def _count(session: AsyncSession, campaign: Campaign) -> None:
    rows = CampaignRecipient
    await session.execute(
        insert(CampaignCount).from_select(
            ["company_id", "campaign_id", "status", "reason", "variant", "count", "cost_micros"],
            select(
                literal(campaign.company_id, PG_UUID),
                literal(campaign.id, PG_UUID),
                rows.status,
                func.coalesce(rows.reason, ""),
                rows.variant,
                func.count(),
                func.coalesce(func.sum(rows.cost_micros), 0),
            )
            .where(rows.campaign_id == campaign.id)
            .group_by(rows.status, rows.reason, rows.variant),
        )
    )


def _turns(said: Contents, judged: CTE) -> tuple[ColumnElement[Any], ...]:
    """The order in which they are sent to: an experiment's sample first."""
    rest = () if said.experiment is None else (judged.c.variant == 0,)
    return (*rest, judged.c.id)


def _recipient_id(campaign_id: UUID, said: Contents, judged: CTE) -> ColumnElement[UUID]:
    """The campaign's last 8 bytes and the position: see CampaignRecipient."""
    position = func.row_number().over(order_by=_turns(said, judged))
    digits = func.lpad(func.to_hex(position), 16, "0")
    return cast(literal(campaign_id.hex[16:]).concat(digits), PG_UUID)


async def _plan(session: AsyncSession, campaign: Campaign, said: Contents) -> tuple[CTE, Places]:
    """Each matching contact with what it would get, and the reason it is left out or none."""
    await _plan_for_many(session)
    now = datetime.now(UTC)
    places = await audience_places.read(session, campaign, said)
    policy = await policies.get(session)
    recent = await audience_reasons.recent_campaigns(session, campaign.id, policy, now=now)
    audience = await _audience(session, campaign, said)
    exclusions = Exclusions(campaign, said, policy, recent, now)
    return _judged(audience, places, exclusions, said), places


async def _audience(session: AsyncSession, campaign: Campaign, said: Contents) -> CTE:
    """The contacts that match, each with its variant and what fills it."""
    named = segments.audience_segments(campaign.audience)
    found = (await session.scalars(select(Segment).where(Segment.id.in_(named)))).all()
    had_marketing = audience_reasons.had_marketing_sms()
    ways = [audience_values.values(one, said, had_marketing) for one in said.frozen]
    variant = _variant(campaign, said)
    missing = or_(false(), *(value.is_(None) for way in ways for value in way))
    parameters = [audience_values.parameters(way) for way in ways]
    everything = audience_values.parameters([value for way in ways for value in way])
    bodies = [
        audience_values.body(one, way) if said.channel is Channel.SMS else null()
        for one, way in zip(said.frozen, ways, strict=True)
    ]
    people = (
        select(
            Contact.id,
            Contact.phone,
            Contact.phone_key,
            Contact.time_zone,
            func.left(Contact.phone, PREFIX_LENGTH).label("prefix"),
            variant.label("variant"),
            _by_variant(variant, parameters, everything).label("parameters"),
            cast(_by_variant(variant, bodies, null()), Text).label("body"),
            missing.label("missing"),
            (_part(campaign, _HOLD_OUT) < (campaign.hold_out_percent or 0) * _PARTS // 100).label(
                "held_out"
            ),
        )
        .where(segments.audience_condition(campaign.audience, found))
        .subquery("people")
    )
    # Worked out once a person: it is both looked for and written.
    key = audience_reasons.body_key(campaign, said, people)
    return select(people, key.label("body_key")).cte("audience")


def _part(campaign: Campaign, draw: int) -> ColumnElement[int]:
    """Where a contact stands in one of the plan's draws, evenly from 0 to 9,999."""
    seed = (campaign.id.int + draw) % (1 << 62)
    drawn = func.uuid_hash_extended(Contact.id, cast(seed, BigInteger), type_=BigInteger())
    return drawn.op("&")(_POSITIVE) % _PARTS


def _variant(campaign: Campaign, said: Contents) -> ColumnElement[int]:
    if len(said.frozen) == 1:
        return cast(1, SmallInteger)
    shares, total, upto = [], sum(said.weights), 0
    for place, weight in enumerate(said.weights[:-1], start=1):
        upto += weight
        shares.append((_part(campaign, _VARIANT) < upto * _PARTS // total, place))
    chosen = case(*shares, else_=len(said.weights))
    if said.experiment is None:
        return cast(chosen, SmallInteger)
    sampled = _part(campaign, _SAMPLE) < said.experiment.sample_percent * _PARTS // 100
    return cast(case((sampled, chosen), else_=0), SmallInteger)


def _by_variant(
    variant: ColumnElement[int], ways: Sequence[ColumnElement[Any]], undecided: ColumnElement[Any]
) -> ColumnElement[Any]:
    if len(ways) == 1:
        return ways[0]
    return case(
        *((variant == place, way) for place, way in enumerate(ways, start=1)), else_=undecided
    )


def _judged(audience: CTE, places: Places, exclusions: Exclusions, said: Contents) -> CTE:
    """Outer joins, not EXISTS: inside a CASE those would be asked once for every contact."""
    a = audience.c
    by_prefix, own = audience_places.by_prefix(places), audience_places.by_zone(places)
    joined: FromClause = audience.outerjoin(by_prefix, by_prefix.c.prefix == a.prefix)
    zone: ColumnElement[int] = by_prefix.c.zone
    if places.own:
        joined = joined.outerjoin(own, own.c.name == a.time_zone)
        zone = func.coalesce(own.c.zone, zone)
    joined, reason = exclusions.join(joined, audience, by_prefix.c.country)
    return (
        select(
            a.id,
            a.phone,
            a.phone_key,
            a.parameters,
            a.variant,
            zone.label("zone"),
            by_prefix.c.country,
            by_prefix.c.price,
            func.sms_segments(a.body).label("segments")
            if said.channel is Channel.SMS
            else cast(null(), SmallInteger).label("segments"),
            a.body_key,
            reason.label("reason"),
        )
        .select_from(joined)
        .cte("judged")
    )


async def _plan_for_many(session: AsyncSession) -> None:
    """Have the database join by hashing for the rest of this transaction.

    Right after an import it has no statistics yet, takes a million contacts for one and would
    look each of them up alone.
    """
    await session.execute(
        select(
            func.set_config("enable_nestloop", "off", true()),
            func.set_config("work_mem", "64MB", true()),
        )
    )


__all__ = ["SOURCES", "Group", "Person", "Preflight"]
