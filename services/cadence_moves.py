"""People on their way go on in the newest version of their cadence, each at the step where they stood.

A step is the same while it keeps its key. Whoever stands at one that is gone goes on at the next
that was kept and that they have not behind them; what they did they never do again. A message that
is being sent at this moment finishes first: its contact is moved by the next call. One that nobody
has claimed goes out in the new version's words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence
from db.queries import cadence_moves, cadences, claims
from db.queries import enrolment_stops as stopped
from db.queries.cadence_moves import Moved, Standing
from schemas.cadences import Graph, Step, from_json
from services import enrolment_stops, wakes

# In one transaction; whoever moves all calls again with where it came to.
BLOCK = 2_000
START = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Block:
    """What one call did."""

    moved: int
    # Nothing of theirs is left in the new version.
    ended: int
    # Their message is being sent; they are still in their old version.
    sending: int
    # Where to go on; None: that was all.
    after: UUID | None


async def move(
    session: AsyncSession,
    cadence_id: UUID,
    *,
    after: UUID = START,
    limit: int = BLOCK,
    into: int | None = None,
    again: bool = False,
    user_id: UUID | None = None,
) -> Block:
    """Move the next so many into the published version. Safe to repeat, and to leave half done.

    `into`: another version, which nobody of a newer one goes back to. `again`: the history has it.
    """
    cadence = await cadences.get(session, cadence_id)
    number = into or cadence.published
    if number is None:
        return Block(0, 0, 0, None)
    held = await cadence_moves.hold(session, cadence_id, version=number, after=after, limit=limit)
    if held and after == START and not again:
        await cadences.log(session, cadence, "moved", user_id=user_id, detail=str(number))
    graphs = await _graphs(session, cadence)
    moving, leaving = await _decide(session, held, graphs, number)
    anew = [one for one in moving if one.leaves]
    taken_back = await _take_back(session, held, [*leaving, *anew])
    leaves = {one.id: one for one in leaving if one.id in taken_back}
    going = [
        # What is being sent already goes out as it was.
        *(replace(one, leaves=one.leaves and one.id in taken_back) for one in moving),
        *(one for one in leaves.values() if one.step_key is not None),
    ]
    ending = [one.id for one in leaves.values() if one.step_key is None]
    if going:
        await cadence_moves.move(
            session, cadence.company_id, cadence_id, number, going, user_id=user_id
        )
    await enrolment_stops.end(session, cadence.company_id, ending, "moved", user_id=user_id)
    await wakes.wake(session, wakes.Sleeper.CADENCE, cadence.company_id, cadence_id)
    return Block(
        len(going),
        len(ending),
        len(leaving) - len(leaves),
        held[-1].id if len(held) == limit else None,
    )


async def _graphs(session: AsyncSession, cadence: Cadence) -> Mapping[int, Graph]:
    rows = await cadences.versions(session, cadence.id)
    return {row.number: from_json(row.definition).graph() for row in rows}


async def _decide(
    session: AsyncSession, held: Sequence[Standing], graphs: Mapping[int, Graph], number: int
) -> tuple[list[Moved], list[Moved]]:
    """Those whose step was kept, though it may have to be done anew, and those who leave theirs."""
    kept = graphs[number].steps
    stay = [
        Moved(
            one.id, one.version, one.step_key, one.step_key, leaves=_is_reworded(graphs, one, kept)
        )
        for one in held
        if one.step_key is None or one.step_key in kept
    ]
    gone = [one for one in held if one.step_key is not None and one.step_key not in kept]
    ways = {
        (one.version, one.step_key): list(_way(graphs.get(one.version), graphs[number], one))
        for one in gone
    }
    keys = {key for way in ways.values() for key in way}
    done = await cadence_moves.done(session, [one.id for one in gone], keys) if keys else set()
    left = []
    for one in gone:
        way = ways[one.version, one.step_key]
        target = next((key for key in way if (one.id, key) not in done), None)
        left.append(Moved(one.id, one.version, one.step_key, target, leaves=True))
    return stay, left


def _is_reworded(graphs: Mapping[int, Graph], one: Standing, kept: Mapping[str, Step]) -> bool:
    """Whether what stands in the ledger for it is not what its step says now."""
    if one.recipient_id is None or one.step_key is None:
        return False
    old = graphs.get(one.version)
    return old is None or old.steps.get(one.step_key) != kept[one.step_key]


def _way(old: Graph | None, new: Graph, one: Standing) -> Iterator[str]:
    """The kept steps in the order in which somebody who stood there comes to them."""
    key = one.step_key
    while old is not None and key is not None and key not in new.steps:
        key = old.after(key)
    while key is not None:
        yield key
        key = new.after(key)


async def _take_back(
    session: AsyncSession, held: Sequence[Standing], leaving: Sequence[Moved]
) -> set[UUID]:
    """Those who can leave their step: nothing of theirs is being sent."""
    wanted = {one.id for one in leaving}
    sends = {one.recipient_id: one.id for one in held if one.recipient_id and one.id in wanted}
    if not sends:
        return wanted
    keys = [key for key in sends if key is not None]
    # The claim that may hold one of them ends first, and then its row says `sending`.
    await claims.take_turn(session)
    released = await stopped.release(session, keys)
    return wanted - {who for key, who in sends.items() if key not in released}
