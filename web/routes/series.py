"""Campaigns that come again: the list, the form with its next days, and the page of one."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Concatenate, ParamSpec
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from db.models.series import CampaignSeries
from db.queries import campaigns as campaign_rows
from db.queries import series as rows
from db.session import Session
from schemas.cursors import Cursor
from schemas.enums import Role
from schemas.errors import FieldError, InvalidInput
from schemas.words import mark
from services import series, series_times
from services.live import LiveHints
from web import series_forms as forms
from web.dependencies import DatabaseDep, SignedIn, TemporalDep, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.recurrence_words import moment_words, rule_words
from web.render import page, redirect
from web.series_forms import SeriesValues
from workflows import starters

_Extra = ParamSpec("_Extra")
router = APIRouter(prefix="/series")
_CHIEF = [Depends(require_role(Role.ADMIN))]
_PAGE = 25
_MOST_SOURCES = 200
_HISTORY = 20
_NO_MOMENT = mark("It does not come round at that moment.")


class Changer:
    """Runs an action for the person at the screen; Temporal's schedule follows after the commit."""

    def __init__(
        self, request: Request, user: SignedIn, database: DatabaseDep, temporal: TemporalDep
    ) -> None:
        self._request = request
        self._hints: LiveHints = request.app.state.hints
        self.user = user
        self._database = database
        self._temporal = temporal

    async def __call__(
        self,
        action: Callable[Concatenate[Session, _Extra], Awaitable[CampaignSeries]],
        *extra: _Extra.args,
        **named: _Extra.kwargs,
    ) -> CampaignSeries:
        async with self._database.company(self.user.company_id) as session:
            changed = await action(session, *extra, **named)
            await session.flush()
            await session.refresh(changed)
        self._hints.changed(self.user.company_id, "campaign", changed.id)
        await starters.follow_series(self._temporal, series.plan(changed))
        return changed

    def back(self, toast: str, series_id: UUID | None) -> Response:
        place = f"/series/{series_id}" if series_id else "/series"
        return redirect(self._request, place, toast=Toast(toast))


ChangerDep = Annotated[Changer, Depends()]


@router.get("", name="series")
async def list_series(
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    after: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    async with database.company(user.company_id) as session:
        found = await rows.page(session, after=_place(after), limit=_PAGE + 1)
    shown = found[:_PAGE]
    context = {
        "rows": [(row, rule_words(series.rule_of(row)), _next(row)) for row in shown],
        "newer": bool(after),
        "older": _place_of(shown[-1]) if len(found) > _PAGE else "",
        "may_act": user.may(Role.ADMIN),
    }
    return page(request, "series/index.html", context)


@router.get("/new", name="new_series", dependencies=_CHIEF)
async def new_series(
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    campaign: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    values = forms.empty(user.timezone, campaign)
    return page(request, "series/form.html", await _form(user, database, values))


@router.post("/preview", name="preview_series", dependencies=_CHIEF)
async def preview_series(request: Request, user: SignedIn) -> Response:  # noqa: ARG001 - chiefs only
    """The next times of what is being typed."""
    values = forms.typed(await request.form())
    return page(request, "series/preview.html", {"coming": _coming(values), "values": values})


@router.post("", name="create_series", dependencies=_CHIEF)
async def create_series(request: Request, database: DatabaseDep, change: ChangerDep) -> Response:
    values = forms.typed(await request.form())
    user = change.user
    try:
        made = await change(
            series.create,
            user.company_id,
            forms.fields(values),
            now=_now(),
            user_id=user.user_id,
        )
    except InvalidInput as error:
        context = await _form(user, database, values, error=error)
        return page(request, "series/form.html", context, status=error.status)
    return change.back(gettext("It comes round from now on."), made.id)


@router.get("/{series_id}", name="one_series")
async def show_series(
    request: Request, series_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        row = await rows.get(session, series_id)
        source = await campaign_rows.get(session, row.source_campaign_id)
        runs = await rows.runs(session, series_id, limit=_HISTORY)
        tallies = await campaign_rows.tallies(session, [run.id for run in runs])
    context = {
        "row": row,
        "source": source,
        "rule": rule_words(series.rule_of(row)),
        "coming": [
            (one, moment_words(one.at, row.time_zone)) for one in series.upcoming(row, now=_now())
        ],
        "runs": [(run, tallies[run.id]) for run in runs],
        "may_act": user.may(Role.ADMIN),
    }
    return page(request, "series/show.html", context, fragment="series_body")


@router.get("/{series_id}/edit", name="edit_series", dependencies=_CHIEF)
async def edit_series(
    request: Request, series_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        row = await rows.get(session, series_id)
    context = await _form(user, database, forms.of(row), series_id=series_id)
    return page(request, "series/form.html", context)


@router.post("/{series_id}", name="save_series", dependencies=_CHIEF)
async def save_series(
    request: Request, series_id: UUID, database: DatabaseDep, change: ChangerDep
) -> Response:
    values = forms.typed(await request.form())
    async with database.company(change.user.company_id) as session:
        await rows.get(session, series_id)
    try:
        await change(series.change, series_id, forms.fields(values), now=_now())
    except InvalidInput as error:
        context = await _form(change.user, database, values, series_id=series_id, error=error)
        return page(request, "series/form.html", context, status=error.status)
    return change.back(gettext("Saved."), series_id)


@router.post("/{series_id}/pause", name="pause_series", dependencies=_CHIEF)
async def pause_series(series_id: UUID, change: ChangerDep) -> Response:
    await change(series.pause, series_id, now=_now())
    return change.back(gettext("Paused. It does not come round until you go on."), series_id)


@router.post("/{series_id}/unpause", name="unpause_series", dependencies=_CHIEF)
async def unpause_series(series_id: UUID, change: ChangerDep) -> Response:
    await change(series.unpause, series_id, now=_now())
    return change.back(gettext("It comes round again."), series_id)


@router.post("/{series_id}/skip", name="skip_occurrence", dependencies=_CHIEF)
async def skip_occurrence(
    series_id: UUID, change: ChangerDep, at: Annotated[str, Form(max_length=40)] = ""
) -> Response:
    await change(series.skip, series_id, _moment(at), now=_now())
    return change.back(gettext("This time is left out."), series_id)


@router.post("/{series_id}/unskip", name="unskip_occurrence", dependencies=_CHIEF)
async def unskip_occurrence(
    series_id: UUID, change: ChangerDep, at: Annotated[str, Form(max_length=40)] = ""
) -> Response:
    await change(series.unskip, series_id, _moment(at), now=_now())
    return change.back(gettext("This time is back."), series_id)


@router.post("/{series_id}/remove", name="remove_series", dependencies=_CHIEF)
async def remove_series(series_id: UUID, change: ChangerDep) -> Response:
    await change(series.remove, series_id, now=_now())
    return change.back(gettext("Removed. The campaigns it made stay."), None)


async def _form(
    user: SignedIn,
    database: DatabaseDep,
    values: SeriesValues,
    *,
    series_id: UUID | None = None,
    error: InvalidInput | None = None,
) -> dict[str, Any]:
    async with database.company(user.company_id) as session:
        sources = await campaign_rows.page(session, limit=_MOST_SOURCES)
    return {
        "values": values,
        "series_id": series_id,
        "sources": [(row.id.hex, row.name) for row in sources if row.series_id is None],
        "coming": _coming(values),
        "errors": field_errors(error) if error else FieldErrors(),
        **forms.options(values),
    }


def _coming(values: SeriesValues) -> list[str]:
    """The next times; none while what is typed is not right."""
    try:
        wanted = forms.fields(
            SeriesValues("-", UUID(int=0).hex, values.rule, values.time_zone, "1", values.ends_on)
        )
    except InvalidInput:
        return []
    if wanted.rule.check() or not series.knows_zone(wanted.time_zone):
        return []
    found = series_times.upcoming(
        wanted.rule, wanted.time_zone, _now(), wanted.ends_at, series.SHOWN_OCCURRENCES
    )
    return [moment_words(at, wanted.time_zone) for at in found]


def _next(row: CampaignSeries) -> datetime | None:
    """When it comes round next, as far as it does."""
    if row.paused_at is not None:
        return None
    return next((one.at for one in series.upcoming(row, now=_now()) if not one.skipped), None)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise InvalidInput(_NO_MOMENT, [FieldError("at", "no_occurrence", _NO_MOMENT)])
    return found


def _place_of(row: CampaignSeries) -> str:
    return f"{row.created_at.isoformat()}_{row.id.hex}"


def _place(text: str) -> Cursor | None:
    """Where the page before ended; an address somebody edited begins at the top."""
    moment, _, key = text.partition("_")
    try:
        found = Cursor(datetime.fromisoformat(moment), UUID(hex=key))
    except ValueError:
        return None
    return found if found.created_at.tzinfo else None


def _now() -> datetime:
    return datetime.now(UTC)
