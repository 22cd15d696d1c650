"""What the steps of a cadence name: numbers, templates, tags, stages, … as far as they exist."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence
from db.models.connections import PhoneNumber
from db.models.contacts import Tag
from db.models.conversations import Team
from db.models.events import WebhookEndpoint
from db.models.leads import Stage
from db.models.people import Membership
from db.models.templates import Template
from db.queries import fields
from schemas.cadences import (
    Assign,
    CallWebhook,
    ChangeTags,
    Definition,
    Enrol,
    Message,
    SetStage,
)
from schemas.enums import CadenceStatus, EndpointStatus, FieldType


@dataclass(frozen=True, slots=True)
class Parts:
    """All that one definition names; what is not in here does not exist."""

    # The cadence whose definition it is.
    cadence_id: UUID | None
    numbers: dict[UUID, PhoneNumber]
    templates: dict[UUID, Template]
    tags: set[UUID]
    # By key: the type, and what a choice may be.
    fields: dict[str, tuple[FieldType, Sequence[str]]]
    stages: set[UUID]
    people: set[UUID]
    teams: set[UUID]
    # Whether it is switched on.
    endpoints: dict[UUID, bool]
    cadences: dict[UUID, CadenceStatus]


async def load(session: AsyncSession, cadence_id: UUID | None, definition: Definition) -> Parts:
    """Everything in a handful of statements, however many steps there are."""
    steps = list(definition.walk())
    messages = [one for one in steps if isinstance(one, Message)]
    worn = [tag for one in steps if isinstance(one, ChangeTags) for tag in (*one.add, *one.remove)]
    given = [one for one in steps if isinstance(one, Assign)]
    number, template = PhoneNumber, Template
    wanted_numbers = _keys(one.phone_number_id for one in messages)
    wanted_templates = _keys(one.template_id for one in messages)
    senders = select(number).where(number.id.in_(wanted_numbers), number.removed_at.is_(None))
    written = select(template).where(template.id.in_(wanted_templates))
    return Parts(
        cadence_id=cadence_id,
        numbers={one.id: one for one in await _rows(session, wanted_numbers, senders)},
        templates={one.id: one for one in await _rows(session, wanted_templates, written)},
        tags=await _ids(session, Tag.id, worn),
        fields={
            one.key: (FieldType(one.type), one.choices) for one in await fields.definitions(session)
        },
        stages=await _ids(
            session, Stage.id, (one.stage_id for one in steps if isinstance(one, SetStage))
        ),
        people=await _ids(session, Membership.user_id, (one.user_id for one in given)),
        teams=await _ids(session, Team.id, (one.team_id for one in given)),
        endpoints=await _endpoints(
            session, (one.endpoint_id for one in steps if isinstance(one, CallWebhook))
        ),
        cadences=await _cadences(
            session, (one.cadence_id for one in steps if isinstance(one, Enrol))
        ),
    )


async def _rows(session: AsyncSession, wanted: set[UUID], query: Select[Any]) -> Sequence[Any]:
    return (await session.scalars(query)).all() if wanted else []


async def _ids(session: AsyncSession, column: Any, wanted: Iterable[UUID | None]) -> set[UUID]:
    keys = _keys(wanted)
    if not keys:
        return set()
    return set(await session.scalars(select(column).where(column.in_(keys))))


async def _endpoints(session: AsyncSession, wanted: Iterable[UUID | None]) -> dict[UUID, bool]:
    keys, endpoint = _keys(wanted), WebhookEndpoint
    if not keys:
        return {}
    rows = await session.execute(select(endpoint.id, endpoint.status).where(endpoint.id.in_(keys)))
    return {key: status is EndpointStatus.ACTIVE for key, status in rows}


async def _cadences(
    session: AsyncSession, wanted: Iterable[UUID | None]
) -> dict[UUID, CadenceStatus]:
    keys = _keys(wanted)
    if not keys:
        return {}
    wanted_ones = select(Cadence.id, Cadence.status).where(Cadence.id.in_(keys))
    return {row.id: row.status for row in await session.execute(wanted_ones)}


def _keys(wanted: Iterable[UUID | None]) -> set[UUID]:
    return {key for key in wanted if key is not None}
