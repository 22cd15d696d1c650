"""Who a campaign reaches: judged before launch for the preflight, frozen at launch into the ledger.

Both run the same statement, so the preflight promises what the freeze then does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Subquery,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    insert,
    literal,
    not_,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.contacts import Contact, ContactIdentity, Segment, Suppression
from schemas.enums import Channel, DeliveryStatus, IdentityKind
from schemas.templates import FrozenTemplate, variables
from services import segments

_NO_VALUES = cast(literal("{}"), ARRAY(Text))
_COLUMNS: Mapping[str, ColumnElement[str] | InstrumentedAttribute[str | None]] = {
    "name": cast(Contact.name, Text),
    "first_name": func.split_part(func.btrim(Contact.name), " ", 1),
    "phone": Contact.phone,
    "email": Contact.email,
    "language": Contact.language,
    "external_id": Contact.external_id,
}
# What fills a variable, besides a fixed text and the contact's own fields ("field:<key>").
SOURCES = tuple(_COLUMNS)
# A number that is one contact's main number and another's further identity is one phone.
_PHONE_IDENTITIES = (IdentityKind.PHONE, IdentityKind.WHATSAPP)


@dataclass(frozen=True, slots=True)
class Preflight:
    """What a launch would do now."""

    reachable: int
    # Reason -> how many are left out because of it.
    excluded: dict[str, int]

    @property
    def matched(self) -> int:
        return self.reachable + sum(self.excluded.values())


async def preflight(
    session: AsyncSession, campaign: Campaign, template: FrozenTemplate
) -> Preflight:
    """Count who would get the campaign and who would not, by reason."""
    await _plan_for_many(session)
    judged = _judged(await _audience(session, campaign, template))
    rows = await session.execute(
        select(judged.c.reason, func.count().label("count")).group_by(judged.c.reason)
    )
    found: dict[str | None, int] = dict(rows.all())
    reachable = found.pop(None, 0)
    return Preflight(reachable, {str(reason): count for reason, count in found.items()})


@dataclass(frozen=True, slots=True)
class Person:
    """A contact, as a list of examples shows them."""

    id: UUID
    name: str
    phone: str | None


async def excluded_people(
    session: AsyncSession, campaign: Campaign, template: FrozenTemplate, reason: str, *, limit: int
) -> list[Person]:
    """The first of those who are left out for this reason."""
    await _plan_for_many(session)
    judged = _judged(await _audience(session, campaign, template))
    rows = await session.execute(
        select(Contact.id, Contact.name, Contact.phone)
        .join(judged, judged.c.id == Contact.id)
        .where(judged.c.reason == reason)
        .limit(limit)
    )
    return [Person(*row) for row in rows]


async def example_values(
    session: AsyncSession, template: FrozenTemplate
) -> tuple[Person, list[str | None]] | None:
    """What one real contact would get, as the freeze would fill it in; None without contacts."""
    row = (
        await session.execute(
            select(Contact.id, Contact.name, Contact.phone, _parameters(template).label("values"))
            .where(Contact.phone.is_not(None))
            .order_by((Contact.name != "").desc(), Contact.id.desc())
            .limit(1)
        )
    ).one_or_none()
    return (Person(row[0], row[1], row[2]), list(row[3])) if row is not None else None


async def freeze(session: AsyncSession, campaign: Campaign, template: FrozenTemplate) -> None:
    """Write one ledger row for each person of the audience, and the first counters.

    One statement, one transaction: a crash leaves nothing, a repeat finds it done.
    """
    await _plan_for_many(session)
    judged = _judged(await _audience(session, campaign, template))
    status = case(
        (judged.c.reason.is_(None), DeliveryStatus.PENDING.value),
        else_=DeliveryStatus.SKIPPED.value,
    )
    await session.execute(
        insert(CampaignRecipient).from_select(
            [
                "id",
                "company_id",
                "campaign_id",
                "contact_id",
                "address",
                "address_key",
                "parameters",
                "status",
                "reason",
            ],
            select(
                _recipient_id(campaign.id, judged),
                literal(campaign.company_id, PG_UUID),
                literal(campaign.id, PG_UUID),
                judged.c.id,
                func.coalesce(judged.c.phone, ""),
                func.coalesce(judged.c.phone_key, ""),
                func.coalesce(judged.c.parameters, _NO_VALUES),
                status,
                judged.c.reason,
            ).order_by(judged.c.id),
        )
    )
    await _count(session, campaign)


async def _count(session: AsyncSession, campaign: Campaign) -> None:
    rows = CampaignRecipient
    await session.execute(
        insert(CampaignCount).from_select(
            ["company_id", "campaign_id", "status", "reason", "count"],
            select(
                literal(campaign.company_id, PG_UUID),
                literal(campaign.id, PG_UUID),
                rows.status,
                func.coalesce(rows.reason, ""),
                func.count(),
            )
            .where(rows.campaign_id == campaign.id)
            .group_by(rows.status, rows.reason),
        )
    )


def _recipient_id(campaign_id: UUID, judged: CTE) -> ColumnElement[UUID]:
    """The campaign's last 8 bytes and the position: see CampaignRecipient."""
    position = func.row_number().over(order_by=judged.c.id)
    digits = func.lpad(func.to_hex(position), 16, "0")
    return cast(literal(campaign_id.hex[16:]).concat(digits), PG_UUID)


async def _audience(session: AsyncSession, campaign: Campaign, template: FrozenTemplate) -> CTE:
    """The contacts that match, with the values of the template's variables."""
    named = segments.audience_segments(campaign.audience)
    found = (await session.scalars(select(Segment).where(Segment.id.in_(named)))).all()
    values = _values(template)
    missing = or_(false(), *(value.is_(None) for value in values))
    return (
        select(
            Contact.id,
            Contact.phone,
            Contact.phone_key,
            _parameters(template).label("parameters"),
            missing.label("missing"),
        )
        .where(segments.audience_condition(campaign.audience, found))
        .cte("audience")
    )


def _values(template: FrozenTemplate) -> list[ColumnElement[str]]:
    return [
        _value(template.bindings.get(variable.key))
        for variable in variables(template.components, template.parameter_format)
    ]


def _parameters(template: FrozenTemplate) -> ColumnElement[Any]:
    values = _values(template)
    return array(values) if values else _NO_VALUES


def _value(binding: object) -> ColumnElement[str]:
    """SQL for one variable of one contact; NULL when it has neither value nor fallback."""
    if not isinstance(binding, Mapping):
        return cast(null(), Text)
    return func.coalesce(
        _source(str(binding.get("source", "")), binding.get("value")),
        func.nullif(str(binding.get("fallback") or ""), ""),
    )


def _source(source: str, value: object) -> ColumnElement[str]:
    if source == "text":
        return func.nullif(str(value or ""), "")
    if source.startswith("field:"):
        return func.nullif(Contact.fields[source.removeprefix("field:")].astext, "")
    return func.nullif(_COLUMNS[source], "")


def _judged(audience: CTE) -> CTE:
    """Each matching contact with the reason it is left out, or none.

    Outer joins, not EXISTS: inside a CASE those would be asked once for every contact.
    """
    a = audience.c
    holders = _other_holders(audience)
    reason = case(
        (a.phone.is_(None), "no_phone"),
        (Suppression.match_key.is_not(None), "opted_out"),
        (holders.c.contact_ids.is_not(None), "duplicate_address"),
        (a.missing, "missing_variable"),
        else_=null(),
    )
    joined = audience.outerjoin(
        Suppression,
        and_(Suppression.match_key == a.phone_key, Suppression.channel == Channel.WHATSAPP),
    ).outerjoin(
        holders,
        # Held by somebody else of the audience, whoever else holds it.
        and_(
            holders.c.match_key == a.phone_key,
            not_(holders.c.contact_ids.contained_by(array([a.id]))),
        ),
    )
    return (
        select(a.id, a.phone, a.phone_key, a.parameters, reason.label("reason"))
        .select_from(joined)
        .cte("judged")
    )


def _other_holders(audience: CTE) -> Subquery:
    """Numbers that people of the audience have as a further identity, and who they are."""
    other = audience.alias("other")
    return (
        select(
            ContactIdentity.match_key,
            func.array_agg(ContactIdentity.contact_id, type_=ARRAY(PG_UUID)).label("contact_ids"),
        )
        .join(other, other.c.id == ContactIdentity.contact_id)
        .where(ContactIdentity.kind.in_(_PHONE_IDENTITIES))
        .group_by(ContactIdentity.match_key)
        .subquery("holders")
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
