"""The questions a cadence asks of people on their way, each for a page of them at once."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import any_, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact
from db.queries.travelling import Traveller
from schemas.cadences import Condition, TestKind
from services import segments

_RESPONDED = text(
    """
    SELECT r.id
    FROM campaign_recipients r JOIN campaign_responses a
      ON a.company_id = r.company_id AND a.campaign_id = r.campaign_id
     AND a.kind = :kind AND a.recipient_id = r.id
    WHERE r.id = ANY(CAST(:ids AS uuid[]))
    """
)
_ARRIVED = text(
    """
    SELECT id FROM campaign_recipients
    WHERE id = ANY(CAST(:ids AS uuid[])) AND status = ANY(CAST(:statuses AS text[]))
    """
)
_WROTE = text(
    """
    SELECT t.contact_id FROM unnest(CAST(:ids AS uuid[]), CAST(:since AS timestamptz[]))
         AS t (contact_id, since)
    WHERE EXISTS (SELECT FROM conversations v
                  WHERE v.contact_id = t.contact_id AND v.last_inbound_at > t.since)
    """
)
_WINDOW = text(
    """
    SELECT DISTINCT v.contact_id
    FROM conversations v JOIN phone_numbers n
      ON n.company_id = v.company_id AND n.id = v.phone_number_id
    WHERE v.contact_id = ANY(CAST(:ids AS uuid[])) AND n.channel = 'whatsapp'
      AND v.last_inbound_at > now() - interval '24 hours'
      AND (v.window_closed_at IS NULL OR v.window_closed_at < v.last_inbound_at)
    """
)
_STATUSES = {TestKind.DELIVERED: ("delivered", "read"), TestKind.READ: ("read",)}


async def holding(
    session: AsyncSession, step: Condition, who: Sequence[Traveller]
) -> set[UUID] | None:
    """The enrolments for which the answer is yes; None: nobody can tell yet (call outcomes)."""
    match step.test:
        case TestKind.SEGMENT:
            contacts = await _matching(session, step.segment, [one.contact_id for one in who])
            return {one.id for one in who if one.contact_id in contacts}
        case TestKind.WINDOW_OPEN:
            contacts = set(await session.scalars(_WINDOW, {"ids": [one.contact_id for one in who]}))
            return {one.id for one in who if one.contact_id in contacts}
        case TestKind.CALL_OUTCOME:
            return None
        case TestKind.REPLIED:
            return await _replied(session, who)
        case _:
            return await _of_last_message(session, step.test, who)


async def _matching(
    session: AsyncSession, segment: Mapping[str, object] | None, ids: Sequence[UUID]
) -> set[UUID]:
    if segment is None:
        return set(ids)
    chosen = Contact.id == any_(literal(list(ids), ARRAY(PG_UUID)))
    rows = await session.scalars(select(Contact.id).where(chosen, segments.condition(segment)))
    return set(rows)


async def _replied(session: AsyncSession, who: Sequence[Traveller]) -> set[UUID]:
    """Whoever wrote at all since the cadence's last message, on whatever channel."""
    asked = [one for one in who if one.last_sent_at is not None]
    values = {
        "ids": [one.contact_id for one in asked],
        "since": [one.last_sent_at for one in asked],
    }
    wrote = set(await session.scalars(_WROTE, values))
    return {one.id for one in asked if one.contact_id in wrote}


async def _of_last_message(
    session: AsyncSession, test: TestKind, who: Sequence[Traveller]
) -> set[UUID]:
    by_message = {one.last_recipient_id: one.id for one in who if one.last_recipient_id}
    ids = list(by_message)
    if test is TestKind.CLICKED:
        found = await session.scalars(_RESPONDED, {"ids": ids, "kind": "click"})
    else:
        statuses = list(_STATUSES[test])
        found = await session.scalars(_ARRIVED, {"ids": ids, "statuses": statuses})
    return {by_message[key] for key in found}
