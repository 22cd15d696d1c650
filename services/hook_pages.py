"""Calls of a hook, applied a page a transaction: each once, all of it or nothing.

What is about the same person is applied in the order it came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.hooks import Hook, HookRequest
from db.queries import hooks as rows
from db.session import Database
from schemas.errors import AppError
from services import contacts, hook_requests, trigger_pages
from services.contacts import Rules
from services.hook_requests import Applied, NotUsable, Reading
from services.trigger_pages import Call

_log = structlog.get_logger()
# Calls in one transaction: so many people are held meanwhile.
PAGE = 100
# Calls done one by one before it is looked whether those behind can be done together.
_APART = 20
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Read:
    """A call that can be used, and what it asks for."""

    found: HookRequest
    reading: Reading
    call: Call


class _Apart(Exception):
    """These calls are to be done one by one."""


async def apply_page(
    database: Database, company_id: UUID, hook_id: UUID, *, limit: int = PAGE
) -> list[Applied]:
    """Apply the oldest calls that wait; none when none does, fewer when one of our own fails.

    Calls about people who are all others are done by a statement for all of them; where one of
    these goes wrong, and with what can only be done alone, one by one.
    """
    taken = limit
    try:
        async with database.company(company_id) as session:
            page = await rows.next_received(session, hook_id, limit=limit)
            taken = len(page)
            return await _together(session, hook_id, page) if page else []
    except (OperationalError, InterfaceError):
        raise
    except _Apart:
        taken = min(taken, _APART)
    except AppError:
        pass
    except Exception as error:  # noqa: BLE001 - which of them it was is found out one by one
        # Its text may quote what came in.
        _log.warning("hook_page_failed", id=str(hook_id), error=type(error).__name__)
    return await _one_by_one(database, company_id, hook_id, taken)


async def _one_by_one(
    database: Database, company_id: UUID, hook_id: UUID, count: int
) -> list[Applied]:
    done: list[Applied] = []
    for _ in range(count):
        one = await hook_requests.apply_next(database, company_id, hook_id)
        if one is None:
            break
        done.append(one)
        if one.again:
            break
    return done


async def _together(
    session: AsyncSession, hook_id: UUID, page: Sequence[HookRequest]
) -> list[Applied]:
    """As many as can be done at once; the others wait for the next look."""
    hook = await rows.get(session, hook_id)
    known = await contacts.rules(session, hook.company_id)
    read = [_read(known, hook, found) for found in page]
    done = [one for one in read if isinstance(one, Applied)]
    usable = [one for one in read if isinstance(one, _Read)]
    if not usable:
        return done
    places = await trigger_pages.together(session, known, [one.call for one in usable])
    if places[:1] != [0] or len(places) < min(_FEWEST, len(usable)):
        raise _Apart
    now = [usable[place] for place in places]
    calls = [one.call for one in now]
    outcomes = await trigger_pages.fire_all(session, hook.company_id, calls)
    return done + [
        hook_requests.done(one.found, outcome, one.reading)
        for one, outcome in zip(now, outcomes, strict=True)
    ]


def _read(known: Rules, hook: Hook, found: HookRequest) -> _Read | Applied:
    reading = hook_requests.read_by(known, hook, found.body)
    try:
        wanted = hook_requests.trigger_of(hook, reading, str(found.id))
    except NotUsable as error:
        return hook_requests.failed(found, error)
    return _Read(found, reading, Call(wanted, hook_requests.told_by(hook, str(found.id))))
