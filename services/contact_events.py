"""What other systems say contacts did: a meeting booked, a purchase. Told twice it is one."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.leads import ContactEvent
from db.queries import contacts
from schemas.cadences import MEETING_BOOKED, Stop
from schemas.errors import FieldError, InvalidInput
from services import cadence_goals, enrolment_stops, events
from services.events import Happening

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_MOST_BYTES = 16_384
_LONGEST_ID = 200
# A clock that is a little ahead is no mistake.
_AHEAD = timedelta(minutes=5)


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
    """Write down what a contact did, and end the cadences that heed it; False: told before.

    The teller's own id of it makes it one, however often it is told. Raises NotFound and
    InvalidInput. To be called late in a transaction.
    """
    moment = occurred_at or datetime.now(UTC)
    _check(name, data, external_id, moment)
    await contacts.get(session, contact_id)
    written = await session.scalar(
        insert(ContactEvent)
        .values(
            company_id=company_id,
            contact_id=contact_id,
            name=name,
            data=dict(data),
            source=source,
            external_id=external_id or None,
            occurred_at=moment,
        )
        .on_conflict_do_nothing()
        .returning(ContactEvent.id)
    )
    if written is None:
        return False
    told = {"name": name, "data": dict(data), "source": source, "external_id": external_id}
    await _tell(session, company_id, contact_id, told, moment)
    if name == MEETING_BOOKED:
        await enrolment_stops.stop(session, company_id, [contact_id], Stop.MEETING)
    await cadence_goals.heed(session, company_id, [contact_id])
    return True


def _check(
    name: str, data: Mapping[str, object], external_id: str | None, moment: datetime
) -> None:
    errors = []
    if not _NAME.fullmatch(name):
        message = "Use lower-case letters, digits and underscores, at most 60, a letter first."
        errors.append(FieldError("name", "wrong_form", message))
    if len(json.dumps(dict(data), default=str)) > _MOST_BYTES:
        errors.append(FieldError("data", "too_large", "Send at most 16 KB."))
    if external_id is not None and len(external_id) > _LONGEST_ID:
        errors.append(FieldError("external_id", "too_long", "Use at most 200 letters."))
    if moment.tzinfo is None or moment > datetime.now(UTC) + _AHEAD:
        errors.append(FieldError("occurred_at", "future", "This has not happened yet."))
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
