"""Moves people through a cadence: a page of them in one transaction.

Whoever is due, or whose message is decided, is claimed; walks on step by step, together with all who
stand at the same step; and rests at a wait or with a message in the send ledger. A crash takes the
whole page back; a step that is in enrolment_steps is never done again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence, CadenceVersion
from db.queries import count_changes, travelling
from db.queries.cadence_ledger import StepKey
from db.queries.count_changes import Change, Place
from db.queries.travelling import CountKey, Done, Stand, Traveller
from schemas.cadences import (
    Condition,
    End,
    Graph,
    Message,
    Step,
    StepOutcome,
    Wait,
    WaitKind,
    from_json,
)
from schemas.enums import CadenceStatus, DeliveryStatus, EnrolmentStatus
from services import (
    cadence_changes,
    cadence_conditions,
    cadence_goals,
    cadence_messages,
    cadence_news,
    cadence_places,
    cadence_waits,
    events,
)
from services.cadence_messages import StepUnsendable
from services.cadence_walks import Walk, as_now, waiting

__all__ = ["Moved", "StepUnsendable", "move_page"]

_DAY = timedelta(days=1)
_FIRST_VERSION = 1
# Somebody holds what a step changes: it is done when they are through.
_SOON = timedelta(seconds=2)
# What became of a message, as the step's outcome.
_OUTCOMES: Mapping[DeliveryStatus, StepOutcome] = {
    DeliveryStatus.SKIPPED: StepOutcome.SKIPPED,
    DeliveryStatus.FAILED: StepOutcome.FAILED,
    DeliveryStatus.UNKNOWN: StepOutcome.UNKNOWN,
}
_ANSWERS = (StepOutcome.YES, StepOutcome.NO)
# Left out for what will hold for every further message too: the way ends here.
_ENDS = {"opted_out": "opted_out", "unreachable": "unreachable", "no_phone": "unreachable"}
# Its row of the ledger is gone, or another way led here a second time.
_NO_ROW = "sent_before"


@dataclass(frozen=True, slots=True)
class Moved:
    # How many were looked at; fewer than the limit: nobody else is due now.
    count: int
    # How many messages were written into the ledger.
    dispatched: int = 0


async def move_page(
    session: AsyncSession,
    cadence_id: UUID,
    *,
    now: datetime | None = None,
    limit: int = 2_000,
    settle: bool = True,
) -> Moved:
    """Move the next people of a running cadence on, as far as they get now.

    `settle`: those whose message is decided too, not only those who are due. Raises StepUnsendable, and then nobody has moved.
    """
    moment = now or datetime.now(UTC)
    # Shared with other pages; whoever pauses it waits for this one.
    cadence = await session.get(Cadence, cadence_id, with_for_update={"read": True})
    if cadence is None or cadence.status is not CadenceStatus.RUNNING:
        return Moved(0)
    await travelling.take_turn(session, cadence_id)
    # Who is due goes first: those behind their message wait anyway, from when it was accepted on.
    who = await travelling.due(session, cadence_id, now=moment, limit=limit)
    if settle and len(who) < limit:
        who += await travelling.settled(session, cadence_id, limit=limit - len(who))
    if not who:
        return Moved(0)
    page = _Page(session, cadence, await _graphs(session, cadence_id, who), moment)
    with events.caused_by_rules({one.contact_id: one.depth for one in who if one.depth}):
        await page.walk(who)
        await page.save()
    return Moved(len(who), page.dispatched)


async def _graphs(
    session: AsyncSession, cadence_id: UUID, who: Iterable[Traveller]
) -> dict[int, Graph]:
    rows = await session.scalars(
        select(CadenceVersion).where(
            CadenceVersion.cadence_id == cadence_id,
            CadenceVersion.number.in_({one.version for one in who}),
        )
    )
    return {row.number: from_json(row.definition).graph() for row in rows}


class _Page:
    """A page of walks. A step is done for all who stand at it at once."""

    def __init__(
        self,
        session: AsyncSession,
        cadence: Cadence,
        graphs: Mapping[int, Graph],
        now: datetime,
    ) -> None:
        self._session = session
        self._cadence = cadence
        self._graphs = graphs
        self._now = now
        self._walks: list[Walk] = []
        self._moved: Counter[CountKey] = Counter()
        self._counted: defaultdict[UUID, dict[Place, Change]] = defaultdict(dict)
        # A step changed something, which may have ended the way of whoever it was done for.
        self._changed = False
        self.dispatched = 0

    async def walk(self, who: Sequence[Traveller]) -> None:
        self._walks = [self._begin(one) for one in who]
        await self._end_at_goal()
        while walking := [one for one in self._walks if one.stand is None]:
            together: dict[tuple[int, str | None], list[Walk]] = defaultdict(list)
            for one in walking:
                together[one.who.version, one.step].append(one)
            for (version, key), group in together.items():
                await self._act(version, key, group)

    async def save(self) -> None:
        """Counters last: everybody takes turns at them."""
        kept = await self._under_way(self._walks)
        stands = [one.stand for one in kept if one.stand is not None]
        done = [each for one in self._walks for each in one.done]
        await travelling.save(self._session, stands)
        new = await travelling.log(self._session, self._cadence.company_id, done)
        passed = [(one.who, one.done, one.stand) for one in kept]
        await cadence_news.tell(self._session, self._cadence, passed)
        # A wait that was skipped, or comes a second time in another version, is counted already.
        self._count(kept, [one for one in done if (one.enrolment_id, one.step_key) in new])
        for campaign_id, changes in sorted(self._counted.items()):
            await count_changes.apply(self._session, self._cadence.company_id, campaign_id, changes)
        await travelling.count(
            self._session, self._cadence.company_id, self._cadence.id, self._moved
        )

    def _begin(self, who: Traveller) -> Walk:
        """Where somebody goes on: behind what they waited for, at the step they were put to."""
        walk = Walk(who, who.due_at or self._now)
        walk.last_recipient_id, walk.last_sent_at = who.last_recipient_id, who.last_sent_at
        graph = self._graphs[who.version]
        if who.step_key is None:
            walk.step = graph.first
        elif who.recipient_id is not None:
            self._settle(walk, graph)
        elif isinstance(graph.steps.get(who.step_key), Wait):
            self._pass(walk, who.step_key, StepOutcome.DONE)
        else:
            walk.step = who.step_key
        return walk

    def _settle(self, walk: Walk, graph: Graph) -> None:
        """Its message is decided: later waits count from when it was accepted."""
        who = walk.who
        assert who.step_key is not None
        outcome = StepOutcome.SENT
        reason = who.reason
        if who.sent is None:
            outcome, reason = StepOutcome.SKIPPED, _NO_ROW
        elif who.sent in _OUTCOMES:
            outcome = _OUTCOMES[who.sent]
        walk.at = who.accepted_at or self._now
        if outcome in (StepOutcome.SENT, StepOutcome.UNKNOWN):
            walk.last_recipient_id, walk.last_sent_at = who.recipient_id, walk.at
        self._pass(walk, who.step_key, outcome, reason, who.recipient_id)
        if outcome is StepOutcome.SKIPPED and reason in _ENDS:
            self._rest(walk, EnrolmentStatus.STOPPED, who.step_key, reason=_ENDS[reason])
        elif not graph.steps.get(who.step_key):
            walk.step = None

    def _pass(
        self,
        walk: Walk,
        key: str,
        outcome: StepOutcome,
        reason: str | None = None,
        recipient_id: UUID | None = None,
    ) -> None:
        """The step is behind it; it stands at the next one."""
        version = walk.who.version
        walk.done.append(Done(walk.who.id, key, version, outcome, reason, recipient_id))
        walk.step = self._graphs[version].after(key, outcome)

    def _rest(
        self,
        walk: Walk,
        status: EnrolmentStatus,
        step_key: str | None,
        *,
        due_at: datetime | None = None,
        recipient_id: UUID | None = None,
        reason: str | None = None,
    ) -> None:
        walk.stand = Stand(
            walk.who.id,
            status,
            step_key,
            due_at,
            recipient_id,
            walk.last_recipient_id,
            walk.last_sent_at,
            reason,
        )

    async def _end_at_goal(self) -> None:
        if self._cadence.goal is None:
            return
        ids = [one.who.contact_id for one in self._walks]
        reached = await cadence_goals.reached(self._session, self._cadence, ids)
        for walk in self._walks:
            if walk.who.contact_id in reached and walk.stand is None:
                self._rest(walk, EnrolmentStatus.STOPPED, walk.who.step_key, reason="goal")

    async def _act(self, version: int, key: str | None, group: list[Walk]) -> None:
        step = self._graphs[version].steps.get(key) if key is not None else None
        if step is None or isinstance(step, End):
            for walk in group:
                if isinstance(step, End):
                    self._pass(walk, step.key, StepOutcome.DONE)
                self._rest(walk, EnrolmentStatus.COMPLETED, None, reason="finished")
            return
        if isinstance(step, Wait):
            await self._wait(step, group)
            return
        fresh = await self._without_repeats(step, group)
        if not fresh:
            return
        match step:
            case Message():
                await self._send(version, step, fresh)
            case Condition():
                await self._ask(step, fresh)
            case _:
                await self._change(step, fresh)

    async def _without_repeats(self, step: Step, group: list[Walk]) -> list[Walk]:
        """Moved to another version they may come by a step they have behind them.

        What was done is not done again; what was asked is asked as things are now.
        """
        if self._cadence.published == _FIRST_VERSION:
            return group
        ids = [one.who.id for one in group]
        before = await travelling.done_before(self._session, ids, step.key)
        fresh = []
        for walk in group:
            counted = before.get(walk.who.id)
            if counted is not None and counted.outcome not in _ANSWERS:
                walk.step = self._graphs[walk.who.version].after(step.key)
                continue
            if counted is not None:
                self._moved[counted] -= 1
            fresh.append(walk)
        return fresh

    async def _wait(self, step: Wait, group: list[Walk]) -> None:
        zones, dates = await self._whereabouts(step, group)
        for walk in group:
            contact_id = walk.who.contact_id
            due = cadence_waits.due_at(
                step, walk.at, zones.get(contact_id, ()), dates.get(contact_id)
            )
            if due is None:
                # A date that is not known: there is nothing to wait for.
                self._pass(walk, step.key, StepOutcome.PASSED, "no_date")
            elif due <= self._now:
                walk.at = due
                self._pass(walk, step.key, StepOutcome.DONE)
            else:
                self._rest(walk, EnrolmentStatus.ACTIVE, step.key, due_at=due)

    async def _whereabouts(
        self, step: Wait, group: list[Walk]
    ) -> tuple[Mapping[UUID, tuple[str, ...]], Mapping[UUID, date]]:
        """Everybody's zones and date, as far as the wait needs them."""
        ids = [one.who.contact_id for one in group]
        if step.wait is WaitKind.DURATION and timedelta(minutes=step.minutes) < _DAY:
            return {}, {}
        company_id, zone = self._cadence.company_id, self._cadence.time_zone
        places = await cadence_places.whereabouts(self._session, company_id, zone, ids)
        zones = {contact_id: place.zones for contact_id, place in places.items()}
        if step.wait is not WaitKind.FIELD_DATE:
            return zones, {}
        return zones, await cadence_places.dates(self._session, ids, step.field)

    async def _send(self, version: int, step: Message, group: list[Walk]) -> None:
        laps: dict[int, list[Walk]] = defaultdict(list)
        for walk in group:
            laps[walk.who.lap].append(walk)
        for lap, walks in sorted(laps.items()):
            key = StepKey(self._cadence.id, version, step.key, lap)
            ids = [one.who.contact_id for one in walks]
            sent = await cadence_messages.dispatch(self._session, self._cadence, key, step, ids)
            counted = self._counted[sent.campaign_id]
            for place, change in sent.counted.items():
                counted[place] = counted.get(place, Change()) + change
            for walk in walks:
                recipient_id = sent.recipients.get(walk.who.contact_id)
                if recipient_id is None:
                    reason = sent.passed.get(walk.who.contact_id, _NO_ROW)
                    walk.at = self._now
                    self._pass(walk, step.key, StepOutcome.SKIPPED, reason)
                else:
                    self.dispatched += 1
                    status = EnrolmentStatus.SENDING
                    self._rest(walk, status, step.key, recipient_id=recipient_id)

    async def _ask(self, step: Condition, group: list[Walk]) -> None:
        asked = [
            # As it is now: a message of this very page counts.
            as_now(walk)
            for walk in group
        ]
        holding = await cadence_conditions.holding(self._session, step, asked)
        for walk in group:
            if holding is None:
                self._pass(walk, step.key, StepOutcome.NO, "not_available")
            else:
                yes = walk.who.id in holding
                self._pass(walk, step.key, StepOutcome.YES if yes else StepOutcome.NO)

    async def _change(self, step: Step, everybody: list[Walk]) -> None:
        ids = [one.who.contact_id for one in everybody]
        busy = await cadence_changes.busy(self._session, step, ids)
        for walk in everybody:
            if walk.who.contact_id in busy:
                self._rest(walk, EnrolmentStatus.ACTIVE, step.key, due_at=self._now + _SOON)
        group = [one for one in everybody if one.stand is None]
        if not group:
            return
        self._changed = True
        found = await cadence_changes.perform(
            self._session, self._cadence, step, [one.who for one in group]
        )
        for walk in group:
            outcome, reason = found[walk.who.id]
            self._pass(walk, step.key, outcome, reason)
        # A stage may be a deal won, which ends the way of whoever it is set for.
        under_way = {one.who.id for one in await self._under_way(group)}
        for walk in group:
            if walk.who.id not in under_way:
                self._rest(walk, EnrolmentStatus.STOPPED, step.key)

    async def _under_way(self, walks: Sequence[Walk]) -> Sequence[Walk]:
        """Without those whom this very transaction has ended: the rows are locked for all others."""
        if not self._changed:
            return walks
        ids = await travelling.still_under_way(self._session, [one.who.id for one in walks])
        return [one for one in walks if one.who.id in ids]

    def _count(self, kept: Sequence[Walk], done: Sequence[Done]) -> None:
        for walk in kept:
            stand = walk.stand
            if walk.who.step_key is not None:
                self._moved[waiting(walk.who.version, walk.who.step_key)] -= 1
            if stand is None or stand.step_key is None:
                continue
            if stand.status in (EnrolmentStatus.ACTIVE, EnrolmentStatus.SENDING):
                self._moved[waiting(walk.who.version, stand.step_key)] += 1
            elif stand.status is EnrolmentStatus.STOPPED:
                key = CountKey(walk.who.version, stand.step_key, StepOutcome.LEFT)
                self._moved[key] += 1
        for each in done:
            self._moved[CountKey(each.version, each.step_key, each.outcome)] += 1
