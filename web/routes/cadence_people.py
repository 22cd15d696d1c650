"""Who is in a cadence: the list, the story of one, and letting people in from all over the console."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from db.queries import contacts as contact_rows
from db.queries import enrolment_lists as rows
from db.queries.enrolment_lists import EnrolmentFilter
from schemas.enums import EnrolmentStatus, Role
from schemas.errors import InvalidState
from services import (
    cadence_jobs,
    cadences,
    enrolling,
    enrolment_stories,
    enrolments,
    source_hearing,
)
from services.cadence_jobs import Begun
from services.enrolments import Action, By
from web import cadence_choices, cadence_words
from web import enrolment_words as words
from web.cadence_frame import frame
from web.cadence_job_words import BEGUN
from web.dependencies import DatabaseDep, HintsDep, SignedIn, require_role
from web.enrolment_views import in_cadences
from web.flash import Toast
from web.formatting import number
from web.i18n import gettext, mark, ngettext
from web.render import from_htmx, page, redirect

__all__ = ["router", "source_hearing"]

router = APIRouter()
_AGENT = [Depends(require_role(Role.AGENT))]
_CHIEF = [Depends(require_role(Role.ADMIN))]
_PAGE = 50
_STATUSES = {
    "live": (EnrolmentStatus.ACTIVE, EnrolmentStatus.SENDING, EnrolmentStatus.PAUSED),
    "paused": (EnrolmentStatus.PAUSED,),
    "completed": (EnrolmentStatus.COMPLETED,),
    "stopped": (EnrolmentStatus.STOPPED,),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """As the address has it; what somebody edited narrows nothing."""

    q: Annotated[str, Query(max_length=200)] = ""
    status: Annotated[str, Query(max_length=20)] = ""
    step: Annotated[str, Query(max_length=100)] = ""

    def wanted(self, cadence_id: UUID, ids: tuple[UUID, ...] = ()) -> EnrolmentFilter:
        return EnrolmentFilter(
            cadence_id=cadence_id,
            statuses=_STATUSES.get(self.status, ()),
            step_key=self.step or None,
            ids=ids,
        )

    def address(self, cadence_id: UUID) -> str:
        parts = {"q": self.q, "status": self.status, "step": self.step}
        chosen = urlencode({name: text for name, text in parts.items() if text})
        return f"/cadences/{cadence_id}/people?{chosen}"


FilterDep = Annotated[Filter, Depends()]


def _chosen(
    q: Annotated[str, Form(max_length=200)] = "",
    status: Annotated[str, Form(max_length=20)] = "",
    step: Annotated[str, Form(max_length=100)] = "",
) -> Filter:
    return Filter(q, status, step)


@router.get("/cadences/{cadence_id}/people", name="cadence_people")
async def list_people(
    *,
    request: Request,
    cadence_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    chosen: FilterDep,
    after: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    async with database.company(user.company_id) as session:
        cadence = await cadences.get(session, cadence_id)
        around = await frame(session, cadence, user, "people")
        choices = await cadence_choices.load(session)
        graph = await enrolment_stories.graph_of(session, cadence_id, cadence.published or 0)
        found = await enrolments.find(
            session,
            chosen.wanted(cadence_id),
            q=chosen.q,
            country=user.country,
            after=cadence_key(after),
            limit=_PAGE + 1,
        )
    shown = found[:_PAGE]
    here = chosen.address(cadence_id)
    steps = {key: _step_words(step, choices) for key, step in graph.steps.items()}
    context = {
        **around,
        "rows": shown,
        "steps": steps,
        "chosen": chosen,
        "older": f"{here}&after={shown[-1].enrolment.id.hex}" if len(found) > _PAGE else None,
        "newer": here if after else None,
        "narrowed": bool(chosen.q or chosen.status or chosen.step),
        "takes_people": enrolling.takes_people(cadence),
        "ended": words.ended,
    }
    return page(request, "cadences/people.html", context, fragment="people_list")


def _step_words(step: Any, choices: cadence_choices.Choices) -> str:
    parts = (cadence_words.title(step), cadence_words.summary(step, choices))
    return " · ".join(filter(None, parts))


@router.post("/cadences/{cadence_id}/people", name="act_on_people", dependencies=_CHIEF)
async def act_on_people(
    *,
    request: Request,
    cadence_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
    chosen: Annotated[Filter, Depends(_chosen)],
    do: Annotated[Action, Form()],
    enrolment: Annotated[list[UUID] | None, Form()] = None,
    matching: Annotated[bool, Form()] = False,
    detail: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Those ticked, or everybody the list shows."""
    async with database.company(user.company_id) as session:
        await cadences.get(session, cadence_id)
    here = chosen.address(cadence_id)
    if not enrolment and not matching:
        return redirect(request, here, toast=Toast(gettext("Nobody was selected."), "info"))
    by = By(user.user_id, detail)
    async with database.company(user.company_id) as session:
        if matching:
            done = await cadence_jobs.act_on_all(
                session,
                cadence_id,
                do,
                chosen.wanted(cadence_id),
                by,
                q=chosen.q,
                country=user.country,
            )
        else:
            ids = await _of_this(session, cadence_id, enrolment or [])
            done = Begun(len(await enrolments.act(session, user.company_id, do, ids, by)))
    hints.changed(user.company_id, "cadence", cadence_id)
    return redirect(request, here, toast=_toast(done))


async def _of_this(session: Any, cadence_id: UUID, ids: list[UUID]) -> list[UUID]:
    """Without those of other cadences: an address somebody edited changes nothing there."""
    wanted = EnrolmentFilter(cadence_id=cadence_id, ids=tuple(ids))
    return list(await rows.ids(session, wanted, after=None, limit=len(ids)))


def _toast(done: Begun) -> Toast:
    if done.job is not None:
        return Toast(gettext(BEGUN), "info")
    said = ngettext("%(count)s person changed.", "%(count)s people changed.", done.changed)
    return Toast(said % {"count": number(done.changed)})


@router.get("/enrolments/{enrolment_id}", name="enrolment")
async def show_enrolment(
    request: Request, enrolment_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        story = await enrolment_stories.tell(session, enrolment_id)
        choices = await cadence_choices.load(session)
    row = story.row.enrolment
    context = {
        "story": story,
        "row": row,
        "lines": words.lines(story, choices),
        "coming": words.coming(story, choices),
        "live": row.status in rows.LIVE,
        "may_edit": user.may(Role.AGENT),
    }
    return page(request, "cadences/enrolment.html", context, fragment="enrolment_body")


@router.post("/enrolments/{enrolment_id}", name="act_on_enrolment", dependencies=_AGENT)
async def act_on_enrolment(
    *,
    request: Request,
    enrolment_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
    do: Annotated[Action, Form()],
    detail: Annotated[str, Form(max_length=500)] = "",
    back: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Pause, go on, skip the step or take out; `back`: the card of the contact is shown again."""
    async with database.company(user.company_id) as session:
        done = await enrolments.act_on_one(
            session, user.company_id, do, enrolment_id, By(user.user_id, detail)
        )
    hints.changed(user.company_id, "cadence", done.cadence_id)
    hints.changed(user.company_id, "contact", done.contact_id)
    if back and from_htmx(request):
        return await _card(request, done.contact_id, user, database)
    place = f"/contacts/{done.contact_id}" if back else f"/enrolments/{enrolment_id}"
    return redirect(request, place, toast=Toast(gettext(_ACTED[do])))


_ACTED = {
    Action.PAUSE: mark("They rest where they are."),
    Action.RESUME: mark("They go on."),
    Action.SKIP: mark("The step is skipped."),
    Action.REMOVE: mark("Taken out of the cadence."),
}


@router.get("/contacts/{contact_id}/cadences", name="contact_cadences")
async def of_contact(
    request: Request, contact_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    """The card "In cadences" of the contact's page and of the panel beside a conversation."""
    return await _card(request, contact_id, user, database)


@router.post("/contacts/{contact_id}/cadences", name="enrol_contact", dependencies=_AGENT)
async def enrol_contact(
    *,
    request: Request,
    contact_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
    cadence: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    key = cadence_key(cadence)
    problem = "" if key is not None else gettext("Choose a cadence.")
    async with database.company(user.company_id) as session:
        await contact_rows.get(session, contact_id)
        if key is not None:
            try:
                found = await enrolling.enrol(
                    session,
                    user.company_id,
                    key,
                    [contact_id],
                    source="console",
                    user_id=user.user_id,
                )
                problem = words.left_out_one(found.left_out)
            except InvalidState as error:
                problem = gettext(str(error))
    hints.changed(user.company_id, "contact", contact_id)
    if key is not None:
        hints.changed(user.company_id, "cadence", key)
    if not from_htmx(request):
        toast = Toast(problem, "info") if problem else Toast(gettext("Enrolled."))
        return redirect(request, f"/contacts/{contact_id}", toast=toast)
    return await _card(request, contact_id, user, database, problem)


async def _card(
    request: Request, contact_id: UUID, user: SignedIn, database: DatabaseDep, problem: str = ""
) -> Response:
    async with database.company(user.company_id) as session:
        context = {
            "contact": await contact_rows.get(session, contact_id),
            "in_cadences": await in_cadences(session, contact_id, user, problem),
        }
    return page(request, "cadences/of_contact.html", context, fragment="in_cadences")


def cadence_key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
