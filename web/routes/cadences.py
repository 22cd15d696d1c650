"""Cadences: the list, a new one, one's picture with its figures, and what moves it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Concatenate, ParamSpec
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from db.models.cadences import Cadence
from db.queries import cadences as rows
from db.queries import campaign_drafts
from db.session import Session
from schemas.cadence_fields import LONGEST_NAME
from schemas.cadences import Definition, Message
from schemas.cursors import Cursor
from schemas.enums import CadenceStatus, Role
from schemas.errors import InvalidInput
from services import cadence_edits, cadence_statistics, cadences
from web import cadence_choices, cadence_recipes, cadence_tree
from web.cadence_frame import frame
from web.cadence_tree import Drawing
from web.cadence_words import STOPS
from web.dependencies import DatabaseDep, HintsDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext, mark
from web.render import page, redirect

_Extra = ParamSpec("_Extra")
router = APIRouter(prefix="/cadences")
_CHIEF = [Depends(require_role(Role.ADMIN))]
_PAGE = 25
_HISTORY = 12
_EVENTS = {
    "created": mark("Made"),
    "settings": mark("Settings changed"),
    "published": mark("Published"),
    "started": mark("Started"),
    "paused": mark("Paused"),
    "resumed": mark("Resumed"),
    "auto_paused": mark("Paused by the system"),
    "archived": mark("Archived"),
    "moved": mark("People moved to the new version"),
}


class Mover:
    """Runs an action in one transaction and then tells open pages."""

    def __init__(
        self, request: Request, user: SignedIn, database: DatabaseDep, hints: HintsDep
    ) -> None:
        self.request = request
        self.user = user
        self._database = database
        self._hints = hints

    async def __call__(
        self,
        action: Callable[Concatenate[Session, UUID, _Extra], Awaitable[Cadence]],
        cadence_id: UUID,
        *extra: _Extra.args,
        **named: _Extra.kwargs,
    ) -> UUID:
        """The cadence that was changed or made."""
        async with self._database.company(self.user.company_id) as session:
            found = (await action(session, cadence_id, *extra, **named)).id
        self._hints.changed(self.user.company_id, "cadence", cadence_id)
        return found

    def back(self, cadence_id: UUID, toast: str, part: str = "") -> Response:
        return redirect(self.request, f"/cadences/{cadence_id}{part}", toast=Toast(toast))


MoverDep = Annotated[Mover, Depends()]


@router.get("", name="cadences")
async def list_cadences(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    q: Annotated[str, Query(max_length=200)] = "",
    status: Annotated[str, Query(max_length=20)] = "",
    after: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    wanted = CadenceStatus(status) if status in set(CadenceStatus) else None
    async with database.company(user.company_id) as session:
        found = await rows.page(
            session, limit=_PAGE + 1, after=_place(after), status=wanted, search=q
        )
        shown = found[:_PAGE]
        under_way = await rows.under_way(session, [row.id for row in shown])
        any_at_all = bool(shown or q or wanted or await rows.exist(session))
    context = {
        "rows": [(row, sum(under_way[row.id].values())) for row in shown],
        "any_at_all": any_at_all,
        "statuses": [one.value for one in CadenceStatus],
        "q": q,
        "status": status,
        "after": after,
        "older": _place_of(shown[-1]) if len(found) > _PAGE else "",
        "may_act": user.may(Role.ADMIN),
    }
    return page(request, "cadences/index.html", context, fragment="cadence_list")


@router.get("/new", name="new_cadence", dependencies=_CHIEF)
async def new_cadence(request: Request) -> Response:
    return page(request, "cadences/new.html", _new({}, FieldErrors()))


@router.post("", name="create_cadence", dependencies=_CHIEF)
async def create_cadence(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
    name: Annotated[str, Form(max_length=LONGEST_NAME * 2)] = "",
    recipe: Annotated[str, Form(max_length=40)] = "empty",
) -> Response:
    try:
        async with database.company(user.company_id) as session:
            steps = await _by_the_only_number(session, cadence_recipes.steps(recipe))
            made = await cadences.create(
                session,
                user.company_id,
                {"name": name, "definition": steps},
                user_id=user.user_id,
            )
    except InvalidInput as error:
        context = _new({"name": name, "recipe": recipe}, field_errors(error))
        return page(request, "cadences/new.html", context, status=error.status)
    hints.changed(user.company_id, "cadence", made.id)
    return redirect(request, f"/cadences/{made.id}/edit")


async def _by_the_only_number(session: Session, steps: Definition) -> Definition:
    """Where there is nothing to choose, it is chosen."""
    senders = await campaign_drafts.senders(session)
    if len(senders) != 1:
        return steps
    for step in list(steps.walk()):
        if isinstance(step, Message):
            steps = cadence_edits.change(steps, replace(step, phone_number_id=senders[0].id))
    return steps


def _new(values: dict[str, str], errors: FieldErrors) -> dict[str, object]:
    offered = [
        (one.key, gettext(one.name), gettext(one.hint), one.icon) for one in cadence_recipes.RECIPES
    ]
    usual = {"name": "", "recipe": "follow_up"}
    return {"recipes": offered, "values": usual | values, "errors": errors}


@router.get("/{cadence_id}", name="cadence")
async def show_cadence(
    *,
    request: Request,
    cadence_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    version: Annotated[int | None, Query(ge=1, le=32_767)] = None,
) -> Response:
    """The picture of what is published, with what became of everybody at each step."""
    async with database.company(user.company_id) as session:
        cadence = await cadences.get(session, cadence_id)
        number = version or cadence.published
        figures = await cadence_statistics.of(session, cadence_id, version=version)
        drawing = Drawing(await cadence_choices.load(session), figures=figures)
        definition = await cadences.definition(session, cadence, number)
        context = {
            **await frame(session, cadence, user, "overview"),
            "nodes": cadence_tree.nodes(definition, drawing),
            "shown_version": version,
            "number": number,
            "versions": [row.number for row in await rows.versions(session, cadence_id)],
            "stops": [
                gettext(words) for stop, (words, _) in STOPS.items() if stop in cadence.stops
            ],
            "history": [
                (gettext(_EVENTS.get(one.kind, one.kind)), one)
                for one in await rows.history(session, cadence_id, limit=_HISTORY)
            ],
            "waiting": cadence_statistics.total_waiting(figures),
        }
    return page(request, "cadences/show.html", context, fragment="cadence_picture")


@router.post("/{cadence_id}/start", name="start_cadence", dependencies=_CHIEF)
async def start_cadence(cadence_id: UUID, move: MoverDep) -> Response:
    await move(cadences.start, cadence_id, user_id=move.user.user_id)
    return move.back(cadence_id, gettext("It runs. Now people can enter."))


@router.post("/{cadence_id}/pause", name="pause_cadence", dependencies=_CHIEF)
async def pause_cadence(cadence_id: UUID, move: MoverDep) -> Response:
    await move(cadences.pause, cadence_id, user_id=move.user.user_id)
    return move.back(cadence_id, gettext("Paused. Everybody keeps their place."))


@router.post("/{cadence_id}/resume", name="resume_cadence", dependencies=_CHIEF)
async def resume_cadence(cadence_id: UUID, move: MoverDep) -> Response:
    await move(cadences.resume, cadence_id, user_id=move.user.user_id)
    return move.back(cadence_id, gettext("It goes on."))


@router.post("/{cadence_id}/archive", name="archive_cadence", dependencies=_CHIEF)
async def archive_cadence(cadence_id: UUID, move: MoverDep) -> Response:
    await move(cadences.archive, cadence_id, user_id=move.user.user_id)
    return move.back(cadence_id, gettext("Archived. Whoever was on their way was stopped."))


@router.post("/{cadence_id}/duplicate", name="duplicate_cadence", dependencies=_CHIEF)
async def duplicate_cadence(cadence_id: UUID, move: MoverDep) -> Response:
    words = gettext("Copy of %(name)s")
    made = await move(
        cadences.duplicate,
        cadence_id,
        lambda name: (words % {"name": name})[:LONGEST_NAME],
        user_id=move.user.user_id,
    )
    return move.back(made, gettext("Here is the copy."), "/edit")


@router.post("/{cadence_id}/delete", name="delete_cadence", dependencies=_CHIEF)
async def delete_cadence(
    *, request: Request, cadence_id: UUID, user: SignedIn, database: DatabaseDep, hints: HintsDep
) -> Response:
    async with database.company(user.company_id) as session:
        await cadences.delete(session, cadence_id)
    hints.changed(user.company_id, "cadence", cadence_id)
    return redirect(request, "/cadences", toast=Toast(gettext("Deleted.")))


def _place_of(row: Cadence) -> str:
    return f"{row.created_at.isoformat()}_{row.id.hex}"


def _place(text: str) -> Cursor | None:
    """Where the page before ended; an address somebody edited begins at the top."""
    moment, _, key = text.partition("_")
    try:
        found = Cursor(datetime.fromisoformat(moment), UUID(hex=key))
    except ValueError:
        return None
    return found if found.created_at.tzinfo else None
