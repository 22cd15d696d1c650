"""What of a cadence is no step: what ends it, who may enter, when it writes, what it is about."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from db.models.cadences import Cadence
from db.queries import segments, topics
from db.session import Session
from schemas.cadence_fields import CadenceFields
from schemas.cadences import Rules
from schemas.enums import Purpose, Role
from schemas.errors import AppError
from schemas.hours import Hours
from services import cadences
from web import time_zones
from web.cadence_frame import FormDep, frame
from web.cadence_words import STOPS
from web.campaign_forms import read_id, read_number, read_text
from web.dependencies import DatabaseDep, HintsDep, SignedIn, require_role
from web.flash import Toast
from web.forms import field_errors
from web.hours_words import day_names, read_days
from web.i18n import gettext, mark
from web.render import invalid, page, redirect

router = APIRouter(prefix="/cadences/{cadence_id}/settings")
_TEMPLATE = "cadences/settings.html"
_CHIEF = [Depends(require_role(Role.ADMIN))]
_KEPT = "kept"
_PURPOSES = (
    (Purpose.MARKETING, mark("Marketing"), mark("Offers and news. Only to who may get them.")),
    (Purpose.UTILITY, mark("Service"), mark("About something the person ordered or asked for.")),
)


@router.get("", name="cadence_settings")
async def show_settings(
    request: Request, cadence_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        cadence = await cadences.get(session, cadence_id)
        context = await _context(session, cadence, user)
    return page(request, _TEMPLATE, context, fragment="cadence_settings")


@router.post("", name="save_cadence_settings", dependencies=_CHIEF)
async def save_settings(
    *,
    request: Request,
    cadence_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    form: FormDep,
    hints: HintsDep,
) -> Response:
    """They take effect at once, also for those on their way."""
    try:
        async with database.company(user.company_id) as session:
            cadence = await cadences.get(session, cadence_id)
            values = await _read(session, form, cadence)
            seen = read_number(form, "version")
            await cadences.edit(session, cadence_id, values, version=seen, user_id=user.user_id)
    except AppError as error:
        async with database.company(user.company_id) as session:
            cadence = await cadences.get(session, cadence_id)
            context = await _context(session, cadence, user)
        context |= {"typed": _typed(form, context["typed"]), "errors": field_errors(error)}
        return invalid(request, _TEMPLATE, context, fragment="cadence_settings")
    hints.changed(user.company_id, "cadence", cadence_id)
    return redirect(request, f"/cadences/{cadence_id}/settings", toast=Toast(gettext("Saved.")))


async def _read(session: Session, form: FormData, cadence: Cadence) -> CadenceFields:
    rules = Rules.from_json(cadence.rules)
    stops = [text for text in form.getlist("stops") if isinstance(text, str)]
    again = read_text(form, "reentry") == "after"
    days = read_number(form, "reentry_days")
    return {
        "name": read_text(form, "name"),
        "description": read_text(form, "description"),
        "external_id": read_text(form, "external_id") or None,
        "stops": stops,
        "goal": await _segment(session, form, "goal", cadence.goal),
        "rules": Rules(
            (days if days is not None else 0) if again else None,
            read_number(form, "daily_limit"),
            await _segment(session, form, "only", rules.only),
        ),
        "exclusive_group": read_text(form, "exclusive_group") or None,
        "purpose": Purpose(read_text(form, "purpose"))
        if read_text(form, "purpose") in set(Purpose)
        else cadence.purpose,
        "topic_id": read_id(form, "topic"),
        "hours": _hours(form),
        "time_zone": read_text(form, "time_zone") or None,
    }


async def _segment(
    session: Session, form: FormData, name: str, before: Mapping[str, object] | None
) -> Mapping[str, object] | None:
    """The chosen segment as it is now; what stood there, where nothing else was chosen."""
    if read_text(form, name) == _KEPT:
        return before
    key = read_id(form, name)
    return (await segments.get(session, key)).definition if key is not None else None


def _hours(form: FormData) -> Hours | None:
    if read_text(form, "when") != "own":
        return None
    return Hours(
        read_text(form, "closes")[:5],
        read_text(form, "opens")[:5],
        read_days(form),
        observe_holidays=bool(form.get("observe_holidays")),
    )


async def _context(session: Session, cadence: Cadence, user: SignedIn) -> dict[str, Any]:
    rules = Rules.from_json(cadence.rules)
    known = [(str(one.id), one.name) for one in await segments.all_segments(session)]
    by_definition = {
        str(one.definition): str(one.id) for one in await segments.all_segments(session)
    }
    typed = {
        "name": cadence.name,
        "description": cadence.description,
        "external_id": cadence.external_id or "",
        "stops": list(cadence.stops),
        "goal": _chosen(cadence.goal, by_definition),
        "only": _chosen(rules.only, by_definition),
        "reentry": "never" if rules.reentry_days is None else "after",
        "reentry_days": rules.reentry_days or 0,
        "daily_limit": rules.daily_limit or "",
        "exclusive_group": cadence.exclusive_group or "",
        "purpose": cadence.purpose.value,
        "topic": str(cadence.topic_id or ""),
        "when": "own" if cadence.hours else "company",
        "hours": Hours.from_json(cadence.hours or {}),
        "time_zone": cadence.time_zone or "",
    }
    return {
        **await frame(session, cadence, user, "settings"),
        "typed": typed,
        "segments": known,
        "stop_words": [
            (one.value, gettext(a), gettext(b) if b else "") for one, (a, b) in STOPS.items()
        ],
        "purposes": [(one.value, gettext(text), gettext(hint)) for one, text, hint in _PURPOSES],
        "topics": [(str(one.id), one.name) for one in await topics.all_topics(session)],
        "day_names": day_names(),
        "time_zones": time_zones.choices(cadence.time_zone),
        "kept": _KEPT,
    }


def _chosen(stored: Mapping[str, object] | None, known: Mapping[str, str]) -> str:
    """Which segment it is; one that was written otherwise is kept as it is."""
    return known.get(str(stored), _KEPT) if stored else ""


def _typed(form: FormData, before: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, to be shown again."""
    words = {name: read_text(form, name) for name in before if name not in {"stops", "hours"}}
    return {
        **words,
        "stops": [text for text in form.getlist("stops") if isinstance(text, str)],
        "hours": _hours(form) or before["hours"],
    }
