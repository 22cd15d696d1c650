"""A cadence that runs while parts die: nobody is lost on the way, and nobody does a step twice."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy import select, text

from benchmarks.chaos_replies import AWAY
from benchmarks.stage import Shop
from bootstrap import Resources
from db.models.contacts import Contact
from schemas.cadences import from_json
from schemas.payloads.cadences import CadenceRef
from services import cadences, enrolling
from workflows import starters

_T = TypeVar("_T")
_STEPS = ("hello", "asked", "thanks")


@dataclass(frozen=True)
class Journey:
    """A round's cadence, and how many were let in."""

    cadence_id: UUID
    people: int


async def begin(resources: Resources, shop: Shop, people: int) -> Journey:
    """A new cadence of two messages and a question, and people in it; tried until it is there."""
    cadence_id = await _insist(lambda: _open(resources, shop))
    await _insist(lambda: _enrol(resources, shop, cadence_id, people))
    with suppress(*AWAY):
        # Temporal may be away: the worker heard of it at commit, or the sweep will tell.
        await starters.start_cadence(resources.temporal, CadenceRef(shop.company_id, cadence_id))
    return Journey(cadence_id, people)


async def _insist(act: Callable[[], Awaitable[_T]]) -> _T:
    while True:
        with suppress(*AWAY):
            return await act()
        await asyncio.sleep(0.2)


def _message(shop: Shop, key: str) -> dict[str, object]:
    """Words of its own: the same would rightly not be sent to the same people again."""
    return {
        "key": key,
        "kind": "message",
        "phone_number_id": str(shop.number_id),
        "template_id": str(shop.template_id),
        "bindings": {"body.2": {"source": "text", "value": f"{key} {uuid4().hex[:8]}"}},
    }


async def _open(resources: Resources, shop: Shop) -> UUID:
    asked = {"key": "asked", "kind": "condition", "test": "replied", "yes": [], "no": []}
    steps = [_message(shop, "hello"), asked, _message(shop, "thanks")]
    async with resources.database.company(shop.company_id) as session:
        cadence = await cadences.create(
            session,
            shop.company_id,
            # Replies come in all the time, and nobody is to be stopped by one.
            {"name": "Chaos", "stops": [], "definition": from_json({"steps": steps})},
        )
        await cadences.publish(session, cadence.id)
        await cadences.start(session, cadence.id)
    return cadence.id


async def _enrol(resources: Resources, shop: Shop, cadence_id: UUID, people: int) -> None:
    async with resources.database.company(shop.company_id) as session:
        ids = (await session.scalars(select(Contact.id).order_by(Contact.id).limit(people))).all()
        await enrolling.enrol(session, shop.company_id, cadence_id, ids, source="api")


_OPEN = text(
    """
    SELECT (SELECT count(*) FROM enrolments WHERE cadence_id = :id AND status <> 'completed')
         + (SELECT count(*) FROM campaign_recipients r JOIN campaigns c ON c.id = r.campaign_id
            WHERE c.cadence_id = :id AND r.status IN ('pending', 'sending', 'accepted'))
    """
)
_DONE = text(
    """
    SELECT s.step_key, s.outcome, count(*) AS people, count(DISTINCT s.enrolment_id) AS enrolments
    FROM enrolment_steps s JOIN enrolments e ON e.id = s.enrolment_id
    WHERE e.cadence_id = :id GROUP BY 1, 2
    """
)
_COUNTED = text(
    "SELECT step_key, outcome, count FROM cadence_step_counts WHERE cadence_id = :id AND count <> 0"
)
_SENT = text(
    """
    SELECT c.step_key, r.status, count(*) AS people
    FROM campaign_recipients r JOIN campaigns c ON c.id = r.campaign_id
    WHERE c.cadence_id = :id GROUP BY 1, 2
    """
)


async def over(resources: Resources, shop: Shop, journey: Journey) -> bool:
    """Everybody is through, and all that was sent is decided."""
    async with resources.database.company(shop.company_id) as session:
        return not await session.scalar(_OPEN, {"id": journey.cadence_id})


async def problems(resources: Resources, shop: Shop, journey: Journey) -> list[str]:
    """What the books say that they should not."""
    async with resources.database.company(shop.company_id) as session:
        values = {"id": journey.cadence_id}
        done = (await session.execute(_DONE, values)).all()
        counted = (await session.execute(_COUNTED, values)).all()
        sent = (await session.execute(_SENT, values)).all()
    found = []
    passed: Counter[str] = Counter()
    for row in done:
        passed[row.step_key] += row.people
    if passed != Counter(dict.fromkeys(_STEPS, journey.people)):
        found.append(f"cadence: {dict(passed)} steps were done by {journey.people}")
    logged = {(row.step_key, row.outcome): row.people for row in done}
    counters = {(row.step_key, row.outcome): row.count for row in counted}
    if logged != counters:
        found.append(f"cadence: counters {counters} differ from steps {logged}")
    messages: Counter[str] = Counter()
    for row in sent:
        messages[row.step_key] += row.people
    if messages != Counter({"hello": journey.people, "thanks": journey.people}):
        found.append(f"cadence: messages {dict(messages)} for {journey.people}")
    left_out = sum(row.people for row in sent if row.status == "skipped")
    if left_out:
        found.append(f"cadence: {left_out} were left out")
    return found
