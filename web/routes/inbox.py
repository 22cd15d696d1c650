"""The inbox's list: views, filters, search, and new conversations."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from starlette.responses import HTMLResponse

from db.models.conversations import Conversation
from db.queries import conversations, people
from db.queries.conversations import Eyes
from db.session import Session
from schemas.enums import Role
from schemas.errors import AppError, Conflict, InvalidInput
from services import conversations as rules
from services import message_search, presence
from services.flights import Flights
from services.message_search import Results
from web import inbox_views as views
from web.dependencies import DatabaseDep, RedisDep, SignedIn, require_role
from web.forms import words
from web.inbox_changes import Changes
from web.inbox_filters import Chosen
from web.inbox_views import Stretch
from web.render import from_htmx, page, redirect
from web.search_filters import Sought

router = APIRouter(prefix="/inbox")
AGENT = [Depends(require_role(Role.AGENT))]
ChangesDep = Annotated[Changes, Depends()]


def _flights(request: Request) -> Flights[Stretch]:
    flights: Flights[Stretch] = request.app.state.inbox_flights
    return flights


FlightsDep = Annotated[Flights[Stretch], Depends(_flights)]
_FOUND = 20
_SUGGESTED = 8


@router.get("", name="inbox")
async def show_inbox(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    """The list as the address narrows it, and that nothing is open."""
    async with database.company(user.company_id) as session:
        chosen = Chosen.read(request.query_params)
        context = await views.list_context(request, session, user, chosen)
    return page(request, "inbox/index.html", context, fragment="conversation_list")


@router.get("/nothing", name="nothing_open")
async def show_nothing(request: Request, _: SignedIn) -> Response:
    """What stands in place of a conversation, for a phone that goes back to its list."""
    if not from_htmx(request):
        return redirect(request, "/inbox")
    return page(request, "inbox/index.html", fragment="open")


@router.get("/lines", name="inbox_lines")
async def show_lines(
    request: Request, user: SignedIn, database: DatabaseDep, flights: FlightsDep
) -> Response:
    """The lines an open page has, as they are now.

    After a message every open inbox asks at once; those that look at the same lines share a look.
    """
    async with database.company(user.company_id) as session:
        desk = await views.read_desk(session, user, Chosen.read(request.query_params))
    asked = views.wanted(request, desk)

    async def read() -> Stretch:
        async with database.company(user.company_id) as session:
            return await views.read_stretch(session, desk.sight, asked)

    # Outside a transaction: one that waits for another's connection might wait for ever.
    stretch = await flights.share((user.company_id, desk.sight.number_ids, asked), read)
    context = views.list_of(request, user, desk, stretch)
    return page(request, "inbox/lines.html", context)


@router.get("/stretch", name="inbox_stretch")
async def show_stretch(
    *, request: Request, user: SignedIn, database: DatabaseDep, after: str = "", before: str = ""
) -> Response:
    """The next lines below, or above."""
    async with database.company(user.company_id) as session:
        context = await views.stretch_context(
            session, user, Chosen.read(request.query_params), after=after, before=before
        )
    return page(request, "inbox/stretch.html", context)


@router.get("/unread", name="inbox_unread")
async def count_unread(user: SignedIn, database: DatabaseDep) -> Response:
    """For the badge: how many of mine have something unread; nothing for none."""
    async with database.company(user.company_id) as session:
        counts = await conversations.counts(session, await views.eyes(session, user))
    return HTMLResponse(views.capped(counts.unread))


@router.get("/lines/{conversation_id}/typing", name="who_types")
async def who_types(
    *,
    request: Request,
    conversation_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    redis: RedisDep,
) -> Response:
    async with database.company(user.company_id) as session:
        sight = await views.eyes(session, user)
        await conversations.get(session, sight, conversation_id)
        present = await presence.others(redis, user.company_id, conversation_id, user.user_id)
        typing = next((one.user_id for one in present if one.typing), None)
        person = await people.member(session, typing) if typing else None
    context = {"key": conversation_id, "typing": person.name if person else ""}
    return page(request, "inbox/typing.html", context)


@router.get("/search", name="search_inbox")
async def search(
    *, request: Request, user: SignedIn, database: DatabaseDep, before: UUID | None = None
) -> Response:
    """Who is called so, and what was said; further pages hold messages only."""
    sought = Sought.read(request.query_params)
    people_too = sought.asks and before is None and not sought.narrowed
    # Beside no conversation: its links open whole pages.
    alone = not from_htmx(request) or "alone" in request.query_params
    async with database.company(user.company_id) as session:
        sight = await views.eyes(session, user)
        found = []
        if people_too:
            rows = await message_search.find_conversations(
                session, user.company_id, sight, sought.q
            )
            found = await views.plain_lines(session, sight, rows)
        names = await views.read_names(session, sight)
    results = Results([])
    if sought.asks:
        wanted = sought.wanted(user.timezone)
        results = await message_search.find(
            database, user.company_id, sight, wanted, before=before, limit=_FOUND
        )
    context = {
        "q": sought.q if sought.asks else "",
        "people": found,
        "hits": results.hits,
        "further": before is not None,
        "next": sought.query(results.next, alone=alone) if results.next else None,
        "alone": alone,
        "chosen": Chosen(),
        "sought": sought,
        "inboxes": [(str(one.id), one.name or one.phone) for one in names.inboxes],
    }
    if from_htmx(request):
        return page(request, "inbox/found.html", context)
    return page(request, "inbox/search.html", context)


@router.get("/suggestions", name="suggest_contacts")
async def suggest(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    phone: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Contacts whose name or number begins like what is typed."""
    async with database.company(user.company_id) as session:
        rows = await views.suggestions(session, user, phone, limit=_SUGGESTED)
    return page(request, "inbox/suggestions.html", {"rows": rows})


@router.post("/start", name="start_conversation", dependencies=AGENT)
async def start(
    *,
    request: Request,
    changes: ChangesDep,
    number: Annotated[UUID, Form()],
    phone: Annotated[str, Form(max_length=100)] = "",
    name: Annotated[str, Form(max_length=200)] = "",
    contact: Annotated[UUID | None, Form()] = None,
) -> Response:
    """With a contact or a phone number; there may be a conversation already."""

    async def act(session: Session, sight: Eyes) -> Conversation:
        return await rules.start(
            session,
            sight,
            changes.user.company_id,
            number,
            contact_id=contact,
            phone=phone,
            name=name,
        )

    try:
        row = await changes.one(act)
    except (InvalidInput, Conflict) as error:
        if not from_htmx(request):
            raise
        return _wrong(request, error)
    return redirect(request, f"/inbox/{row.id}")


def _wrong(request: Request, error: AppError) -> Response:
    return page(request, "inbox/new_error.html", {"error": words(error)}, status=422)
