"""The health of numbers and connections: written, and told to whoever listens."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import Connection
from db.queries import connections
from db.queries.connections import Health
from schemas.enums import ConnectionHealth
from services import events
from services.events import Happening

_TYPES: Mapping[ConnectionHealth, str] = {
    ConnectionHealth.HEALTHY: "channel.connected",
    ConnectionHealth.DEGRADED: "channel.degraded",
    ConnectionHealth.PAUSED: "channel.restricted",
    ConnectionHealth.BROKEN: "channel.restricted",
}


async def set_health(
    session: AsyncSession,
    connection_id: UUID,
    health: ConnectionHealth,
    code: str | None,
    detail: str | None,
) -> None:
    await _tell(session, await connections.set_health(session, connection_id, health, code, detail))


async def set_number_health(
    session: AsyncSession,
    number_id: UUID,
    health: ConnectionHealth,
    code: str | None,
    detail: str | None,
) -> None:
    changed = await connections.set_number_health(session, number_id, health, code, detail)
    await _tell(session, changed)


async def heal(session: AsyncSession, target_id: UUID, code: str) -> None:
    """A number or connection that was unwell for this reason is well again."""
    await _tell(session, await connections.heal(session, target_id, code))


async def looked_at(
    session: AsyncSession,
    connection: Connection,
    before: tuple[ConnectionHealth | None, str | None],
) -> None:
    """A connection's row was brought up to date; what it was before, nothing for a new one."""
    if before != (connection.health, connection.health_code):
        await _tell(session, [Health.of(connection)])


async def _tell(session: AsyncSession, changed: Sequence[Health]) -> None:
    for one in changed:
        kind = "number" if one.number_id else "connection"
        told = Happening(
            _TYPES[one.health],
            kind,
            one.number_id or one.connection_id,
            {
                "connection_id": one.connection_id,
                "number_id": one.number_id,
                "phone": one.phone,
                "channel": one.channel,
                "code": one.code,
                "detail": one.detail,
            },
        )
        await events.tell(session, one.company_id, [told])
