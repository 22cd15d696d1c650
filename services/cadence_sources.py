"""What enrols people in a cadence by itself. The row decides; Temporal only says when to look.

A segment's people are looked at on its schedule: whoever entered it since the last look. Keywords,
tags and stages are heard with the news (`services.source_hearing`), a file's people wait until it is
read in; `services.source_runs` enrols them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence, CadenceSource
from db.models.imports import ContactImport
from db.queries import cadence_sources as rows
from db.queries import cadences
from schemas.cadence_sources import (
    LASTING,
    LONGEST_WORD,
    MOST_SOURCES,
    MOST_WORDS,
    SourceFields,
    SourceKind,
)
from schemas.enums import CadenceStatus
from schemas.errors import FieldError, InvalidInput, InvalidState
from schemas.payloads.cadence_sources import SourcePlan, SourceRef
from schemas.recurrence import Recurrence
from schemas.words import mark
from services import local_time, series, series_times, wakes
from services.contact_lists import ContactFilter
from services.enrolling import takes_people
from services.wakes import Sleeper

_SUBJECT = {
    SourceKind.SEGMENT: mark("Choose a segment."),
    SourceKind.TAG: mark("Choose a tag."),
    SourceKind.STAGE: mark("Choose a stage."),
}
_WORDS = mark("Give 1 to 30 words of at most 80 characters each.")
_SCHEDULE = mark("Choose when it is looked at.")
_ZONE = mark("Choose a time zone.")
_KIND = mark("People cannot be enrolled by this.")


async def create(
    session: AsyncSession,
    company_id: UUID,
    cadence_id: UUID,
    wanted: SourceFields,
    *,
    now: datetime,
    user_id: UUID | None = None,
) -> CadenceSource:
    """From now on it enrols people, while the cadence lets anybody in. Raises InvalidInput."""
    await require_open(session, cadence_id)
    await _check(session, wanted)
    if await rows.count(session, cadence_id, LASTING) >= MOST_SOURCES:
        raise InvalidState("A cadence has at most 50 sources. Remove one first.")
    source = CadenceSource(
        company_id=company_id,
        cadence_id=cadence_id,
        kind=wanted.kind.value,
        created_by=user_id,
        options={},
        enabled=wanted.enabled,
        version=1,
    )
    _apply(source, wanted, begun=wanted.include_existing)
    source.next_run_at = _next(source, now) if wanted.enabled else None
    session.add(source)
    await session.flush()
    await _wake_if_due(session, source, now)
    return source


async def change(
    session: AsyncSession, source_id: UUID, wanted: SourceFields, *, now: datetime
) -> CadenceSource:
    """Its kind stays. Another segment is looked at as if for the first time. Raises InvalidInput."""
    source = await rows.get(session, source_id, lock=True)
    if source.kind not in LASTING or is_once(source):
        raise InvalidState("What was enrolled once cannot be changed.")
    await _check(session, replace(wanted, kind=SourceKind(source.kind)))
    other = source.subject_id != wanted.subject_id
    if other:
        await rows.forget_all(session, source.id)
    begun = wanted.include_existing if other else bool(source.options.get("begun"))
    source.enabled = wanted.enabled
    _apply(source, wanted, begun=begun)
    source.version += 1
    source.next_run_at = _next(source, now) if wanted.enabled else None
    await session.flush()
    await _wake_if_due(session, source, now)
    return source


async def switch(
    session: AsyncSession, source_id: UUID, *, enabled: bool, now: datetime
) -> CadenceSource:
    """On or off. Whoever enters a segment meanwhile counts as entered at the next look; words, tags
    and stages are not heard meanwhile.
    """
    source = await rows.get(session, source_id, lock=True)
    if source.enabled != enabled:
        source.enabled = enabled
        source.version += 1
        source.next_run_at = _next(source, now) if enabled else None
        await session.flush()
        await _wake_if_due(session, source, now)
    return source


async def remove(session: AsyncSession, source_id: UUID, *, now: datetime) -> CadenceSource:
    """It enrols nobody any more; whoever it enrolled stays in the cadence."""
    source = await rows.get(session, source_id, lock=True)
    source.removed_at, source.enabled, source.next_run_at = now, False, None
    source.version += 1
    await session.flush()
    return source


async def enrol_list(
    session: AsyncSession,
    company_id: UUID,
    cadence_id: UUID,
    wanted: ContactFilter,
    *,
    now: datetime,
    user_id: UUID | None = None,
    source: str = "console",
) -> CadenceSource:
    """Enrol everybody a list shows, however many: begun at the commit, page by page.

    Above the cadence's limit of a day it goes on tomorrow. Raises InvalidState and NotFound.
    """
    cadence = await require_open(session, cadence_id)
    if not takes_people(cadence):
        raise InvalidState("Publish and start the cadence first; then people can enter it.")
    only_segment = wanted == ContactFilter(segment_id=wanted.segment_id)
    kind = SourceKind.SEGMENT if wanted.segment_id and only_segment else SourceKind.CONTACTS
    made = CadenceSource(
        company_id=company_id,
        cadence_id=cadence_id,
        kind=kind.value,
        subject_id=wanted.segment_id,
        options={"begun": True, "source": source, "filter": filter_json(wanted)},
        enabled=True,
        version=1,
        next_run_at=now,
        created_by=user_id,
    )
    session.add(made)
    await session.flush()
    await wakes.wake(session, Sleeper.SOURCE, company_id, made.id)
    return made


async def import_begins(
    session: AsyncSession, found: ContactImport, cadence_id: UUID | None
) -> None:
    """Whoever the file turns out to name waits for its end, if it has a cadence.

    Raises NotFound and InvalidState.
    """
    if cadence_id is None or await rows.of_import(session, found.id) is not None:
        return
    await require_open(session, cadence_id)
    session.add(
        CadenceSource(
            company_id=found.company_id,
            cadence_id=cadence_id,
            kind=SourceKind.IMPORT.value,
            subject_id=found.id,
            options={"begun": True},
            enabled=False,
            version=1,
            created_by=found.created_by,
        )
    )
    await session.flush()


async def import_ended(session: AsyncSession, import_id: UUID, *, done: bool) -> None:
    """Enrol the people of a file that was read in, if somebody asked for that; of one that was not
    read to its end nobody.
    """
    source = await rows.of_import(session, import_id)
    if source is None:
        return
    now = datetime.now(UTC)
    if done:
        source.enabled, source.next_run_at = True, now
        await wakes.wake(session, Sleeper.SOURCE, source.company_id, source.id)
    else:
        source.removed_at = now
        source.version += 1


def is_once(source: CadenceSource) -> bool:
    """It enrols some people and is done."""
    once = (SourceKind.CONTACTS, SourceKind.IMPORT)
    return source.kind in once or (source.kind == SourceKind.SEGMENT and source.schedule is None)


def expected(source: CadenceSource) -> int | None:
    """How many a list had when it began to be enrolled."""
    count = source.options.get("expected")
    return count if isinstance(count, int) else None


def rule_of(source: CadenceSource) -> Recurrence | None:
    return Recurrence.from_json(source.schedule) if source.schedule is not None else None


def plan(source: CadenceSource) -> SourcePlan | None:
    """When Temporal is to have it looked at; None for what has no schedule.

    Rather once too often: the row says what is due.
    """
    rule = rule_of(source)
    if rule is None:
        return None
    weekdays, month_days = series.days_of(rule)
    begins = datetime.combine(rule.first_day, datetime.min.time())
    zone = source.time_zone or "UTC"
    return SourcePlan(
        ref=SourceRef(source.company_id, source.id),
        version=source.version,
        time_zone=zone,
        hour=rule.wall_time.hour,
        minute=rule.wall_time.minute,
        weekdays=weekdays,
        month_days=month_days,
        starts_at=local_time.at_wall(begins, zone),
        ends_at=None,
        paused=not source.enabled,
        removed=source.removed_at is not None,
    )


def next_look(source: CadenceSource, now: datetime) -> datetime | None:
    """When its schedule comes round after this moment."""
    rule = rule_of(source)
    if rule is None:
        return None
    return series_times.first(rule, source.time_zone or "UTC", now, None)


def filter_json(wanted: ContactFilter) -> dict[str, object]:
    return {
        "q": wanted.q,
        "tag_id": str(wanted.tag_id) if wanted.tag_id else None,
        "segment_id": str(wanted.segment_id) if wanted.segment_id else None,
        "import_id": str(wanted.import_id) if wanted.import_id else None,
        "stage_id": str(wanted.stage_id) if wanted.stage_id else None,
        "ids": [str(key) for key in wanted.ids],
    }


def filter_of(stored: object) -> ContactFilter:
    known = stored if isinstance(stored, dict) else {}
    ids = known.get("ids")
    return ContactFilter(
        q=str(known.get("q") or ""),
        ids=tuple(UUID(str(key)) for key in ids) if isinstance(ids, list) else (),
        tag_id=_key(known.get("tag_id")),
        segment_id=_key(known.get("segment_id")),
        import_id=_key(known.get("import_id")),
        stage_id=_key(known.get("stage_id")),
    )


def words_of(source: CadenceSource) -> tuple[str, ...]:
    words = source.options.get("words")
    return tuple(map(str, words)) if isinstance(words, list) else ()


def _key(value: object) -> UUID | None:
    return UUID(str(value)) if value else None


def _next(source: CadenceSource, now: datetime) -> datetime | None:
    """Those who are in a segment before its first look have to be known at once."""
    return next_look(source, now) if source.options.get("begun") else now


async def require_open(session: AsyncSession, cadence_id: UUID) -> Cadence:
    """The cadence, which may not have been started yet. Raises NotFound, and InvalidState."""
    cadence = await cadences.get(session, cadence_id)
    if cadence.status is CadenceStatus.ARCHIVED:
        raise InvalidState("This cadence is archived: nobody can enter it any more.")
    return cadence


async def _wake_if_due(session: AsyncSession, source: CadenceSource, now: datetime) -> None:
    if source.next_run_at is not None and source.next_run_at <= now:
        await wakes.wake(session, Sleeper.SOURCE, source.company_id, source.id)


def _apply(source: CadenceSource, wanted: SourceFields, *, begun: bool) -> None:
    looks = wanted.kind is SourceKind.SEGMENT
    source.subject_id = wanted.subject_id if wanted.kind in _SUBJECT else None
    source.schedule = wanted.rule.as_json() if looks and wanted.rule else None
    source.time_zone = wanted.time_zone if looks else None
    if looks:
        existing = wanted.include_existing
        source.options = {**source.options, "begun": begun, "include_existing": existing}
    elif wanted.kind is SourceKind.KEYWORD:
        words = list(_clean(wanted.words))
        source.options = {"begun": True, "words": words, "exact": wanted.exact}
    else:
        source.options = {"begun": True}


def _clean(words: Iterable[str]) -> Collection[str]:
    """Each once, in the order they were given in."""
    return dict.fromkeys(word for one in words if (word := " ".join(one.split())))


async def _check(session: AsyncSession, wanted: SourceFields) -> None:
    errors = [*await _subject_errors(session, wanted), *_own_errors(wanted)]
    if errors:
        raise InvalidInput("Some of it is not right.", errors)


async def _subject_errors(session: AsyncSession, wanted: SourceFields) -> Sequence[FieldError]:
    if wanted.kind not in LASTING:
        return [FieldError("kind", "invalid", _KIND)]
    if wanted.kind not in _SUBJECT:
        return []
    if await rows.subject_name(session, wanted.kind, wanted.subject_id) is not None:
        return []
    return [FieldError("subject_id", "not_found", _SUBJECT[wanted.kind])]


def _own_errors(wanted: SourceFields) -> list[FieldError]:
    errors: list[FieldError] = []
    if wanted.kind is SourceKind.KEYWORD:
        words = _clean(wanted.words)
        if not 1 <= len(words) <= MOST_WORDS or any(len(one) > LONGEST_WORD for one in words):
            errors.append(FieldError("words", "invalid", _WORDS))
    if wanted.kind is SourceKind.SEGMENT:
        if wanted.rule is None:
            errors.append(FieldError("rule", "missing", _SCHEDULE))
        else:
            errors += wanted.rule.check()
        if local_time.zone(wanted.time_zone or "") is None:
            errors.append(FieldError("time_zone", "unknown", _ZONE))
    return errors
