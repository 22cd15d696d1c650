"""What surrounds every screen of one cadence: its name, its state, its tabs."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from starlette.datastructures import FormData

from db.models.cadences import Cadence
from db.queries import cadences as rows
from db.session import Session
from schemas.cadences import Definition, from_json
from schemas.enums import CadenceStatus, Role
from schemas.reasons import reason
from web.cadence_job_words import job_lines
from web.dependencies import SignedInPerson
from web.forms import FieldErrors
from web.i18n import gettext


async def _sent(request: Request) -> FormData:
    return await request.form()


FormDep = Annotated[FormData, Depends(_sent)]


async def frame(
    session: Session, cadence: Cadence, user: SignedInPerson, tab: str
) -> dict[str, Any]:
    """The context of cadences/head.html."""
    under_way = (await rows.under_way(session, [cadence.id]))[cadence.id]
    published = (await rows.published(session, [cadence])).get(cadence.id)
    return {
        "cadence": cadence,
        "tab": tab,
        "tabs": _tabs(cadence.id, tab, sum(under_way.values()) or None),
        "under_way": under_way,
        "changed": published is not None and from_json(cadence.draft) != published,
        "may_edit": user.may(Role.ADMIN) and cadence.status is not CadenceStatus.ARCHIVED,
        "may_act": user.may(Role.ADMIN),
        "why": reason(cadence.status_code) if cadence.status_code else None,
        "errors": FieldErrors(),
        **await job_lines(session, cadence.id, user),
    }


def _tabs(
    cadence_id: UUID, tab: str, people: int | None
) -> list[tuple[str, str, bool, int | None]]:
    place = f"/cadences/{cadence_id}"
    words = [
        ("overview", gettext("Overview"), place, None),
        ("people", gettext("People"), f"{place}/people", people),
        ("sources", gettext("Who enters"), f"{place}/sources", None),
        ("edit", gettext("Step by step"), f"{place}/edit", None),
        ("simulate", gettext("Calendar"), f"{place}/simulate", None),
        ("versions", gettext("Versions"), f"{place}/versions", None),
        ("settings", gettext("Settings"), f"{place}/settings", None),
    ]
    return [(text, address, key == tab, count) for key, text, address, count in words]


def draft_of(cadence: Cadence) -> Definition:
    return from_json(cadence.draft)
