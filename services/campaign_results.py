"""A campaign's ledger as CSV, page by page: a million rows never stand in memory."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from db.queries import campaigns, responses
from db.queries.campaigns import RecipientRow
from db.session import Database
from schemas.enums import DeliveryStatus, ResponseKind
from schemas.money import amount
from schemas.reasons import reason
from schemas.results import Figures, Results

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
    "variant",
    "country",
    "time_zone",
    "segments",
    "cost",
    "clicked_at",
    "replied_at",
    "opted_out_at",
)
SUMMARY = (
    "campaign_id",
    "name",
    "variant",
    "channel",
    "status",
    "launched_at",
    "finished_at",
    "audience",
    "recipients",
    "sent",
    "delivered",
    "read",
    "clicked",
    "replied",
    "opted_out",
    "failed",
    "unknown",
    "waiting",
    "cost",
    "currency",
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
    responded: ResponseKind | None = None,
    separator: str = ",",
) -> AsyncIterator[str]:
    """The header, then the rows in sending order. Each page is a transaction of its own."""
    yield _lines([COLUMNS], separator)
    after: UUID | None = None
    while True:
        async with database.company(company_id) as session:
            campaign = await campaigns.get(session, campaign_id)
            rows = await campaigns.recipients(
                session,
                campaign_id,
                limit=_PAGE,
                after=after,
                statuses=statuses,
                responded=responded,
            )
            ids = (rows[0].id, rows[-1].id) if rows else None
            done = await responses.between(session, campaign_id, *ids) if ids else {}
        if rows:
            cells = (_cells(row, translate, campaign.zones, done.get(row.id, {})) for row in rows)
            yield _lines(cells, separator)
            after = rows[-1].id
        if len(rows) < _PAGE:
            return


def _cells(
    row: RecipientRow,
    translate: Callable[[str], str],
    zones: Sequence[object],
    done: Mapping[ResponseKind, datetime],
) -> tuple[str, ...]:
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
        row.variant,
        row.country,
        _zones(row.zone, zones),
        row.segments,
        str(amount(row.cost_micros)) if row.cost_micros is not None else None,
        done.get(ResponseKind.CLICK),
        done.get(ResponseKind.REPLY),
        done.get(ResponseKind.OPT_OUT),
    )
    return tuple(_cell(value) for value in values)


def _zones(place: int | None, zones: Sequence[object]) -> str | None:
    """Several, where a number's first digits lie in more than one."""
    found = zones[place] if place is not None and 0 <= place < len(zones) else None
    return " ".join(str(zone) for zone in found) if isinstance(found, list) else None


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


def summary_csv(found: Sequence[Results], *, separator: str = ",") -> str:
    """One line a campaign and, where it has variants, one for each of them."""
    lines: list[tuple[str, ...]] = [SUMMARY]
    for one in found:
        lines.append(_summed(one, "", one.figures))
        lines += [_summed(one, each.name, each.figures) for each in one.variants]
    return _lines(lines, separator)


def _summed(one: Results, variant: str, figures: Figures) -> tuple[str, ...]:
    values = (
        f"cmp_{one.campaign_id.hex}",
        one.name,
        variant,
        one.channel.value,
        one.status.value,
        one.launched_at,
        one.finished_at,
        figures.audience,
        figures.recipients,
        figures.sent,
        figures.delivered,
        figures.read,
        figures.clicked,
        figures.replied,
        figures.opted_out,
        figures.failed,
        figures.unknown,
        figures.waiting,
        str(amount(figures.cost_micros)),
        one.currency,
    )
    return tuple(_cell(value) for value in values)
