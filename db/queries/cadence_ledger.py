"""A cadence's messages in the send ledger: the campaign of a step, and pages of people in it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    FromClause,
    SmallInteger,
    Subquery,
    Text,
    any_,
    case,
    cast,
    column,
    false,
    func,
    literal,
    null,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence
from db.models.campaigns import Campaign, CampaignRecipient
from db.models.contacts import Contact
from db.queries import fallbacks
from db.queries.count_changes import Change, Place
from db.queries.ledger import HASHED
from schemas.enums import CampaignStatus, DeliveryStatus


@dataclass(frozen=True, slots=True)
class StepKey:
    """Which of a cadence's sends: a step as it was published, and for the how-manieth time."""

    cadence_id: UUID
    version: int
    step_key: str
    lap: int


@dataclass(frozen=True, slots=True)
class Person:
    """A contact, as far as it decides where they are."""

    contact_id: UUID
    # The first characters of their number; none without one.
    prefix: str | None
    time_zone: str | None


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a row of the ledger is to be written for."""

    contact_id: UUID
    # The place of their zones in the campaign's list.
    zone: int | None
    country: str
    variant: int


async def step_campaign(session: AsyncSession, key: StepKey) -> Campaign | None:
    """The step's campaign, locked until the transaction ends: positions are given out under it."""
    return await session.scalar(
        select(Campaign)
        .where(
            Campaign.cadence_id == key.cadence_id,
            Campaign.cadence_version == key.version,
            Campaign.step_key == key.step_key,
            Campaign.lap == key.lap,
        )
        # Its counters are written by claims meanwhile, which only need its key to stay.
        .with_for_update(key_share=True)
    )


async def set_status(
    session: AsyncSession,
    cadence_id: UUID,
    before: Sequence[CampaignStatus],
    after: CampaignStatus,
) -> Sequence[UUID]:
    """Move all the campaigns of a cadence at once; whoever sends for one looks again."""
    values: dict[str, Any] = {"status": after, "status_code": None, "status_detail": None}
    if after is CampaignStatus.CANCELLED:
        # What a worker hands back behind this is written down by the sweep.
        values["finished_at"] = func.now()
    rows = await session.scalars(
        update(Campaign)
        .where(Campaign.cadence_id == cadence_id, Campaign.status.in_(before))
        .values(**values, version=Campaign.version + 1)
        .returning(Campaign.id)
    )
    return rows.all()


async def set_rules(session: AsyncSession, cadence: Cadence) -> None:
    """Put the cadence's hours, zone, topic and purpose on the sends that are not over."""
    template = Campaign.template_id.is_not(None)
    await session.execute(
        update(Campaign)
        .where(Campaign.cadence_id == cadence.id, Campaign.status != CampaignStatus.CANCELLED)
        .values(
            hours=cadence.hours if cadence.hours is not None else null(),
            time_zone=cadence.time_zone,
            topic_id=cadence.topic_id,
            # A template says its own.
            purpose=case((template, Campaign.purpose), else_=cadence.purpose.value),
            version=Campaign.version + 1,
        )
        .execution_options(synchronize_session=False)
    )


async def stopped_campaign(session: AsyncSession, cadence_id: UUID) -> Campaign | None:
    """One of the cadence's campaigns that stopped by itself, and so why."""
    return await session.scalar(
        select(Campaign)
        .where(Campaign.cadence_id == cadence_id, Campaign.status == CampaignStatus.AUTO_PAUSED)
        .limit(1)
    )


async def persons(session: AsyncSession, contact_ids: Sequence[UUID]) -> list[Person]:
    rows = await session.execute(
        text(
            "SELECT id, left(phone, 7) AS prefix, time_zone FROM contacts"
            " WHERE id = ANY(CAST(:ids AS uuid[]))"
        ),
        {"ids": list(contact_ids)},
    )
    return [Person(row.id, row.prefix, row.time_zone) for row in rows]


_WINDOWS = text(
    """
    SELECT contact_id FROM conversations
    WHERE contact_id = ANY(CAST(:ids AS uuid[])) AND phone_number_id = :number_id
      AND last_inbound_at > now() - interval '23 hours 50 minutes'
      AND (window_closed_at IS NULL OR window_closed_at < last_inbound_at)
    """
)


async def with_open_window(
    session: AsyncSession, contact_ids: Sequence[UUID], number_id: UUID
) -> set[UUID]:
    """Whom WhatsApp lets us write to freely from this number, for ten minutes at least."""
    values = {"ids": list(contact_ids), "number_id": number_id}
    return set(await session.scalars(_WINDOWS, values))


def given(addressees: Sequence[Addressee]) -> Subquery:
    """(contact_id, zone, country, variant, turn) as rows, in this order."""
    rows = text(
        "SELECT * FROM unnest(CAST(:g_contacts AS uuid[]), CAST(:g_zones AS smallint[]),"
        " CAST(:g_countries AS text[]), CAST(:g_variants AS smallint[]))"
        " WITH ORDINALITY AS g (contact_id, zone, country, variant, turn)"
    ).bindparams(
        g_contacts=[one.contact_id for one in addressees],
        g_zones=[one.zone for one in addressees],
        g_countries=[one.country for one in addressees],
        g_variants=[one.variant for one in addressees],
    )
    return rows.columns(
        column("contact_id", PG_UUID(as_uuid=True)),
        column("zone", SmallInteger),
        column("country", Text),
        column("variant", SmallInteger),
        column("turn", BigInteger),
    ).subquery("given")


def people(
    ids: Sequence[UUID],
    addressed: Subquery,
    parameters: ColumnElement[Any],
    body: ColumnElement[Any],
    missing: ColumnElement[bool],
) -> CTE:
    """These people as an audience: each contact as it is now; who was erased is not among them."""
    return (
        select(
            Contact.id,
            Contact.phone,
            Contact.phone_key,
            addressed.c.variant,
            parameters.label("parameters"),
            body.label("body"),
            missing.label("missing"),
            false().label("held_out"),
            addressed.c.turn,
            addressed.c.country,
            addressed.c.zone,
        )
        .select_from(addressed.join(Contact, Contact.id == addressed.c.contact_id))
        .where(Contact.id == any_(literal(list(ids), ARRAY(PG_UUID))))
        .cte("people")
    )


@dataclass(frozen=True, slots=True)
class Written:
    """Rows of the ledger that were made, and what they change of the campaign's counters."""

    # Contact -> their row.
    rows: Mapping[UUID, UUID]
    counted: Mapping[Place, Change]


async def add(
    session: AsyncSession,
    campaign: Campaign,
    source: FromClause,
    turn: ColumnElement[int],
    columns: Mapping[str, ColumnElement[Any]],
) -> Written:
    """Write a page of people into the campaign's ledger, each person once.

    The caller holds the campaign locked, and moves its counters at the end of its transaction:
    everybody takes turns at those, of several campaigns in the order of their ids.
    """
    start = await fallbacks.last_position(session, campaign.id)
    await session.execute(HASHED)
    digits = func.lpad(func.to_hex(turn + start), 16, "0")
    everything = {
        "id": cast(literal(campaign.id.hex[16:], Text).concat(digits), PG_UUID),
        "company_id": literal(campaign.company_id, PG_UUID),
        "campaign_id": literal(campaign.id, PG_UUID),
        **columns,
    }
    row = CampaignRecipient
    statement = (
        insert(row)
        .from_select(
            list(everything), select(*everything.values()).select_from(source).order_by(turn)
        )
        .on_conflict_do_nothing(index_elements=[row.contact_id, row.campaign_id])
        .returning(row.id, row.contact_id, row.status, row.reason, row.variant, row.cost_micros)
    )
    found = (await session.execute(statement)).all()
    alike = Counter((one.status, one.reason, one.variant, one.cost_micros) for one in found)
    changes: dict[Place, Change] = {}
    for (status, reason, variant, cost), count in alike.items():
        at = Place(DeliveryStatus(status).value, reason or "", variant)
        changes[at] = changes.get(at, Change()) + Change(count, count * (cost or 0))
    return Written({one.contact_id: one.id for one in found}, changes)
