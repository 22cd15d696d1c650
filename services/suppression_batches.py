"""Many people at once who are not to be written to, each row answered for itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import people
from schemas.consents import Entry
from schemas.enums import Channel, ConsentSource
from schemas.errors import FieldError, InvalidInput, NotFound
from schemas.policies import ALL
from services import consents, phones
from services.phones import PROBLEMS, PhoneNumber


@dataclass(frozen=True, slots=True)
class Row:
    phone: str
    channels: tuple[Channel, ...] = tuple(Channel)
    scope: str = ALL
    occurred_at: datetime | None = None
    proof: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    status: Literal["suppressed", "unchanged", "failed"]
    error: FieldError | None = None


async def suppress(session: AsyncSession, company_id: UUID, rows: Sequence[Row]) -> list[Outcome]:
    """One outcome a row; a wrong one leaves the others alone."""
    company = await people.get_company(session, company_id)
    if company is None:
        raise NotFound("Company", company_id)
    scopes = await _wrong_scopes(session, {row.scope for row in rows})
    now = datetime.now(UTC)
    outcomes: dict[int, Outcome] = {}
    entries: list[Entry] = []
    keys: dict[int, str] = {}
    for index, row in enumerate(rows):
        number = phones.parse(row.phone, company.country)
        if not isinstance(number, PhoneNumber):
            outcomes[index] = Outcome("failed", PROBLEMS[number])
        elif row.scope in scopes:
            outcomes[index] = Outcome("failed", _UNKNOWN)
        elif row.occurred_at is not None and row.occurred_at > now:
            outcomes[index] = Outcome("failed", _FUTURE)
        else:
            keys[index] = number.key
            entries += _entries(row, number.key, now)
    changed = await consents.record(session, company_id, entries)
    new = {(one.match_key, one.scope) for one in changed if one.refused}
    for index, key in keys.items():
        is_new = (key, rows[index].scope) in new
        outcomes[index] = Outcome("suppressed" if is_new else "unchanged")
    return [outcomes[index] for index in range(len(rows))]


_UNKNOWN = FieldError("scope", "unknown", "Choose everything, marketing or one of the topics.")
_FUTURE = FieldError("occurred_at", "future", "Nobody can have said this yet.")


async def _wrong_scopes(session: AsyncSession, scopes: set[str]) -> set[str]:
    wrong = set()
    for scope in scopes:
        try:
            await consents.check_scopes(session, {scope})
        except InvalidInput:
            wrong.add(scope)
    return wrong


def _entries(row: Row, key: str, now: datetime) -> list[Entry]:
    return [
        Entry(
            channel=channel,
            scope=row.scope,
            granted=False,
            source=ConsentSource.API,
            occurred_at=row.occurred_at or now,
            match_key=key,
            proof=row.proof,
        )
        for channel in dict.fromkeys(row.channels)
    ]
