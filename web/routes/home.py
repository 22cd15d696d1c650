"""The first page: how things stand, and what to do next."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response

from db.queries import conversations, overview
from db.queries.conversations import Filters
from db.queries.overview import COUNTED, Totals
from schemas.enums import Role
from services import inboxes
from web.dependencies import DatabaseDep, SettingsViewDep, SignedIn
from web.formatting import number
from web.i18n import gettext
from web.render import page

router = APIRouter()
_WAITING = 8


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first things a new company does."""

    title: str
    text: str
    href: str
    icon: str
    is_done: bool


@router.get("/", name="home")
async def home(
    request: Request, user: SignedIn, database: DatabaseDep, view: SettingsViewDep
) -> Response:
    async with database.company(user.company_id) as session:
        totals = await overview.totals(session)
        campaigns = await overview.recent_campaigns(session)
        eyes = await inboxes.eyes(session, user.user_id, user.role)
        counts = await conversations.counts(session, eyes)
        mine = Filters(assignee_id=user.user_id, waiting=True)
        waiting = await conversations.page(session, eyes, mine, limit=_WAITING)
        troubled = await overview.troubled_connections(session)
    steps = first_steps(totals)
    context = {
        "totals": totals,
        "contacts": _capped(totals.contacts),
        "campaigns": campaigns,
        "counts": counts,
        "waiting": waiting,
        "troubled": troubled,
        "steps": steps if user.may(Role.ADMIN) and not all(s.is_done for s in steps) else [],
        "next_step": next((step for step in steps if not step.is_done), None),
        "may_send": user.may(Role.ADMIN),
        "phones_url": phones(view.meta_graph_base_url),
        "first_name": user.name.split()[0],
    }
    return page(request, "home/index.html", context, fragment="home_waiting")


def first_steps(totals: Totals) -> list[Step]:
    return [
        Step(
            gettext("Connect WhatsApp"),
            gettext("Your business account at Meta, and the number you send from."),
            "/connections",
            "plug",
            totals.connections > 0,
        ),
        Step(
            gettext("Import your contacts"),
            gettext("A CSV or Excel file; you see what it would do before it does it."),
            "/imports",
            "upload",
            totals.contacts > 0,
        ),
        Step(
            gettext("Have a template approved"),
            gettext("WhatsApp wants to see a message before you start a conversation with it."),
            "/templates",
            "file-text",
            totals.approved_templates > 0,
        ),
        Step(
            gettext("Launch a campaign"),
            gettext("Choose who and what, look it over, and watch the messages arrive."),
            "/campaigns",
            "rocket",
            totals.campaigns > 0,
        ),
    ]


def phones(graph_url: str) -> str | None:
    """The sandbox's wall of phones, where the sandbox plays Meta."""
    host = urlsplit(graph_url).hostname or ""
    is_real = host == "facebook.com" or host.endswith(".facebook.com")
    return None if is_real or not host else graph_url.rstrip("/") + "/"


def _capped(count: int) -> str:
    return number(count) if count <= COUNTED else f"{number(COUNTED)}+"
