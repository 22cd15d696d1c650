"""What happened, told in the transaction that made it happen, to whoever listens.

Endpoints of other systems get a delivery, automation rules a run, cadences their people. What
nobody listens to is not written.

Who listens is looked for once in a transaction, the first time it has something to tell. So an
endpoint or rule hears of every transaction that began to tell after it was made: from two seconds
after it was saved nothing is missed.

What is told is kept until the transaction's end and written last of all (`services.event_writing`),
so that a resource's numbers are taken for a moment only, and in the order of the commits.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, SessionTransaction

from db.queries import events as rows
from db.queries.events import Listeners
from db.session import before_commit
from services import automation_matching, event_writing
from services.event_news import SOURCES, Happening, News, Told

__all__ = ["Happening", "caused_by_rule", "caused_by_rules", "depth_of", "listening", "tell"]

_LISTENERS = "event_listeners"
_NEWS = "event_news"
_depth: ContextVar[int] = ContextVar("event_depth", default=0)
_depths: ContextVar[Mapping[UUID, int]] = ContextVar("event_depths", default=MappingProxyType({}))


@contextmanager
def caused_by_rule(depth: int) -> Iterator[None]:
    """What is told inside is led to by so many rules, one by the other's work."""
    token = _depth.set(depth)
    try:
        yield
    finally:
        _depth.reset(token)


@contextmanager
def caused_by_rules(depths: Mapping[UUID, int]) -> Iterator[None]:
    """The same for many at once, by contact: of each what led to it is another."""
    token = _depths.set(depths)
    try:
        yield
    finally:
        _depths.reset(token)


def depth_of(contact_id: UUID | None) -> int:
    """How many rules led to what is done at this moment with the contact."""
    if contact_id is None:
        return _depth.get()
    return max(_depth.get(), _depths.get().get(contact_id, 0))


async def tell(session: AsyncSession, company_id: UUID, happenings: Sequence[Happening]) -> None:
    """Keep what happened for those who listen, to be written at the transaction's end.

    To be called with all that one statement changed. Where nobody listens it costs one look-up a
    transaction, and nothing is written.
    """
    if not happenings:
        return
    wanted = await listening(session, company_id, {one.type for one in happenings})
    endpoints = (await _listeners(session, company_id)).endpoints
    heard = {one.endpoint_id for one in happenings if one.endpoint_id in endpoints}
    if not wanted and not heard:
        return
    rule_id, within = automation_matching.at_work(), _savepoints(session)
    _news(session, company_id).told.extend(
        Told(one, depth_of(one.contact_id), rule_id, within)
        for one in happenings
        if one.type in wanted or one.endpoint_id in heard
    )


async def listening(
    session: AsyncSession, company_id: UUID, types: Collection[str]
) -> frozenset[str]:
    """Those of these types that somebody listens to: whether it is worth finding out more."""
    found = await _listeners(session, company_id)
    return frozenset(name for name in types if _is_wanted(found, name))


async def is_heard(session: AsyncSession, company_id: UUID, happening: Happening) -> bool:
    """Whether anybody will hear of this."""
    found = await _listeners(session, company_id)
    if happening.endpoint_id is not None:
        return happening.endpoint_id in found.endpoints
    return _is_wanted(found, happening.type)


def _is_wanted(listeners: Listeners, name: str) -> bool:
    return (
        any(not wanted or name in wanted for wanted in listeners.endpoints.values())
        or any(kind in listeners.rules for kind in automation_matching.KINDS.get(name, ()))
        or any(SOURCES.get(kind) == name for kind in listeners.sources)
    )


async def _listeners(session: AsyncSession, company_id: UUID) -> Listeners:
    known: dict[UUID, Listeners] = session.info.setdefault(_LISTENERS, {})
    if company_id not in known:
        known[company_id] = await rows.listeners(session, company_id)
    return known[company_id]


def _news(session: AsyncSession, company_id: UUID) -> News:
    """Of this transaction; the first to ask makes sure that it is written."""
    by_company: dict[UUID, News] | None = session.info.get(_NEWS)
    if by_company is None:
        by_company = session.info[_NEWS] = {}
        event.listen(session.sync_session, "after_soft_rollback", _forget)
    if company_id not in by_company:
        news = News(company_id, session.info[_LISTENERS][company_id])
        by_company[company_id] = news
        before_commit(session, partial(event_writing.write, session, news))
    return by_company[company_id]


def _savepoints(session: AsyncSession) -> tuple[SessionTransaction, ...]:
    found = []
    one = session.sync_session.get_nested_transaction()
    while one is not None and one.nested:
        found.append(one)
        one = one.parent
    return tuple(found)


def _forget(session: Session, undone: SessionTransaction) -> None:
    """What was told in a savepoint that is rolled back did not happen."""
    by_company: dict[UUID, News] = session.info[_NEWS]
    for news in by_company.values():
        news.told = [one for one in news.told if undone not in one.within]
