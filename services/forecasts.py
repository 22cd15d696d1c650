"""How long a campaign will take under every limit: who goes when, and who will be too late. Pure.

It is played through in steps: up to the next opening or closing of anybody's hours, the next local
midnight, and, where a daily limit counts, a quarter of an hour.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from schemas.hours import Hours
from services.local_time import HORIZON, at_wall, next_opening, zone

_DAY = dt.timedelta(days=1)
_SLOT = dt.timedelta(minutes=15)
_MOMENT = dt.timedelta(milliseconds=1)
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Batch:
    """People whose hours are the same."""

    zones: tuple[str, ...]
    count: int
    # What one message takes of the rate: an SMS its segments.
    units: float = 1.0
    # Waits for an experiment's winner.
    not_before: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many people may be reached in any 24 hours."""

    limit: int
    # Who counts already: when that ends, and how many.
    used: tuple[tuple[dt.datetime, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    start: dt.datetime
    # Messages (SMS: segments) a second.
    per_second: float
    # Whose calendar the days of the forecast are.
    time_zone: str
    hours: Hours | None = None
    holidays: Collection[dt.date] = ()
    send_at_local: dt.datetime | None = None
    expires_at: dt.datetime | None = None
    allowance: Allowance | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Everybody is in exactly one of a day, `late` and `beyond`."""

    days: tuple[tuple[dt.date, int], ...]
    # The first and last message; None: nobody is sent to.
    begins_at: dt.datetime | None
    ends_at: dt.datetime | None
    # Will not make it before the campaign expires.
    late: int = 0
    # Will not make it within the time that is looked ahead.
    beyond: int = 0

    @property
    def total(self) -> int:
        return sum(count for _, count in self.days) + self.late + self.beyond

    def on(self, day: dt.date) -> int:
        return dict(self.days).get(day, 0)


def forecast(batches: Sequence[Batch], plan: Plan) -> Forecast:
    """What the limits allow at best, with the whole rate for this campaign."""
    return _Run(batches, plan).play()


@dataclass(slots=True)
class _Queue:
    """What is left of a batch, and the time it is open next."""

    batch: Batch
    left: int
    opens: dt.datetime
    closes: dt.datetime


@dataclass(slots=True)
class _Room:
    """What a rolling limit leaves, and what will leave it when."""

    left: int
    releases: list[tuple[dt.datetime, int]] = field(default_factory=list)

    def advance(self, now: dt.datetime) -> None:
        self.left += sum(count for at, count in self.releases if at <= now)
        self.releases = [pair for pair in self.releases if pair[0] > now]

    def next_release(self) -> dt.datetime:
        return min((at for at, _ in self.releases), default=_NEVER)


class _Run:
    def __init__(self, batches: Sequence[Batch], plan: Plan) -> None:
        self._plan = plan
        self._now = plan.start
        self._horizon = plan.start + HORIZON
        self._end = min(self._horizon, plan.expires_at or _NEVER)
        self._queues = [
            _Queue(batch, batch.count, plan.start, plan.start) for batch in batches if batch.count
        ]
        self._room = _room(plan)
        self._days: Counter[dt.date] = Counter()
        self._begins: dt.datetime | None = None
        self._ends: dt.datetime | None = None
        # The part of a message for which there was no time any more.
        self._credit = 0.0

    def play(self) -> Forecast:
        while self._queues and self._now < self._end:
            self._step()
        left = sum(queue.left for queue in self._queues)
        late = self._plan.expires_at is not None and self._plan.expires_at <= self._horizon
        return Forecast(
            tuple(sorted(self._days.items())),
            self._begins,
            self._ends,
            late=left if late else 0,
            beyond=0 if late else left,
        )

    def _step(self) -> None:
        for queue in self._queues:
            if queue.closes <= self._now:
                queue.opens, queue.closes = _interval(queue.batch, self._plan, self._now)
        ready = [queue for queue in self._queues if queue.opens <= self._now]
        if not ready:
            self._now = min(queue.opens for queue in self._queues)
            return
        if self._room is not None:
            self._room.advance(self._now)
            if self._room.left <= 0:
                self._now = self._room.next_release()
                return
        self._send(ready, self._until(ready))
        self._queues = [queue for queue in self._queues if queue.left]

    def _until(self, ready: list[_Queue]) -> dt.datetime:
        """No limit changes before then."""
        closings = [queue.closes for queue in ready]
        openings = [queue.opens for queue in self._queues if queue.opens > self._now]
        slot = [self._now + _SLOT] if self._room is not None else []
        return min(
            self._end, _midnight(self._now, self._plan.time_zone), *closings, *openings, *slot
        )

    def _send(self, ready: list[_Queue], until: dt.datetime) -> None:
        waiting = sum(queue.left for queue in ready)
        units = sum(queue.left * queue.batch.units for queue in ready) / waiting
        per_second = self._plan.per_second / units
        able = (until - self._now).total_seconds() * per_second + self._credit
        most = waiting if self._room is None else min(waiting, self._room.left)
        count = min(most, math.floor(able + 1e-6))
        if count < most:
            self._credit, then = able - count, until
        else:
            # Never past the step: what was carried over has taken its time already.
            took = dt.timedelta(seconds=max(0.0, count - self._credit) / per_second)
            self._credit, then = 0.0, min(until, self._now + max(took, _MOMENT))
        if count:
            self._note(count, then)
            _share(ready, count, waiting)
        self._now = then

    def _note(self, count: int, then: dt.datetime) -> None:
        self._days[_date(self._now, self._plan.time_zone)] += count
        self._begins = self._begins or self._now
        self._ends = then
        if self._room is not None:
            self._room.left -= count
            self._room.releases.append((then + _DAY, count))


def _share(ready: list[_Queue], count: int, waiting: int) -> None:
    """They stand mixed in the campaign's order: each batch moves by its part."""
    before = sent = 0
    for queue in ready:
        before += queue.left
        part = before * count // waiting - sent
        sent += part
        queue.left -= part


def _room(plan: Plan) -> _Room | None:
    if plan.allowance is None:
        return None
    used = [pair for pair in plan.allowance.used if pair[0] > plan.start]
    return _Room(plan.allowance.limit - sum(count for _, count in used), used)


def _interval(batch: Batch, plan: Plan, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """When the batch is open next, and until when."""
    earliest = max(now, batch.not_before or now)
    opens = (
        next_opening(batch.zones, earliest, plan.hours, plan.holidays, plan.send_at_local)
        or earliest
    )
    if plan.hours is None:
        return opens, _NEVER
    closes = opens
    for closes in _closings(batch.zones, opens, plan.hours):
        if next_opening(batch.zones, closes, plan.hours, plan.holidays, None) is not None:
            break
    return opens, closes


def _closings(names: tuple[str, ...], moment: dt.datetime, hours: Hours) -> Iterator[dt.datetime]:
    """The instants behind the moment at which an open span of any of the zones ends."""
    known = [name for name in names if zone(name) is not None] or ["UTC"]
    for ahead in range(-1, HORIZON.days + 1):
        yield from sorted(
            {
                instant
                for name in known
                for _, end in hours.open_spans()
                if (instant := _end_of_span(name, moment, ahead, end)) > moment
            }
        )


def _end_of_span(name: str, moment: dt.datetime, ahead: int, minutes: int) -> dt.datetime:
    day = dt.datetime.combine(_date(moment, name) + ahead * _DAY, dt.time())
    return at_wall(day + dt.timedelta(minutes=minutes), name)


def _date(moment: dt.datetime, name: str) -> dt.date:
    return moment.astimezone(zone(name) or dt.UTC).date()


def _midnight(moment: dt.datetime, name: str) -> dt.datetime:
    """The next one of that zone."""
    return at_wall(dt.datetime.combine(_date(moment, name) + _DAY, dt.time()), name)


def merge(batches: Sequence[Batch]) -> list[Batch]:
    """Batches of the same hours as one, with their mean units."""
    together: dict[tuple[tuple[str, ...], dt.datetime | None], Batch] = {}
    for batch in batches:
        key = batch.zones, batch.not_before
        known = together.get(key)
        if known is None:
            together[key] = batch
            continue
        count = known.count + batch.count
        units = (known.count * known.units + batch.count * batch.units) / max(1, count)
        together[key] = replace(known, count=count, units=units)
    return list(together.values())
