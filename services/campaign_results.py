"""A campaign's ledger as CSV, page by page: a million rows never stand in memory."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime
from uuid import UUID

from db.queries import campaigns
from db.queries.campaigns import RecipientRow
from db.session import Database
from schemas.enums import DeliveryStatus
from schemas.reasons import reason

_PAGE = 2_000
COLUMNS = (
    "recipient_id",
    "contact_id",
    "external_id",
    "name",
    "phone",
    "status",
    "reason",
    "reason_text",
    "reason_detail",
    "provider_id",
    "attempts",
    "accepted_at",
    "sent_at",
    "delivered_at",
    "read_at",
    "failed_at",
)
# A spreadsheet would run a cell that begins like this as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def as_csv(
    database: Database,
    company_id: UUID,
    campaign_id: UUID,
    translate: Callable[[str], str],
    *,
    statuses: tuple[DeliveryStatus, ...] = (),
    separator: str = ",",
) -> AsyncIterator[str]:
    """The header, then the rows in sending order. Each page is a transaction of its own."""
    yield _lines([COLUMNS], separator)
    after: UUID | None = None
    while True:
        async with database.company(company_id) as session:
            rows = await campaigns.recipients(
                session, campaign_id, limit=_PAGE, after=after, statuses=statuses
            )
        if rows:
            yield _lines((_cells(row, translate) for row in rows), separator)
            after = rows[-1].id
        if len(rows) < _PAGE:
            return


def _cells(row: RecipientRow, translate: Callable[[str], str]) -> tuple[str, ...]:
    values = (
        f"rcp_{row.id.hex}",
        f"ct_{row.contact_id.hex}",
        row.external_id,
        row.name,
        row.address,
        row.status.value,
        row.reason,
        translate(reason(row.reason).text) if row.reason else None,
        row.reason_detail,
        row.provider_id,
        row.attempts,
        row.accepted_at,
        row.sent_at,
        row.delivered_at,
        row.read_at,
        row.failed_at,
    )
    return tuple(_cell(value) for value in values)


def _cell(value: str | int | datetime | None) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    text = str(value)
    # A phone number in E.164 is no formula: it is read as a plain number.
    harmless = text.startswith("+") and text[1:].isdigit()
    return f"'{text}" if text.startswith(_FORMULA) and not harmless else text


def _lines(rows: Iterable[tuple[str, ...]], separator: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator).writerows(rows)
    return buffer.getvalue()
