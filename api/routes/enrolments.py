"""Who is in a cadence: enrolling people, lists, the story of one, and what is done with them."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status

from api import cadence_job_views
from api import enrolment_views as views
from api.dependencies import CallerDep, DatabaseDep, require
from api.errors import translate
from api.pagination import Listing, PageParams, Paging, encode_cursor
from db.queries import cadences, people
from db.queries.enrolling import Placed
from db.queries.enrolment_lists import EnrolmentFilter, EnrolmentRow
from db.session import Session
from schemas.api.enrolments import (
    EnrolmentAction,
    EnrolmentDetail,
    EnrolmentRead,
    EnrolmentResult,
    EnrolmentsAction,
    EnrolmentsChanged,
    EnrolmentsCreate,
    EnrolmentsCreated,
)
from schemas.api.ids import CadenceId, ContactId, EnrolmentId
from schemas.api.pages import Page
from schemas.cursors import Cursor
from schemas.enums import EnrolmentStatus, Scope
from services import (
    cadence_jobs,
    cadence_sources,
    campaign_people,
    enrolling,
    enrolment_stories,
    enrolments,
    source_hearing,
)
from services.campaign_people import Name
from services.contact_lists import ContactFilter
from services.enrolling import LEFT_OUT
from services.enrolments import Action, By
from services.live import LiveHints

__all__ = ["router", "source_hearing"]

router = APIRouter(tags=["enrolments"])
_READ = [Depends(require(Scope.CADENCES_READ))]
_RUN = [Depends(require(Scope.CADENCES_RUN))]
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
Statuses = Annotated[list[EnrolmentStatus], Query(alias="status", max_length=5)]
Word = Annotated[str | None, Query(max_length=100)]


def _hints(request: Request) -> LiveHints:
    hints: LiveHints = request.app.state.hints
    return hints


HintsDep = Annotated[LiveHints, Depends(_hints)]


@router.post(
    "/cadences/{cadence_id}/enrolments",
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="enrol_contacts",
    dependencies=_RUN,
)
async def enrol_contacts(
    *,
    request: Request,
    cadence_id: CadenceId,
    wanted: EnrolmentsCreate,
    caller: CallerDep,
    database: DatabaseDep,
    hints: HintsDep,
) -> EnrolmentsCreated:
    """Let up to 1,000 contacts in, or everybody of a segment. Whoever is left out is told with the
    reason; asking twice enrols nobody twice.
    """
    company_id = caller.company_id
    async with database.company(company_id) as session:
        if wanted.segment_id is not None:
            made = await cadence_sources.enrol_list(
                session,
                company_id,
                cadence_id,
                ContactFilter(segment_id=wanted.segment_id),
                now=datetime.now(UTC),
                source="api",
            )
            return EnrolmentsCreated(enrolled=0, left_out={}, results=[], source_id=made.id)
        answer = await _enrol(session, request, company_id, (cadence_id, wanted))
    hints.changed(company_id, "cadence", cadence_id)
    return answer


async def _enrol(
    session: Session, request: Request, company_id: UUID, wanted: tuple[UUID, EnrolmentsCreate]
) -> EnrolmentsCreated:
    cadence_id, body = wanted
    names = [Name(one.contact_id, one.external_id, one.phone) for one in body.contacts]
    found = await campaign_people.resolve(session, company_id, names)
    known = [key for key in found if key is not None]
    placed = await enrolling.place(session, company_id, cadence_id, known, source="api")
    by_contact = {one.contact_id: one for one in placed}
    results = list(_results(request, found, by_contact))
    left_out = Counter(one.reason for one in results if one.reason is not None)
    return EnrolmentsCreated(
        enrolled=len(results) - left_out.total(),
        left_out=dict(left_out),
        results=results,
        source_id=None,
    )


def _results(
    request: Request, found: Sequence[UUID | None], placed: Mapping[UUID, Placed]
) -> Iterator[EnrolmentResult]:
    seen = set[UUID]()
    for index, key in enumerate(found):
        one = placed.get(key) if key is not None else None
        reason = "not_found" if one is None else one.reason
        if key in seen and reason is None:
            # Named a second time, and entered by the first.
            reason = "in_cadence"
        if key is not None:
            seen.add(key)
        yield EnrolmentResult(
            index=index,
            contact_id=key,
            enrolment_id=one.enrolment_id if one is not None else None,
            reason=reason,
            message=translate(request, LEFT_OUT[reason]) if reason is not None else None,
        )


@router.get(
    "/cadences/{cadence_id}/enrolments",
    response_model=Page[EnrolmentRead],
    operation_id="list_cadence_enrolments",
    dependencies=_READ,
)
async def list_cadence_enrolments(
    *,
    cadence_id: CadenceId,
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    statuses: Statuses = [],  # noqa: B006 - FastAPI copies it
    step_key: Word = None,
    reason: Word = None,
    version: Annotated[int | None, Query(ge=1, le=32_767)] = None,
    q: Annotated[str, Query(max_length=200, description="Of the contact: name or number.")] = "",
) -> Listing[EnrolmentRead]:
    """Newest first."""
    wanted = EnrolmentFilter(
        cadence_id=cadence_id,
        statuses=tuple(statuses),
        step_key=step_key,
        reason=reason,
        version=version,
    )
    async with database.company(caller.company_id) as session:
        await cadences.get(session, cadence_id)
        company = await people.get_company(session, caller.company_id)
        found = await enrolments.find(
            session,
            wanted,
            q=q,
            country=company.country if company is not None else "BR",
            after=paging.after.id if paging.after else None,
            limit=paging.fetch,
        )
    return _listing(found, paging)


@router.get(
    "/enrolments",
    response_model=Page[EnrolmentRead],
    operation_id="list_enrolments",
    dependencies=_READ,
)
async def list_enrolments(
    *,
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    contact_id: ContactId | None = None,
    statuses: Statuses = [],  # noqa: B006 - FastAPI copies it
) -> Listing[EnrolmentRead]:
    """Of every cadence, newest first: with `contact_id`, the cadences of one contact."""
    wanted = EnrolmentFilter(contact_id=contact_id, statuses=tuple(statuses))
    async with database.company(caller.company_id) as session:
        found = await enrolments.find(
            session,
            wanted,
            after=paging.after.id if paging.after else None,
            limit=paging.fetch,
        )
    return _listing(found, paging)


def _listing(found: list[EnrolmentRow], paging: Paging) -> Listing[EnrolmentRead]:
    shown = [views.enrolment(row) for row in found[: paging.limit]]
    more = len(found) > paging.limit
    # The id alone is the order: the cursor's time stands for nothing here.
    following = encode_cursor(paging.signer, Cursor(_EPOCH, shown[-1].id)) if more else None
    return Listing(shown, following, more)


@router.get("/enrolments/{enrolment_id}", operation_id="get_enrolment", dependencies=_READ)
async def get_enrolment(
    enrolment_id: EnrolmentId, caller: CallerDep, database: DatabaseDep
) -> EnrolmentDetail:
    """With its whole story, and what comes next."""
    async with database.company(caller.company_id) as session:
        return views.detail(await enrolment_stories.tell(session, enrolment_id))


class Doer:
    """Does something with people in a cadence and then tells open pages."""

    def __init__(self, caller: CallerDep, database: DatabaseDep, hints: HintsDep) -> None:
        self._company_id = caller.company_id
        self._database = database
        self._hints = hints

    async def one(
        self, action: Action, enrolment_id: EnrolmentId, detail: str | None
    ) -> EnrolmentDetail:
        async with self._database.company(self._company_id) as session:
            done = await enrolments.act_on_one(
                session, self._company_id, action, enrolment_id, By(detail=detail)
            )
            shown = views.detail(await enrolment_stories.tell(session, enrolment_id))
        self._hints.changed(self._company_id, "cadence", done.cadence_id)
        return shown

    async def many(
        self, response: Response, action: Action, cadence_id: CadenceId, wanted: EnrolmentsAction
    ) -> EnrolmentsChanged:
        chosen = EnrolmentFilter(
            cadence_id=cadence_id,
            statuses=tuple(wanted.status),
            step_key=wanted.step_key,
            version=wanted.version,
            ids=tuple(wanted.enrolment_ids),
        )
        async with self._database.company(self._company_id) as session:
            done = await cadence_jobs.act_on_all(
                session, cadence_id, action, chosen, By(detail=wanted.detail)
            )
            job = cadence_job_views.accepted(response, done.job)
        self._hints.changed(self._company_id, "cadence", cadence_id)
        return EnrolmentsChanged(changed=done.changed, more=False, job=job)


DoerDep = Annotated[Doer, Depends()]


def _on_one(action: Action, promise: str) -> Callable[..., Awaitable[EnrolmentDetail]]:
    async def act(
        enrolment_id: EnrolmentId, do: DoerDep, wanted: EnrolmentAction | None = None
    ) -> EnrolmentDetail:
        return await do.one(action, enrolment_id, wanted.detail if wanted else None)

    act.__doc__ = promise
    return act


def _on_many(action: Action, promise: str) -> Callable[..., Awaitable[EnrolmentsChanged]]:
    async def act(
        response: Response, cadence_id: CadenceId, wanted: EnrolmentsAction, do: DoerDep
    ) -> EnrolmentsChanged:
        return await do.many(response, action, cadence_id, wanted)

    act.__doc__ = promise
    return act


_BACKGROUND: dict[int | str, dict[str, Any]] = {
    202: {"model": EnrolmentsChanged, "description": "A job does it; its address is the Location."}
}
_PROMISES = {
    Action.PAUSE: "They rest where they stand; a message that is being sent finishes.",
    Action.RESUME: "They go on where they rested, due no earlier than now.",
    Action.SKIP: "The step they wait at is passed by, unless its message is being sent.",
    Action.REMOVE: "They leave the cadence for good.",
}
for _action, _promise in _PROMISES.items():
    router.post(
        f"/enrolments/{{enrolment_id}}/{_action}",
        operation_id=f"{_action}_enrolment",
        summary=f"{_action.capitalize()} Enrolment",
        dependencies=_RUN,
    )(_on_one(_action, _promise))
    router.post(
        f"/cadences/{{cadence_id}}/enrolments/{_action}",
        operation_id=f"{_action}_enrolments",
        summary=f"{_action.capitalize()} Enrolments",
        dependencies=_RUN,
        responses=_BACKGROUND,
    )(_on_many(_action, _promise))
