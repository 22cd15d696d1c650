"""What enrols people in a cadence by itself: segments on a schedule, keywords, tags, stages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from starlette.datastructures import FormData

from db.models.cadences import CadenceSource
from db.queries import cadence_sources as rows
from db.queries import segments as segment_rows
from db.queries import stages as stage_rows
from db.queries import tags as tag_rows
from db.session import Session
from schemas.cadence_sources import LASTING, SourceFields, SourceKind
from schemas.enums import Role
from schemas.errors import InvalidInput
from schemas.recurrence import Frequency, Recurrence
from services import cadence_sources, cadences, local_time
from web import enrolment_words as words
from web import time_zones
from web.cadence_frame import FormDep, frame
from web.dependencies import DatabaseDep, SignedIn, TemporalDep, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.hours_words import day_names, read_days
from web.i18n import gettext, mark
from web.render import page, redirect
from workflows import starters

router = APIRouter()
_CHIEF = [Depends(require_role(Role.ADMIN))]
_TILES: Mapping[SourceKind, tuple[str, str, str]] = {
    SourceKind.SEGMENT: (
        mark("Segment"),
        mark("On a schedule: everybody who came into it since the last look."),
        "filter",
    ),
    SourceKind.KEYWORD: (
        mark("Keyword"),
        mark("Whoever writes it to one of your numbers."),
        "message-circle",
    ),
    SourceKind.TAG: (mark("Tag"), mark("Whoever gets it, by whatever way."), "tag"),
    SourceKind.STAGE: (mark("Stage"), mark("Whoever comes to it in the pipeline."), "columns-3"),
}


_AT_NINE = Recurrence(Frequency.DAILY, 1, (1,), 1, "09:00", "")


@dataclass(frozen=True, slots=True)
class Values:
    """What the form shows; texts, since they may be wrong."""

    kind: SourceKind
    subject: str = ""
    words: str = ""
    exact: bool = True
    include_existing: bool = False
    rule: Recurrence = _AT_NINE
    time_zone: str = ""


@router.get("/cadences/{cadence_id}/sources", name="cadence_sources")
async def list_sources(
    request: Request, cadence_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        cadence = await cadences.get(session, cadence_id)
        found = await rows.of_cadence(session, cadence_id)
        names = await rows.subject_names(session, found)
        around = await frame(session, cadence, user, "sources")
    lines = [words.source_line(row, names.get(row.subject_id or row.id)) for row in found]
    context = {
        **around,
        "lasting": [line for line in lines if not line.once],
        "once": [line for line in lines if line.once],
        "tiles": [
            (kind.value, gettext(title), gettext(note), symbol)
            for kind, (title, note, symbol) in _TILES.items()
        ],
    }
    return page(request, "cadences/sources.html", context, fragment="source_list")


@router.get("/cadences/{cadence_id}/sources/new", name="new_source", dependencies=_CHIEF)
async def new_source(
    *,
    request: Request,
    cadence_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    kind: Annotated[str, Query(max_length=20)] = "segment",
) -> Response:
    chosen = SourceKind(kind) if kind in LASTING else SourceKind.SEGMENT
    values = Values(chosen, time_zone=user.timezone)
    async with database.company(user.company_id) as session:
        context = await _form(session, user, cadence_id, values)
    return page(request, "cadences/source.html", context)


@router.post("/cadences/{cadence_id}/sources", name="create_source", dependencies=_CHIEF)
async def create_source(
    *,
    request: Request,
    cadence_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    temporal: TemporalDep,
    form: FormDep,
) -> Response:
    kind = str(form.get("kind", ""))
    values = _typed(form, SourceKind(kind) if kind in LASTING else SourceKind.SEGMENT)
    try:
        async with database.company(user.company_id) as session:
            made = await cadence_sources.create(
                session,
                user.company_id,
                cadence_id,
                _fields(values),
                now=datetime.now(UTC),
                user_id=user.user_id,
            )
    except InvalidInput as error:
        async with database.company(user.company_id) as session:
            context = await _form(session, user, cadence_id, values, error=error)
        return page(request, "cadences/source.html", context, status=error.status)
    await _follow(temporal, made)
    return _back(request, cadence_id, gettext("From now on it enrols people."))


@router.get("/cadence-sources/{source_id}", name="edit_source", dependencies=_CHIEF)
async def edit_source(
    request: Request, source_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        row = await rows.get(session, source_id)
        context = await _form(session, user, row.cadence_id, _values(row, user), row=row)
    return page(request, "cadences/source.html", context)


@router.post("/cadence-sources/{source_id}", name="save_source", dependencies=_CHIEF)
async def save_source(
    *,
    request: Request,
    source_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    temporal: TemporalDep,
    form: FormDep,
) -> Response:
    async with database.company(user.company_id) as session:
        row = await rows.get(session, source_id)
    values = _typed(form, SourceKind(row.kind))
    try:
        async with database.company(user.company_id) as session:
            changed = await cadence_sources.change(
                session, source_id, _fields(values, enabled=row.enabled), now=datetime.now(UTC)
            )
    except InvalidInput as error:
        async with database.company(user.company_id) as session:
            context = await _form(session, user, row.cadence_id, values, row=row, error=error)
        return page(request, "cadences/source.html", context, status=error.status)
    await _follow(temporal, changed)
    return _back(request, changed.cadence_id, gettext("Saved."))


@router.post("/cadence-sources/{source_id}/switch", name="switch_source", dependencies=_CHIEF)
async def switch_source(
    *,
    request: Request,
    source_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    temporal: TemporalDep,
    enabled: Annotated[bool, Form()] = False,
) -> Response:
    async with database.company(user.company_id) as session:
        changed = await cadence_sources.switch(
            session, source_id, enabled=enabled, now=datetime.now(UTC)
        )
    await _follow(temporal, changed)
    said = gettext("It enrols people again.") if enabled else gettext("It enrols nobody for now.")
    return _back(request, changed.cadence_id, said)


@router.post("/cadence-sources/{source_id}/remove", name="remove_source", dependencies=_CHIEF)
async def remove_source(
    request: Request,
    source_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    temporal: TemporalDep,
) -> Response:
    async with database.company(user.company_id) as session:
        gone = await cadence_sources.remove(session, source_id, now=datetime.now(UTC))
    await _follow(temporal, gone)
    return _back(request, gone.cadence_id, gettext("Removed. Whoever it enrolled stays."))


def _back(request: Request, cadence_id: UUID, said: str) -> Response:
    return redirect(request, f"/cadences/{cadence_id}/sources", toast=Toast(said))


async def _follow(temporal: TemporalDep, row: CadenceSource) -> None:
    plan = cadence_sources.plan(row)
    if plan is not None:
        await starters.follow_source(temporal, plan)


async def _form(
    session: Session,
    user: SignedIn,
    cadence_id: UUID,
    values: Values,
    *,
    row: CadenceSource | None = None,
    error: InvalidInput | None = None,
) -> dict[str, Any]:
    cadence = await cadences.get(session, cadence_id)
    title, note, symbol = _TILES[values.kind]
    return {
        **await frame(session, cadence, user, "sources"),
        "values": values,
        "row": row,
        "title": gettext(title),
        "note": gettext(note),
        "symbol": symbol,
        "subjects": await _subjects(session, values.kind),
        "frequencies": [
            (Frequency.DAILY.value, gettext("Every day")),
            (Frequency.WEEKLY.value, gettext("On days of the week")),
        ],
        "day_names": day_names(),
        "time_zones": time_zones.choices(values.time_zone),
        "errors": field_errors(error) if error else FieldErrors(),
    }


async def _subjects(session: Session, kind: SourceKind) -> list[tuple[str, str]]:
    match kind:
        case SourceKind.SEGMENT:
            found: Any = await segment_rows.all_segments(session)
        case SourceKind.TAG:
            found = await tag_rows.all_tags(session)
        case SourceKind.STAGE:
            found = await stage_rows.all_stages(session)
        case _:
            found = []
    return [(one.id.hex, one.name) for one in found]


def _values(row: CadenceSource, user: SignedIn) -> Values:
    kind = SourceKind(row.kind)
    rule = cadence_sources.rule_of(row)
    return Values(
        kind,
        row.subject_id.hex if row.subject_id else "",
        "\n".join(cadence_sources.words_of(row)),
        bool(row.options.get("exact", True)),
        bool(row.options.get("include_existing")),
        rule or _AT_NINE,
        row.time_zone or user.timezone,
    )


def _typed(form: FormData, kind: SourceKind) -> Values:
    def text(name: str, longest: int = 100) -> str:
        value = form.get(name)
        return value.strip()[:longest] if isinstance(value, str) else ""

    frequency = text("frequency") or Frequency.DAILY.value
    today = datetime.now(local_time.zone(text("time_zone")) or UTC).date().isoformat()
    rule = Recurrence(frequency, 1, read_days(form), 1, text("at")[:5], today)
    return Values(
        kind,
        text("subject"),
        text("words", 5_000),
        text("exact") != "false",
        bool(text("include_existing")),
        rule,
        text("time_zone"),
    )


def _fields(values: Values, *, enabled: bool = True) -> SourceFields:
    try:
        subject = UUID(hex=values.subject) if values.subject else None
    except ValueError:
        subject = None
    lines = values.words.replace(",", "\n").splitlines()
    return SourceFields(
        kind=values.kind,
        subject_id=subject,
        words=tuple(lines),
        exact=values.exact,
        include_existing=values.include_existing,
        rule=values.rule if values.kind is SourceKind.SEGMENT else None,
        time_zone=values.time_zone,
        enabled=enabled,
    )
