from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.people import IdempotencyKey

KEPT = timedelta(days=7)
# A request that has not ended by now never will: its process died.
_ABANDONED = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Place:
    """The whole key of one idempotent request."""

    company_id: UUID
    route: str
    key: str


@dataclass(frozen=True, slots=True)
class Stored:
    fingerprint: bytes
    # None while the first request still runs.
    status: int | None
    body: bytes | None


async def take(session: AsyncSession, place: Place, fingerprint: bytes) -> bool:
    """Whether the request is ours to run; two that come at once cannot both take it."""
    now = func.now()
    values = {
        "fingerprint": fingerprint,
        "response_status": None,
        "response_body": None,
        "created_at": now,
        "expires_at": now + KEPT,
    }
    statement = insert(IdempotencyKey).values(
        company_id=place.company_id, route=place.route, key=place.key, **values
    )
    statement = statement.on_conflict_do_update(
        index_elements=["company_id", "route", "key"],
        set_=values,
        where=or_(
            IdempotencyKey.expires_at <= now,
            IdempotencyKey.response_status.is_(None)
            & (IdempotencyKey.created_at <= now - _ABANDONED),
        ),
    )
    return await session.scalar(statement.returning(IdempotencyKey.key)) is not None


async def find(session: AsyncSession, place: Place) -> Stored | None:
    found = await session.execute(
        select(
            IdempotencyKey.fingerprint,
            IdempotencyKey.response_status,
            IdempotencyKey.response_body,
        ).where(*_at(place))
    )
    row = found.one_or_none()
    return Stored(*row) if row else None


async def remember(session: AsyncSession, place: Place, status: int, body: bytes) -> None:
    await session.execute(
        update(IdempotencyKey).where(*_at(place)).values(response_status=status, response_body=body)
    )


async def forget(session: AsyncSession, place: Place) -> None:
    """Only while it has no answer: what succeeded stays remembered."""
    await session.execute(
        delete(IdempotencyKey).where(*_at(place), IdempotencyKey.response_status.is_(None))
    )


async def delete_expired(session: AsyncSession) -> None:
    """For the sweep, in Database.system()."""
    await session.execute(delete(IdempotencyKey).where(IdempotencyKey.expires_at <= func.now()))


def _at(place: Place) -> tuple[ColumnElement[bool], ...]:
    return (
        IdempotencyKey.company_id == place.company_id,
        IdempotencyKey.route == place.route,
        IdempotencyKey.key == place.key,
    )
