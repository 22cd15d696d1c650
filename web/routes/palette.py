"""What the command palette offers for the words typed so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from db.folding import fold
from db.queries import palette
from db.queries.palette import Person, Thing
from db.session import Session
from schemas.enums import Role
from services import inboxes
from web.dependencies import DatabaseDep, SignedIn, SignedInPerson
from web.formatting import phone
from web.i18n import LOCALES, active_locale, gettext, mark
from web.navigation import PLACES
from web.render import page
from web.statuses import look

router = APIRouter()
# One letter is in every other name.
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: an address to go to, or something of the page to press (a CSS selector)."""

    icon: str
    text: str
    href: str = ""
    press: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    choices: list[Choice]


@router.get("/palette", name="palette")
async def find(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    words: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    wanted = " ".join(words.split())
    groups = [
        Group(gettext("Go to"), _that_have(wanted, _places(user))),
        Group(gettext("Commands"), _that_have(wanted, _commands(user))),
    ]
    if len(wanted) >= _FEWEST:
        async with database.company(user.company_id) as session:
            groups = [*await _found(session, user, wanted), *groups]
    context = {"groups": [group for group in groups if group.choices], "q": wanted}
    return page(request, "palette/list.html", context)


async def _found(session: Session, user: SignedInPerson, q: str) -> list[Group]:
    eyes = await inboxes.eyes(session, user.user_id, user.role)
    people = await palette.people(session, eyes, q)
    campaigns = await palette.campaigns(session, q)
    templates = await palette.templates(session, q)
    return [
        Group(gettext("Conversations"), [_talk(one) for one in people if one.conversation_id]),
        Group(gettext("Contacts"), [_person(one) for one in people]),
        Group(gettext("Campaigns"), [_thing("campaign", "megaphone", one) for one in campaigns]),
        Group(gettext("Templates"), [_thing("template", "file-text", one) for one in templates]),
    ]


def _talk(one: Person) -> Choice:
    return Choice(
        "message-circle",
        one.name or phone(one.phone),
        f"/inbox/{one.conversation_id}",
        hint=phone(one.phone) if one.name and one.phone else "",
    )


def _person(one: Person) -> Choice:
    hint = phone(one.phone) if one.name and one.phone else ""
    return Choice("user-round", one.name or phone(one.phone), f"/contacts/{one.id}", hint=hint)


def _thing(kind: str, icon: str, one: Thing) -> Choice:
    return Choice(icon, one.name, f"/{kind}s/{one.id}", hint=look(kind, one.status.value).text)


# What lies below a place of the sidebar, and who may open it.
_INNER_PLACES = (
    (Role.VIEWER, "refresh-cw", mark("Recurring campaigns"), "/series"),
    (Role.VIEWER, "chart-bar", mark("Compare campaigns"), "/campaigns/compare"),
    (Role.VIEWER, "shield-check", mark("Opt-outs"), "/opt-outs"),
    (Role.VIEWER, "users", mark("Possible duplicates"), "/contacts/duplicates"),
    (Role.VIEWER, "gauge", mark("Limits"), "/limits"),
    (Role.ADMIN, "bookmark", mark("Topics"), "/topics"),
    (Role.ADMIN, "tag", mark("Prices"), "/prices"),
    (Role.ADMIN, "link", mark("Short links"), "/link-domains"),
    (Role.OWNER, "wallet", mark("Money"), "/settings/money"),
    (Role.OWNER, "shield-check", mark("Consent and frequency"), "/settings/consent"),
    (Role.OWNER, "clock", mark("Hours and holidays"), "/settings/hours"),
    (Role.VIEWER, "user-round", mark("Your profile"), "/profile"),
)


def _places(user: SignedInPerson) -> Iterator[Choice]:
    for place in PLACES:
        yield Choice(place.icon, place.text, place.path)
    for least, icon, text, path in _INNER_PLACES:
        if user.may(least):
            yield Choice(icon, gettext(text), path)


_THEMES = (
    ("light", "sun", mark("Switch to the light theme")),
    ("dark", "moon", mark("Switch to the dark theme")),
    ("system", "monitor", mark("Use the theme of the device")),
)


def _commands(user: SignedInPerson) -> Iterator[Choice]:
    if user.may(Role.ADMIN):
        yield Choice("plus", gettext("New campaign"), "/campaigns/new")
        yield Choice("file-text", gettext("New template"), "/templates/new")
        yield Choice("refresh-cw", gettext("New recurring campaign"), "/series/new")
        yield Choice("upload", gettext("Import contacts"), "/imports/new")
        yield Choice("upload", gettext("Import opt-outs"), "/opt-outs/new")
    if user.may(Role.AGENT):
        yield Choice("user-plus", gettext("New contact"), "/contacts/new")
    yield Choice("keyboard", gettext("Keyboard shortcuts"), press="[data-shortcuts-open]")
    for value, icon, text in _THEMES:
        press = f'#user-menu button[name="theme"][value="{value}"]'
        yield Choice(icon, gettext(text), press=press)
    for value, name in LOCALES.items():
        if value != active_locale():
            press = f'#user-menu button[name="locale"][value="{value}"]'
            yield Choice("languages", name, press=press, hint=gettext("Language"))
    for key, name in user.companies:
        press = f'#company-menu button[value="{key}"]'
        yield Choice("building-2", name, press=press, hint=gettext("Switch company"))
    yield Choice("log-out", gettext("Sign out"), press='#user-menu form[action="/sign-out"] button')


def _that_have(q: str, choices: Iterator[Choice]) -> list[Choice]:
    """Those with every typed word in their name."""
    words = fold(q).split()
    return [
        choice
        for choice in choices
        if all(word in fold(f"{choice.text} {choice.hint}") for word in words)
    ]
