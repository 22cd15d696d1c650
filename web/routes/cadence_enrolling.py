"""Letting many people into a cadence: those ticked in the list of contacts, or a whole segment."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.queries import enrolment_lists as rows
from db.queries import segments as segment_rows
from schemas.enums import Role
from services import cadence_sources, enrolling
from services.contact_lists import ContactFilter
from web import enrolment_words as words
from web.dependencies import DatabaseDep, HintsDep, SignedIn, require_role
from web.flash import Toast
from web.formatting import number
from web.i18n import gettext, ngettext
from web.render import from_htmx, page, redirect
from web.routes.cadence_people import cadence_key
from web.routes.contacts import SelectionDep

router = APIRouter()
_CHIEF = [Depends(require_role(Role.ADMIN))]
# So many are enrolled while one waits; more of them in the background.
_AT_ONCE = 500


@router.post("/contacts/enrol", name="enrol_contacts", dependencies=_CHIEF)
async def enrol_selected(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
    selected: SelectionDep,
    cadence: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """The ticked contacts at once; everybody the list finds in the background."""
    here, key = selected.filter.address, cadence_key(cadence)
    if selected.wanted is None:
        return redirect(request, here, toast=Toast(gettext("Nothing was selected."), "info"))
    if key is None:
        return await _unchosen(request, user, database, here)
    toast = await _enrol_list(user, database, key, selected.wanted)
    hints.changed(user.company_id, "cadence", key)
    return redirect(request, here, toast=toast)


async def _unchosen(request: Request, user: SignedIn, database: DatabaseDep, here: str) -> Response:
    """The error beside the field; whoever was ticked stays so."""
    problem = gettext("Choose a cadence.")
    if not from_htmx(request):
        return redirect(request, here, toast=Toast(problem, "info"))
    context = {"cadences": await _offered(user, database), "problem": problem}
    return page(
        request, "contacts/enrol_choice.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY
    )


async def _offered(user: SignedIn, database: DatabaseDep) -> list[tuple[str, str]]:
    async with database.company(user.company_id) as session:
        return [(key.hex, name) for key, name in await rows.open_cadences(session)]


async def _enrol_list(
    user: SignedIn, database: DatabaseDep, cadence_id: UUID, wanted: ContactFilter
) -> Toast:
    async with database.company(user.company_id) as session:
        if wanted.ids and len(wanted.ids) <= _AT_ONCE:
            found = await enrolling.enrol(
                session,
                user.company_id,
                cadence_id,
                wanted.ids,
                source="console",
                user_id=user.user_id,
            )
            said = ngettext(
                "%(count)s person enrolled.", "%(count)s people enrolled.", found.enrolled
            )
            text = said % {"count": number(found.enrolled)}
            said = " ".join(filter(None, (text, words.left_out(found.left_out))))
            return _led_to(said, f"/cadences/{cadence_id}/people")
        await cadence_sources.enrol_list(
            session,
            user.company_id,
            cadence_id,
            wanted,
            now=datetime.now(UTC),
            user_id=user.user_id,
        )
    said = gettext("They are being enrolled. The cadence tells how far it is.")
    return _led_to(said, f"/cadences/{cadence_id}/sources")


def _led_to(said: str, place: str) -> Toast:
    return Toast(said, action=gettext("Show"), action_href=place)


@router.get("/segments/{segment_id}/enrol", name="enrol_segment_form", dependencies=_CHIEF)
async def enrol_segment_form(
    request: Request, segment_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    return await _segment_form(request, segment_id, user, database)


async def _segment_form(
    request: Request, segment_id: UUID, user: SignedIn, database: DatabaseDep, problem: str = ""
) -> Response:
    async with database.company(user.company_id) as session:
        segment = await segment_rows.get(session, segment_id)
        offered = [(key.hex, name) for key, name in await rows.open_cadences(session)]
    context = {"segment": segment, "offered": offered, "problem": problem}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return page(request, "cadences/enrol_segment.html", context, status=status)


@router.post("/segments/{segment_id}/enrol", name="enrol_segment", dependencies=_CHIEF)
async def enrol_segment(
    *,
    request: Request,
    segment_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
    cadence: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    key = cadence_key(cadence)
    if key is None:
        return await _segment_form(
            request, segment_id, user, database, gettext("Choose a cadence.")
        )
    async with database.company(user.company_id) as session:
        await segment_rows.get(session, segment_id)
    toast = await _enrol_list(user, database, key, ContactFilter(segment_id=segment_id))
    hints.changed(user.company_id, "cadence", key)
    return redirect(request, f"/cadences/{key}/sources", toast=toast)
