"""A cadence for one contact before anything is sent: a calendar of both ways of each question."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from babel import dates
from fastapi import APIRouter, Query, Request, Response

from db.models.contacts import Contact
from db.session import Session
from schemas.cadences import StepOutcome
from schemas.errors import InvalidInput, NotFound
from services import cadence_simulation, cadences, contact_lists, links, local_time
from services.cadence_calendar import Moment, Visit
from services.cadence_limits import Note
from services.cadence_simulation import Simulation, Words
from services.contact_lists import ContactFilter
from web import cadence_choices, cadence_words, time_zones
from web.cadence_choices import Choices
from web.cadence_frame import frame
from web.dependencies import DatabaseDep, SettingsViewDep, SignedIn
from web.formatting import read_local_input
from web.i18n import babel_locale, gettext, ngettext
from web.render import page

router = APIRouter(prefix="/cadences/{cadence_id}")
_FOUND = 8


@dataclass(frozen=True, slots=True)
class Time:
    """One moment of a step, on the contact's own clock."""

    day: str
    clock: str
    # What has to be answered for it.
    when: str
    # Waited for the hours since.
    held: str = ""
    # What of the company's or the account's limits stands in its way.
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A step of the calendar."""

    key: str
    title: str
    summary: str
    icon: str
    kind: str
    way: str
    depth: int
    times: list[Time] = field(default_factory=list)
    more: int = 0
    unknown_day: bool = False
    words: Words | None = None


@router.get("/simulate", name="simulate_cadence")
async def simulate(
    *,
    request: Request,
    cadence_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    view: SettingsViewDep,
    contact: Annotated[str, Query(max_length=40)] = "",
    q: Annotated[str, Query(max_length=100)] = "",
    start: Annotated[str, Query(max_length=30)] = "",
) -> Response:
    """`q` looks for a contact by name or number; `start` is when they would enter."""
    prefix = await links.prefix(database, user.company_id, view.public_url)
    begins = _start(start)
    async with database.company(user.company_id) as session:
        cadence = await cadences.get(session, cadence_id)
        definition = await cadences.definition(session, cadence)
        found = await _matching(session, q, user.country)
        key = _id(contact) or (found[0].id if found else None)
        simulated = await cadence_simulation.simulate(
            session, cadence, definition, contact_id=key, start=begins, prefix=prefix
        )
        choices = await cadence_choices.load(session)
        context = {
            **await frame(session, cadence, user, "simulate"),
            "person": simulated.contact,
            "zone": time_zones.name(simulated.zone),
            "entries": _entries(simulated, choices),
            "found": found,
            "q": q,
            "start": begins,
            "contact": str(key) if key is not None else "",
        }
    return page(request, "cadences/simulate.html", context, fragment="calendar")


async def _matching(session: Session, q: str, country: str) -> Sequence[Contact]:
    if not q.strip():
        return []
    wanted = ContactFilter(q=q)
    return await contact_lists.page(session, wanted, country, after=None, limit=_FOUND)


def _start(text: str) -> dt.datetime:
    now = dt.datetime.now(dt.UTC).replace(second=0, microsecond=0)
    if not text:
        return now
    try:
        return read_local_input(text)
    except InvalidInput:
        return now


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotFound("Contact", text) from error


def _entries(simulated: Simulation, choices: Choices) -> list[Entry]:
    visits, words = simulated.visits, simulated.words
    questions = {visit.step.key: cadence_words.summary(visit.step, choices) for visit in visits}
    return [
        Entry(
            key=visit.step.key,
            title=cadence_words.title(visit.step),
            summary=cadence_words.summary(visit.step, choices),
            icon=cadence_words.icon_of(visit.step, choices),
            kind=visit.step.kind.value,
            way=visit.inside[1].value if visit.inside is not None else "",
            depth=visit.depth,
            times=[_time(one, simulated, visit, questions) for one in visit.moments],
            more=visit.more,
            unknown_day=visit.unknown_day,
            words=words.get(visit.step.key),
        )
        for visit in visits
    ]


def _time(
    moment: Moment, simulated: Simulation, visit: Visit, questions: Mapping[str, str]
) -> Time:
    """Within a way its own answer needs no telling."""
    zone = simulated.zone
    here = moment.at.astimezone(local_time.zone(zone))
    told = [
        _answer(key, answer, questions)
        for key, answer in moment.answers
        if visit.inside is None or (key, answer) != visit.inside
    ]
    since = moment.held_since
    return Time(
        _day(here),
        _clock(here),
        "; ".join(told),
        _clock(since.astimezone(local_time.zone(zone))) if since is not None else "",
        _limit(simulated.limits.get((visit.step.key, moment.at)), zone),
    )


def _limit(note: Note | None, zone: str) -> str:
    if note is None:
        return ""
    if note.until is not None:
        until = note.until.astimezone(local_time.zone(zone))
        said = gettext("The account’s limit of people a day is used up: it waits until %(time)s.")
        return said % {"time": f"{_day(until)}, {_clock(until)}"}
    said = ngettext(
        "Left out: by then they have had %(num)d marketing message in %(days)s, as many as you allow.",
        "Left out: by then they have had %(num)d marketing messages in %(days)s, as many as you allow.",
        note.cap,
    )
    days = ngettext("%(num)d day", "%(num)d days", note.days) % {"num": note.days}
    return said % {"num": note.cap, "days": days}


def _answer(key: str, answer: StepOutcome, questions: Mapping[str, str]) -> str:
    said = {"question": questions.get(key, "")}
    if answer is StepOutcome.YES:
        return gettext("yes: %(question)s") % said
    return gettext("no: %(question)s") % said


def _day(moment: dt.datetime) -> str:
    locale = babel_locale()
    return dates.format_skeleton("yMMMEd", moment, tzinfo=moment.tzinfo, locale=locale)


def _clock(moment: dt.datetime) -> str:
    return dates.format_time(moment, "short", tzinfo=moment.tzinfo, locale=babel_locale())
