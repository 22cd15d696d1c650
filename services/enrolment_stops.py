"""What ends an enrolment the moment it should: a reply, an opt-out, a deal won, a person who takes over.

In the transaction of what caused it: once that is committed no step of the enrolment is claimed any
more. A message that is being sent at that moment finishes, and its row tells what became of it.
To be called late in a transaction, behind the company's turn of consent: it locks enrolments. What
it takes of the send ledger it takes at the end of all, in the order `db.queries.enrolment_stops`
tells.
"""

from collections.abc import Collection, Sequence
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import claims, enrolment_stops
from db.queries.enrolment_stops import Cause, Stopped
from db.session import before_commit
from services import events
from services.events import Happening

OPTED_OUT = "opted_out"
MERGED = "merged"
CONTACT_ERASED = "contact_erased"
_ENDED = "ended_enrolments"
# What no cadence can choose not to heed.
_ALWAYS = frozenset({OPTED_OUT, MERGED, CONTACT_ERASED})


async def stop(
    session: AsyncSession,
    company_id: UUID,
    contact_ids: Collection[UUID],
    reason: str,
    *,
    channel: str | None = None,
    detail: str | None = None,
) -> set[UUID]:
    """End the live enrolments of these contacts in cadences that heed it; which cadences.

    An opt-out, a merge and an erasure are heeded by all. Safe to repeat.
    """
    if reason in _ALWAYS:
        held = await _hold(session, contact_ids)
        ended = await enrolment_stops.end_whatever(session, held, reason, detail) if held else []
        return await _settle(session, company_id, ended)
    causes = [Cause(one, reason, channel, detail=detail) for one in sorted(set(contact_ids))]
    return await stop_for(session, company_id, causes)


async def stop_for(session: AsyncSession, company_id: UUID, causes: Sequence[Cause]) -> set[UUID]:
    """The same for what happened to many at once, to each something of their own."""
    held = await _hold(session, {cause.contact_id for cause in causes})
    ended = await enrolment_stops.end_caused(session, held, causes) if held else []
    return await _settle(session, company_id, ended)


async def stop_refused(
    session: AsyncSession, company_id: UUID, contact_ids: Collection[UUID]
) -> set[UUID]:
    """End what these contacts refuse by what stands in the ledger of consent now; which cadences.

    A cadence is refused when one of its channels is: everything there, marketing where it is
    marketing, or its topic.
    """
    held = await _hold(session, contact_ids)
    ended = await enrolment_stops.end_refused(session, held) if held else []
    return await _settle(session, company_id, ended)


async def end(
    session: AsyncSession,
    company_id: UUID,
    enrolment_ids: Collection[UUID],
    reason: str,
    *,
    detail: str | None = None,
    user_id: UUID | None = None,
) -> set[UUID]:
    """End those of these enrolments that are live, whatever their cadences heed; which they were."""
    if not enrolment_ids:
        return set()
    held = await enrolment_stops.hold_these(session, enrolment_ids)
    ended = await enrolment_stops.end_whatever(session, held, reason, detail) if held else []
    if ended and user_id is not None:
        await enrolment_stops.note_removed(session, company_id, ended, user_id)
    await _settle(session, company_id, ended)
    return {one.id for one in ended}


async def hold(session: AsyncSession, contact_ids: Collection[UUID]) -> None:
    """Lock what may end, and the company's turn of claims: for who writes into the ledger first."""
    if await _hold(session, contact_ids):
        await claims.take_turn(session)


async def _hold(session: AsyncSession, contact_ids: Collection[UUID]) -> list[UUID]:
    return await enrolment_stops.hold(session, contact_ids) if contact_ids else []


async def _settle(session: AsyncSession, company_id: UUID, ended: Sequence[Stopped]) -> set[UUID]:
    """Tell of them, and have taken back what was still to be sent to them; their cadences."""
    if not ended:
        return set()
    waiting: dict[UUID, Stopped] | None = session.info.get(_ENDED)
    if waiting is None:
        waiting = session.info[_ENDED] = {}
        before_commit(session, partial(_take_back, session, company_id), early=True)
    waiting.update((one.id, one) for one in ended)
    await events.tell(session, company_id, [_happening(one) for one in ended])
    return {one.cadence_id for one in ended}


async def _take_back(session: AsyncSession, company_id: UUID) -> None:
    """Once a transaction, at its end: whoever holds counters waits for nothing else any more."""
    waiting: dict[UUID, Stopped] = session.info.pop(_ENDED)
    # A savepoint may have taken an end back.
    still = await enrolment_stops.ended_still(session, waiting)
    ended = [one for key, one in sorted(waiting.items()) if key in still]
    sends = {key for one in ended for key in one.recipient_ids}
    sends |= await enrolment_stops.sent_before(session, [one.id for one in ended])
    if sends and await enrolment_stops.to_come(session, sends):
        # The claim that may hold one of them ends first, and then its row says `sending`.
        await claims.take_turn(session)
        await enrolment_stops.release(session, sends)
    await enrolment_stops.count_left(session, company_id, ended)


def _happening(one: Stopped) -> Happening:
    return Happening(
        "cadence.stopped",
        "enrolment",
        one.id,
        {
            "cadence_id": one.cadence_id,
            "version": one.version,
            "lap": one.lap,
            "source": one.source,
            "step_key": one.step_key,
            "reason": one.reason,
        },
        contact_id=one.contact_id,
    )
