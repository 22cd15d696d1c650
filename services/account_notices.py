"""What the provider says about an account or a number becomes its health, with what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import connections
from schemas.enums import ConnectionHealth
from schemas.events import AccountEvent

_HIGH_THROUGHPUT = 1_000


@dataclass(frozen=True, slots=True)
class Verdict:
    health: ConnectionHealth
    # Names the words in schemas.health_words; None when all is well.
    code: str | None


_WELL = Verdict(ConnectionHealth.HEALTHY, None)
ACCOUNT: Mapping[str, Verdict] = {
    "account_restriction": Verdict(ConnectionHealth.PAUSED, "account_restricted"),
    "account_violation": Verdict(ConnectionHealth.DEGRADED, "account_violation"),
    "account_deleted": Verdict(ConnectionHealth.BROKEN, "account_deleted"),
    "partner_removed": Verdict(ConnectionHealth.BROKEN, "access_removed"),
    "partner_app_uninstalled": Verdict(ConnectionHealth.BROKEN, "access_removed"),
    "account_offboarded": Verdict(ConnectionHealth.BROKEN, "access_removed"),
    "account_reconnected": _WELL,
    "account_restored": _WELL,
}
# The state inside a DISABLED_UPDATE.
BAN: Mapping[str, Verdict] = {
    "disable": Verdict(ConnectionHealth.BROKEN, "account_disabled"),
    "schedule_for_disable": Verdict(ConnectionHealth.DEGRADED, "account_disable_scheduled"),
    "reinstate": _WELL,
}
REVIEW: Mapping[str, Verdict] = {
    "rejected": Verdict(ConnectionHealth.BROKEN, "account_review_rejected"),
    "approved": _WELL,
}
NUMBER: Mapping[str, Verdict] = {
    "flagged": Verdict(ConnectionHealth.DEGRADED, "number_quality_low"),
    "downgrade": Verdict(ConnectionHealth.DEGRADED, "number_limit_lowered"),
    "unflagged": _WELL,
    "upgrade": _WELL,
    "throughput_upgrade": _WELL,
}


async def apply(session: AsyncSession, connection_id: UUID, event: AccountEvent) -> None:
    """Note what concerns sending; the rest is kept in the raw store only.

    So is what a connection's own app says about an account that is not this connection's.
    """
    if event.account_id != await connections.account_of(session, connection_id):
        return
    if event.kind == "phone_number_quality_update" and event.number:
        await _number(session, connection_id, event)
        return
    verdict = _account_verdict(event)
    if verdict is not None:
        await connections.set_health(
            session, connection_id, verdict.health, verdict.code, event.detail or None
        )


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
    await connections.set_number_health(
        session, number_id, verdict.health, verdict.code, event.detail or None
    )
    if event.event == "throughput_upgrade":
        await connections.set_rate(session, number_id, _HIGH_THROUGHPUT)
