"""Hooks: whose an address is, what came in, and what is to be applied."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.hooks import Hook, HookRequest, HookRoute
from schemas.cursors import Cursor
from schemas.enums import HookRequestStatus
from schemas.errors import NotFound

# The same body again within a day is a repeat; later it is news.
_SAME_BODY = timedelta(days=1)
_BODY_KEY = "body:"
_FREE_OLD_BODIES = text(
    """
    UPDATE hook_requests SET dedupe_key = NULL
    WHERE hook_id = :hook_id AND dedupe_key = ANY(CAST(:keys AS text[]))
      AND dedupe_key LIKE 'body:%' AND created_at < now() - CAST(:age AS interval)
    """
)
# What failed may be told again: it gets another try.
_STORE = text(
    """
    INSERT INTO hook_requests (company_id, hook_id, status, body, headers, dedupe_key)
    SELECT :company_id, :hook_id, :status, body, CAST(:headers AS jsonb), key
    FROM unnest(CAST(:bodies AS jsonb[]), CAST(:keys AS text[])) WITH ORDINALITY
         AS given(body, key, place)
    ORDER BY place
    ON CONFLICT (hook_id, dedupe_key) WHERE dedupe_key IS NOT NULL
    DO UPDATE SET status = 'received', body = excluded.body, reason = NULL, detail = NULL,
                  result = '{}', attempts = 0, finished_at = NULL
    WHERE hook_requests.status = 'failed'
    RETURNING id
    """
)


@dataclass(frozen=True, slots=True)
class Place:
    company_id: UUID
    hook_id: UUID


@dataclass(frozen=True, slots=True)
class Line:
    """A hook in the list, with how its calls stand."""

    hook: Hook
    last_at: datetime | None
    failed: int


async def get(session: AsyncSession, hook_id: UUID, *, lock: bool = False) -> Hook:
    query = select(Hook).where(Hook.id == hook_id)
    hook = await session.scalar(query.with_for_update() if lock else query)
    if hook is None:
        raise NotFound("Hook", hook_id)
    return hook


async def page(session: AsyncSession, *, after: Cursor | None, limit: int) -> Sequence[Hook]:
    """Newest first."""
    query = select(Hook).order_by(Hook.created_at.desc(), Hook.id.desc()).limit(limit)
    if after is not None:
        query = query.where(tuple_(Hook.created_at, Hook.id) < tuple_(after.created_at, after.id))
    return (await session.scalars(query)).all()


async def count(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(Hook)) or 0


async def lines(session: AsyncSession) -> list[Line]:
    """Every hook, newest first."""
    rows = HookRequest
    last = (
        select(rows.created_at)
        .where(rows.hook_id == Hook.id)
        .order_by(rows.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    failed = (
        select(func.count())
        .where(rows.hook_id == Hook.id, rows.status == HookRequestStatus.FAILED)
        .scalar_subquery()
    )
    query = select(Hook, last, failed).order_by(Hook.created_at.desc(), Hook.id.desc())
    return [Line(hook, at, wrong) for hook, at, wrong in await session.execute(query)]


async def route(session: AsyncSession, token_hash: bytes) -> Place | None:
    """Whose address it is. Database.system() only."""
    query = select(HookRoute.company_id, HookRoute.hook_id).where(
        HookRoute.token_hash == token_hash
    )
    found = (await session.execute(query)).one_or_none()
    return Place(*found) if found else None


async def set_route(session: AsyncSession, place: Place, token_hash: bytes) -> None:
    """Make this the one address that leads to the hook. Database.system() only."""
    await session.execute(delete(HookRoute).where(HookRoute.hook_id == place.hook_id))
    await session.execute(
        insert(HookRoute).values(
            token_hash=token_hash, company_id=place.company_id, hook_id=place.hook_id
        )
    )


async def store(
    session: AsyncSession,
    place: Place,
    status: HookRequestStatus,
    given: Sequence[tuple[Mapping[str, object], str | None]],
    headers: Mapping[str, str],
) -> int:
    """Write down what came in, (body, dedupe key) each; how many are not repeats."""
    keys = [key for _, key in given if key]
    values = {"hook_id": place.hook_id, "keys": keys, "age": _SAME_BODY}
    if keys:
        await session.execute(_FREE_OLD_BODIES, values)
    stored = await session.execute(
        _STORE,
        {
            "company_id": place.company_id,
            "hook_id": place.hook_id,
            "status": status.value,
            "bodies": [json.dumps(body) for body, _ in given],
            "keys": [key for _, key in given],
            "headers": json.dumps(dict(headers)),
        },
    )
    return len(stored.all())


async def next_received(
    session: AsyncSession, hook_id: UUID, *, limit: int = 1
) -> Sequence[HookRequest]:
    """The oldest calls that wait, locked; none that somebody else has."""
    found = await session.scalars(
        select(HookRequest)
        .where(HookRequest.hook_id == hook_id, HookRequest.status == HookRequestStatus.RECEIVED)
        .order_by(HookRequest.created_at, HookRequest.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return found.all()


async def request(
    session: AsyncSession, hook_id: UUID, request_id: UUID, *, lock: bool = False
) -> HookRequest:
    query = select(HookRequest).where(HookRequest.id == request_id, HookRequest.hook_id == hook_id)
    found = await session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("Hook request", request_id)
    return found


async def requests(
    session: AsyncSession,
    hook_id: UUID,
    *,
    statuses: Collection[HookRequestStatus] = (),
    before: UUID | None = None,
    limit: int,
) -> Sequence[HookRequest]:
    """Newest first."""
    query = select(HookRequest).where(HookRequest.hook_id == hook_id)
    if statuses:
        query = query.where(HookRequest.status.in_(statuses))
    if before is not None:
        query = query.where(HookRequest.id < before)
    return (await session.scalars(query.order_by(HookRequest.id.desc()).limit(limit))).all()


async def again(session: AsyncSession, hook_id: UUID, since: datetime) -> int:
    """What failed since then is to be applied once more; how many."""
    changed = await session.execute(
        update(HookRequest)
        .where(
            HookRequest.hook_id == hook_id,
            HookRequest.status == HookRequestStatus.FAILED,
            HookRequest.created_at >= since,
        )
        .values(
            status=HookRequestStatus.RECEIVED,
            reason=None,
            detail=None,
            result={},
            attempts=0,
            finished_at=None,
        )
        .returning(HookRequest.id)
        .execution_options(synchronize_session=False)
    )
    return len(changed.all())


async def waiting(session: AsyncSession, *, rested: timedelta) -> Sequence[Place]:
    """Hooks with calls that nobody has applied for a while. Database.system() only."""
    query = (
        select(HookRequest.company_id, HookRequest.hook_id)
        .where(
            HookRequest.status == HookRequestStatus.RECEIVED,
            HookRequest.created_at < func.now() - rested,
        )
        .distinct()
    )
    return [Place(*row) for row in await session.execute(query)]
