"""What the provider says about an account or a number becomes its health, with what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import connections
from db.queries.breakers import Target
from schemas.enums import BreakerTarget, ConnectionHealth
from schemas.events import AccountEvent
from services import breakers, channel_news, portfolios

_HIGH_THROUGHPUT = 1_000


@dataclass(frozen=True, slots=True)
class Verdict:
    health: ConnectionHealth
    # Names the words in schemas.health; None when all is well.
    code: str | None
    # Nothing more should leave by it.
    stops: bool = False


_WELL = Verdict(ConnectionHealth.HEALTHY, None)
ACCOUNT: Mapping[str, Verdict] = {
    "account_restriction": Verdict(ConnectionHealth.PAUSED, "account_restricted", stops=True),
    "account_violation": Verdict(ConnectionHealth.DEGRADED, "account_violation"),
    "account_deleted": Verdict(ConnectionHealth.BROKEN, "account_deleted", stops=True),
    "partner_removed": Verdict(ConnectionHealth.BROKEN, "access_removed", stops=True),
    "partner_app_uninstalled": Verdict(ConnectionHealth.BROKEN, "access_removed", stops=True),
    "account_offboarded": Verdict(ConnectionHealth.BROKEN, "access_removed", stops=True),
    "account_reconnected": _WELL,
    "account_restored": _WELL,
}
# The state inside a DISABLED_UPDATE.
BAN: Mapping[str, Verdict] = {
    "disable": Verdict(ConnectionHealth.BROKEN, "account_disabled", stops=True),
    "schedule_for_disable": Verdict(ConnectionHealth.DEGRADED, "account_disable_scheduled"),
    "reinstate": _WELL,
}
REVIEW: Mapping[str, Verdict] = {
    "rejected": Verdict(ConnectionHealth.BROKEN, "account_review_rejected", stops=True),
    "approved": _WELL,
}
NUMBER: Mapping[str, Verdict] = {
    "flagged": Verdict(ConnectionHealth.PAUSED, "number_quality_low", stops=True),
    "downgrade": Verdict(ConnectionHealth.DEGRADED, "number_limit_lowered"),
    "unflagged": _WELL,
    "upgrade": _WELL,
    "throughput_upgrade": _WELL,
}

# What a notice says of a number's quality; the last look at the number said it in these words.
QUALITY: Mapping[str, str] = {"flagged": "RED", "unflagged": "GREEN"}


async def apply(session: AsyncSession, connection_id: UUID, event: AccountEvent) -> None:
    """Note what concerns sending; the rest is kept in the raw store only.

    So is what a connection's own app says about an account that is not this connection's.
    """
    if event.account_id != await connections.account_of(session, connection_id):
        return
    if event.daily_limit is not None:
        await portfolios.told(session, connection_id, event.daily_limit)
    if event.kind == "phone_number_quality_update" and event.number:
        await _number(session, connection_id, event)
        return
    verdict = _account_verdict(event)
    if verdict is not None:
        await _heed(session, Target(BreakerTarget.CONNECTION, connection_id), verdict, event)
        await channel_news.set_health(
            session, connection_id, verdict.health, verdict.code, event.detail or None
        )


async def _heed(
    session: AsyncSession, target: Target, verdict: Verdict, event: AccountEvent
) -> None:
    """What cannot send any more stops before it fails; what is well again is tried."""
    if verdict.stops and verdict.code is not None:
        connection = await connections.owner_of(session, target.id)
        if connection is not None:
            await breakers.open_(session, connection, target, verdict.code, event.detail)
    elif verdict.health is ConnectionHealth.HEALTHY:
        await breakers.try_again(session, target)


def _account_verdict(event: AccountEvent) -> Verdict | None:
    if event.kind == "account_review_update":
        return REVIEW.get(event.event)
    if event.event == "disabled_update":
        return BAN.get(event.detail.lower())
    return ACCOUNT.get(event.event) if event.kind == "account_update" else None


async def _number(session: AsyncSession, connection_id: UUID, event: AccountEvent) -> None:
    verdict = NUMBER.get(event.event)
    number_id = await connections.number_by_digits(session, connection_id, event.number or "")
    if verdict is None or number_id is None:
        return
    if event.event in QUALITY:
        await connections.set_quality(session, number_id, QUALITY[event.event])
        await _heed(session, Target(BreakerTarget.NUMBER, number_id), verdict, event)
    await channel_news.set_number_health(
        session, number_id, verdict.health, verdict.code, event.detail or None
    )
    if event.event == "throughput_upgrade":
        await connections.set_rate(session, number_id, _HIGH_THROUGHPUT)
