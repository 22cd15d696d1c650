"""What other systems say contacts did: a meeting booked, a purchase. Told twice it is one."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.leads import ContactEvent
from db.queries import contact_events as rows
from db.queries import contacts
from schemas.cadences import MEETING_BOOKED, Stop
from schemas.errors import FieldError, InvalidInput
from schemas.words import mark
from services import cadence_goals, enrolment_stops, events
from services.events import Happening
from services.ids import new_id

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_MOST_BYTES = 16_384
_LONGEST_ID = 200
# A clock that is a little ahead is no mistake.
_AHEAD = timedelta(minutes=5)
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)


async def record(
    session: AsyncSession,
    company_id: UUID,
    contact_id: UUID,
    name: str,
    *,
    data: Mapping[str, object],
    source: str,
    external_id: str | None = None,
    occurred_at: datetime | None = None,
) -> bool:
    """As `write_down`; False: it was told before."""
    _, new = await write_down(
        session,
        company_id,
        contact_id,
        name,
        data=data,
        source=source,
        external_id=external_id,
        occurred_at=occurred_at,
    )
    return new


async def write_down(
    session: AsyncSession,
    company_id: UUID,
    contact_id: UUID,
    name: str,
    *,
    data: Mapping[str, object],
    source: str,
    external_id: str | None = None,
    occurred_at: datetime | None = None,
) -> tuple[ContactEvent, bool]:
    """What a contact did, and whether that is news; it ends the cadences that heed it.

    The teller's own id of it makes it one, however often it is told. Raises NotFound and
    InvalidInput. To be called late in a transaction.
    """
    moment = occurred_at or datetime.now(UTC)
    _check(name, data, external_id, moment)
    await contacts.get(session, contact_id)
    values = {"name": name, "data": dict(data), "source": source, "external_id": external_id}
    key = {"company_id": company_id, "contact_id": contact_id, "occurred_at": moment}
    written = await rows.add(session, {**key, **values})
    if written is None:
        assert external_id is not None
        return await rows.told(session, name, external_id), False
    await _tell(session, company_id, contact_id, values, moment)
    if name == MEETING_BOOKED:
        await enrolment_stops.stop(session, company_id, [contact_id], Stop.MEETING)
    await cadence_goals.heed(session, company_id, [contact_id])
    return written, True


@dataclass(frozen=True, slots=True)
class Said:
    """One event, as it is told of one of many."""

    contact_id: UUID
    name: str
    data: Mapping[str, object]
    source: str
    external_id: str
    # None: now.
    occurred_at: datetime | None = None


async def record_all(
    session: AsyncSession, company_id: UUID, said: Sequence[Said]
) -> set[tuple[str, str]]:
    """The same for many contacts of the company by one statement: name and teller's id of what is
    news. Raises InvalidInput for any that is wrong. To be called late in a transaction.
    """
    now = datetime.now(UTC)
    values = [
        {**asdict(one), "id": new_id(), "company_id": company_id, "data": dict(one.data)}
        | {"occurred_at": one.occurred_at or now}
        for one in said
    ]
    for one in said:
        _check(one.name, one.data, one.external_id, one.occurred_at or now)
    written = await rows.add_all(session, values)
    news = [one for one in values if one["id"] in written]
    for value in news:
        told = {name: value[name] for name in ("name", "data", "source", "external_id")}
        await _tell(session, company_id, value["contact_id"], told, value["occurred_at"])
    booked = [value["contact_id"] for value in news if value["name"] == MEETING_BOOKED]
    if booked:
        await enrolment_stops.stop(session, company_id, booked, Stop.MEETING)
    await cadence_goals.heed(session, company_id, [value["contact_id"] for value in news])
    return {(value["name"], value["external_id"]) for value in news}


def _check(
    name: str, data: Mapping[str, object], external_id: str | None, moment: datetime
) -> None:
    errors = []
    if not _NAME.fullmatch(name):
        message = mark(
            "Use lower-case letters, digits and underscores, at most 60, a letter first."
        )
        errors.append(FieldError("name", "wrong_form", message))
    try:
        size = len(json.dumps(dict(data), default=str, allow_nan=False))
    except ValueError:
        message = mark("A number of it is none, or has no end.")
        errors.append(FieldError("data", "not_a_number", message))
    else:
        if size > _MOST_BYTES:
            errors.append(FieldError("data", "too_large", "Send at most 16 KB."))
    if external_id is not None and not 0 < len(external_id) <= _LONGEST_ID:
        message = mark("Use between 1 and 200 letters.")
        errors.append(FieldError("external_id", "wrong_length", message))
    if moment.tzinfo is None or moment > datetime.now(UTC) + _AHEAD:
        errors.append(FieldError("occurred_at", "future", "This has not happened yet."))
    elif moment < _FIRST:
        message = mark("This is longer ago than anything told here.")
        errors.append(FieldError("occurred_at", "too_old", message))
    if errors:
        raise InvalidInput("This event is not right; see each field.", errors)


async def _tell(
    session: AsyncSession,
    company_id: UUID,
    contact_id: UUID,
    told: Mapping[str, object],
    moment: datetime,
) -> None:
    kinds = ["contact.event", *(["appointment.created"] if told["name"] == MEETING_BOOKED else [])]
    happenings = [
        Happening(kind, "contact", contact_id, told, contact_id=contact_id, occurred_at=moment)
        for kind in kinds
    ]
    await events.tell(session, company_id, happenings)
