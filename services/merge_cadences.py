"""What cadences and the pipeline make of two contacts that are one person, and of them apart again."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import consents, enrolment_merges, merges
from services import enrolment_stops


async def hold(session: AsyncSession, company_id: UUID, into: UUID, gone: UUID) -> None:
    """Before any row of the send ledger is taken: the turn of consent and enrolments come first."""
    await consents.hold(session, company_id)
    await enrolment_stops.hold(session, {into, gone})


async def give(
    session: AsyncSession, company_id: UUID, into: UUID, gone: UUID, moved: dict[str, Any]
) -> None:
    """One live enrolment a cadence stays, and one place in the pipeline: the survivor's first."""
    twice = await enrolment_merges.twice(session, into, gone)
    ended = await enrolment_stops.end(session, company_id, twice, enrolment_stops.MERGED)
    moved["ended"] = sorted(ended)
    moved["enrolments"] = await enrolment_merges.give(session, into, gone)
    moved["lead"] = await enrolment_merges.lead_of(session, gone)
    moved["lead_given"] = await enrolment_merges.give_lead(session, into, gone)
    moved["contact_events"] = await enrolment_merges.give_events(session, into, gone)
    # An opt-out of either holds for both.
    await enrolment_stops.stop_refused(session, company_id, {into})


async def give_back(
    session: AsyncSession, into: UUID, gone: UUID, moved: dict[str, Any], kept: list[str]
) -> None:
    """As it was; an enrolment that the merge ended stays ended, and that is said."""
    await enrolment_merges.give_back(session, into, gone, moved.get("enrolments", ()))
    await enrolment_merges.give_back_events(session, gone, moved.get("contact_events", ()))
    lead = moved.get("lead")
    if lead is not None:
        if moved["lead_given"]:
            await enrolment_merges.remove_lead(session, into, lead)
        await merges.put_back(session, "leads", lead)
    if moved.get("ended"):
        kept.append("cadences")
