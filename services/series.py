"""Campaigns that come again. The row decides what is due; Temporal only says when to look.

Each occurrence is a copy of the source campaign as it is then, launched once: the row is locked
meanwhile, and (company, series, occurrence) is unique.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.series import CampaignSeries
from db.queries import campaigns as campaign_rows
from db.queries import series as rows
from schemas.enums import CampaignStatus
from schemas.errors import AppError, FieldError, InvalidInput, InvalidState, NotFound
from schemas.payloads.series import SeriesPlan, SeriesRef
from schemas.recurrence import LAST_DAY, LAST_YEAR, Frequency, Recurrence
from schemas.words import mark
from services import breakers, campaign_copies, campaigns, launches, local_time, series_times

MOST_LATENESS_MINUTES = 7 * 24 * 60
SHOWN_OCCURRENCES = 5
_LONGEST_NAME = 150
# Every month has the days before.
_SHORTEST_MONTH = 28
_NAME = mark("Give it a name of 1 to 150 characters.")
_ZONE = mark("Choose a time zone.")
_LATENESS = mark("Give a number of minutes from 1 to 10080, which is a week.")
_TOO_FAR = mark("Choose a day before the year 2200, or none.")
_OVER = mark("It would never come round: it ends before it begins.")
_SOURCE = mark("Choose the campaign that is to be repeated.")
_NO_OCCURRENCE = mark("It does not come round at that moment.")


@dataclass(frozen=True, slots=True)
class SeriesFields:
    """What a person or program says of a series."""

    name: str
    source_campaign_id: UUID
    rule: Recurrence
    time_zone: str
    lateness_minutes: int = 120
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    at: datetime
    skipped: bool


async def create(
    session: AsyncSession,
    company_id: UUID,
    wanted: SeriesFields,
    *,
    now: datetime,
    user_id: UUID | None = None,
) -> CampaignSeries:
    """Raises InvalidInput."""
    series = CampaignSeries(
        company_id=company_id, created_by=user_id, version=0, skipped=[], paused_at=None
    )
    await _apply(session, series, wanted, now)
    session.add(series)
    await session.flush()
    return series


async def change(
    session: AsyncSession, series_id: UUID, wanted: SeriesFields, *, now: datetime
) -> CampaignSeries:
    """What is due already is still dealt with. Raises InvalidInput."""
    series = await rows.get(session, series_id, lock=True)
    await _apply(session, series, wanted, now)
    return series


async def pause(session: AsyncSession, series_id: UUID, *, now: datetime) -> CampaignSeries:
    """Nothing comes round meanwhile, and nothing of it is made up for later."""
    series = await rows.get(session, series_id, lock=True)
    if series.paused_at is None:
        series.paused_at, series.next_at = now, None
        series.version += 1
    return series


async def unpause(session: AsyncSession, series_id: UUID, *, now: datetime) -> CampaignSeries:
    series = await rows.get(session, series_id, lock=True)
    if series.paused_at is not None:
        series.paused_at, series.next_at = None, _first_after(series, now)
        series.version += 1
    return series


async def skip(
    session: AsyncSession, series_id: UUID, at: datetime | None, *, now: datetime
) -> CampaignSeries:
    """Leave one occurrence out, the next that is not left out already by default."""
    series = await rows.get(session, series_id, lock=True)
    chosen = at or next((one.at for one in upcoming(series, now=now) if not one.skipped), None)
    if chosen is None:
        raise InvalidState("Nothing comes round that could be left out.")
    _require_occurrence(series, chosen, now)
    series.skipped = [*sorted({*map(str, series.skipped), _stored(chosen)})]
    series.version += 1
    return series


async def unskip(
    session: AsyncSession, series_id: UUID, at: datetime, *, now: datetime
) -> CampaignSeries:
    series = await rows.get(session, series_id, lock=True)
    _require_occurrence(series, at, now)
    series.skipped = [one for one in series.skipped if one != _stored(at)]
    series.version += 1
    return series


async def remove(session: AsyncSession, series_id: UUID, *, now: datetime) -> CampaignSeries:
    """Nothing comes round any more; the campaigns it made stay."""
    series = await rows.get(session, series_id, lock=True)
    series.removed_at, series.next_at = now, None
    series.version += 1
    return series


def knows_zone(name: str) -> bool:
    return local_time.zone(name) is not None


def rule_of(series: CampaignSeries) -> Recurrence:
    return Recurrence.from_json(series.rule)


def upcoming(
    series: CampaignSeries, *, now: datetime, count: int = SHOWN_OCCURRENCES
) -> list[Occurrence]:
    """What comes round next, if it is not paused until then."""
    found = series_times.upcoming(rule_of(series), series.time_zone, now, series.ends_at, count)
    return [Occurrence(at, _stored(at) in series.skipped) for at in found]


def plan(series: CampaignSeries) -> SeriesPlan:
    """When Temporal is to have it looked at: rather once too often, the row says what is due."""
    rule = rule_of(series)
    weekdays, month_days = days_of(rule)
    begins = datetime.combine(rule.first_day, datetime.min.time())
    return SeriesPlan(
        ref=SeriesRef(series.company_id, series.id),
        version=series.version,
        time_zone=series.time_zone,
        hour=rule.wall_time.hour,
        minute=rule.wall_time.minute,
        weekdays=weekdays,
        month_days=month_days,
        starts_at=local_time.at_wall(begins, series.time_zone),
        ends_at=series.ends_at,
        paused=series.paused_at is not None,
        removed=series.removed_at is not None,
    )


def days_of(rule: Recurrence) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The days of the week and of the month on which it may come round; empty: every one."""
    late_days = rule.month_day == LAST_DAY or rule.month_day > _SHORTEST_MONTH
    days = tuple(range(_SHORTEST_MONTH, 32)) if late_days else (rule.month_day,)
    return (
        rule.weekdays if rule.frequency == Frequency.WEEKLY else (),
        days if rule.frequency == Frequency.MONTHLY else (),
    )


async def run_due(session: AsyncSession, series_id: UUID, *, now: datetime) -> list[Campaign]:
    """Make a campaign of each occurrence that is due, and launch it or mark it as missed.

    Whoever calls tells Temporal of them after the commit. Safe to repeat.
    """
    try:
        series = await rows.get(session, series_id, lock=True)
    except NotFound:
        return []
    made = []
    while (at := series.next_at) is not None and at <= now:
        series.next_at = _first_after(series, at)
        if _stored(at) not in series.skipped and not await rows.was_run(session, series_id, at):
            made.append(await _run(session, series, at, now))
    series.skipped = [one for one in series.skipped if str(one) > _stored(now)]
    return made


async def _run(
    session: AsyncSession, series: CampaignSeries, at: datetime, now: datetime
) -> Campaign:
    campaign = await _copy(session, series, at)
    if now - at > timedelta(minutes=series.lateness_minutes):
        await campaigns.mark_missed(session, campaign, at)
        return campaign
    try:
        async with session.begin_nested():
            return await launches.launch(session, campaign.id, user_id=series.created_by)
    except AppError as error:
        # Nobody is there to be told now; the campaign keeps why it could not begin.
        await session.refresh(campaign)
        await _fail(session, campaign, error, now)
        return campaign


async def _copy(session: AsyncSession, series: CampaignSeries, at: datetime) -> Campaign:
    source = await campaign_rows.get(session, series.source_campaign_id)
    day = at.astimezone(local_time.zone(series.time_zone)).replace(tzinfo=None)
    wall = source.send_at_local
    campaign = campaign_copies.copy_of(
        source,
        name=f"{series.name} {day:%Y-%m-%d}",
        source_id=source.id,
        series_id=series.id,
        occurrence_at=at,
        created_by=series.created_by,
        # The same time of day on each person's wall, on the day it comes round.
        send_at_local=datetime.combine(day.date(), wall.time()) if wall else None,
    )
    session.add(campaign)
    await session.flush()
    await session.refresh(campaign)
    await campaign_rows.log(session, campaign, "created", detail=series.name)
    return campaign


async def _fail(session: AsyncSession, campaign: Campaign, error: AppError, now: datetime) -> None:
    campaign.status, campaign.finished_at = CampaignStatus.FAILED, now
    campaign.status_code, campaign.status_detail = error.code, str(error)
    campaign.version += 1
    await campaign_rows.log(session, campaign, "failed", code=error.code, detail=str(error))
    await breakers.tell(session, campaign, error.code, str(error))


async def _apply(
    session: AsyncSession, series: CampaignSeries, wanted: SeriesFields, now: datetime
) -> None:
    errors = await _errors(session, wanted, now)
    if errors:
        raise InvalidInput("Some of it is not right.", errors)
    series.name = " ".join(wanted.name.split())
    series.source_campaign_id = wanted.source_campaign_id
    series.rule = wanted.rule.as_json()
    series.time_zone = wanted.time_zone
    series.lateness_minutes = wanted.lateness_minutes
    series.ends_at = wanted.ends_at
    series.version += 1
    due = series.next_at is not None and series.next_at <= now
    if series.paused_at is None and not due:
        series.next_at = _first_after(series, now)


async def _errors(session: AsyncSession, wanted: SeriesFields, now: datetime) -> list[FieldError]:
    errors = wanted.rule.check()
    if not 1 <= len(" ".join(wanted.name.split())) <= _LONGEST_NAME:
        errors.append(FieldError("name", "invalid_name", _NAME))
    if not 1 <= wanted.lateness_minutes <= MOST_LATENESS_MINUTES:
        errors.append(FieldError("lateness_minutes", "invalid", _LATENESS))
    if not knows_zone(wanted.time_zone):
        errors.append(FieldError("time_zone", "unknown", _ZONE))
    if not await _is_there(session, wanted.source_campaign_id):
        errors.append(FieldError("source_campaign_id", "not_found", _SOURCE))
    if wanted.ends_at is not None and wanted.ends_at.year > LAST_YEAR:
        errors.append(FieldError("ends_at", "invalid", _TOO_FAR))
    if not errors and not series_times.first(wanted.rule, wanted.time_zone, now, wanted.ends_at):
        errors.append(FieldError("ends_at", "never", _OVER))
    return errors


async def _is_there(session: AsyncSession, campaign_id: UUID) -> bool:
    return await campaign_rows.status_of(session, campaign_id) is not None


def _first_after(series: CampaignSeries, moment: datetime) -> datetime | None:
    return series_times.first(rule_of(series), series.time_zone, moment, series.ends_at)


def _require_occurrence(series: CampaignSeries, at: datetime, now: datetime) -> None:
    if at <= now or not series_times.comes_round(rule_of(series), series.time_zone, at):
        raise InvalidInput(_NO_OCCURRENCE, [FieldError("at", "no_occurrence", _NO_OCCURRENCE)])


def _stored(at: datetime) -> str:
    """Instants as text whose order is theirs."""
    return at.astimezone(UTC).isoformat(timespec="seconds")
