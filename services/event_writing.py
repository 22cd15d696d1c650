"""Writing what a transaction told, as the last thing it does."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeAlias
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import events as rows
from db.queries.events import Listeners, NewEvent, Wanted
from services import automation_matching, ids, wakes
from services import event_completing as completing
from services.automation_matching import Heard
from services.event_news import SOURCES, Happening, News, Told
from services.event_shapes import shape
from services.wakes import Sleeper

Hearer: TypeAlias = Callable[[AsyncSession, UUID, Sequence[Happening]], Awaitable[None]]
_hearers: list[Hearer] = []


def let_hear(hearer: Hearer) -> None:
    """Have what SOURCES names given to this function, in its transaction and before it is written,
    with its data complete: a message's `text`, a `tag_id`, a `stage_id`.

    It may tell more. Called when its module is imported: it stands above us.
    """
    if hearer not in _hearers:
        _hearers.append(hearer)


async def write(session: AsyncSession, news: News) -> None:
    """Events, deliveries and rules' runs; whoever has something to do is woken at the commit."""
    told = await _heard_by_sources(session, news)
    kept = [one for one in told if _is_heard_outside(news.listeners, one.happening)]
    if not kept:
        return
    new = [_event(one) for one in kept]
    await rows.write(session, news.company_id, new, _wanted(news.listeners, new))
    for endpoint_id in news.listeners.endpoints:
        if any(_wants(news.listeners, endpoint_id, one) for one in new):
            await wakes.wake(session, Sleeper.ENDPOINT, news.company_id, endpoint_id)
    await _to_rules(session, news, kept, new)


async def _heard_by_sources(session: AsyncSession, news: News) -> list[Told]:
    """All that was told, complete. What the sources do may be news again, until nothing more is."""
    wanted = {SOURCES[kind] for kind in news.listeners.sources}
    done: list[Told] = []
    while news.told:
        told, news.told = news.told, []
        complete = await completing.complete(session, told)
        done += complete
        fresh = [one.happening for one in complete if one.happening.type in wanted]
        for hearer in _hearers if fresh else ():
            await hearer(session, news.company_id, fresh)
    return done


def _is_heard_outside(listeners: Listeners, one: Happening) -> bool:
    """Whether an endpoint or rule wants it: what only cadences heard need not be kept."""
    return _is_for_rules(listeners, one.type) or any(
        _wants(listeners, endpoint_id, one) for endpoint_id in listeners.endpoints
    )


def _is_for_rules(listeners: Listeners, name: str) -> bool:
    return any(kind in listeners.rules for kind in automation_matching.KINDS.get(name, ()))


def _wants(listeners: Listeners, endpoint_id: UUID, one: Happening | NewEvent) -> bool:
    types = listeners.endpoints[endpoint_id]
    if one.endpoint_id is not None:
        return one.endpoint_id == endpoint_id
    return not types or one.type in types


def _wanted(listeners: Listeners, new: Iterable[NewEvent]) -> list[Wanted]:
    """Each endpoint with the types it wants, and with those that are for it alone."""
    sorts = {(one.type, one.endpoint_id): one for one in new}
    return [
        Wanted(endpoint_id, one.type, alone=one.endpoint_id is not None)
        for endpoint_id in listeners.endpoints
        for one in sorts.values()
        if _wants(listeners, endpoint_id, one)
    ]


def _event(told: Told) -> NewEvent:
    one = told.happening
    data = shape(
        one.type,
        one.data,
        subject=(one.resource_type, one.resource_id),
        contact_id=one.contact_id,
        conversation_id=one.conversation_id,
    )
    return NewEvent(
        id=ids.new_id(),
        type=one.type,
        resource_type=one.resource_type,
        resource_id=one.resource_id,
        contact_id=one.contact_id,
        conversation_id=one.conversation_id,
        data=data,
        depth=told.depth,
        occurred_at=one.occurred_at,
        endpoint_id=one.endpoint_id,
    )


async def _to_rules(
    session: AsyncSession, news: News, told: Sequence[Told], new: Sequence[NewEvent]
) -> None:
    """Grouped by the rule whose work it was, which does not hear of it."""
    by_rule: dict[UUID | None, list[Heard]] = {}
    for one, event in zip(told, new, strict=True):
        if _is_for_rules(news.listeners, event.type):
            by_rule.setdefault(one.rule_id, []).append(_heard(event))
    for rule_id, heard in by_rule.items():
        with automation_matching.work_of(rule_id):
            await automation_matching.match(session, news.company_id, heard)


def _heard(one: NewEvent) -> Heard:
    return Heard(
        event_id=one.id,
        type=one.type,
        resource_id=one.resource_id,
        data=one.data,
        contact_id=one.contact_id,
        conversation_id=one.conversation_id,
        depth=one.depth,
    )
