"""Settings: what other systems can be told, with examples, and what was told lately."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from db.models.events import Event
from db.queries import events as rows
from db.queries.events import Filter
from schemas.enums import Role
from schemas.event_types import EVENT_TYPES, EventType
from services import webhook_bodies
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.i18n import gettext
from web.render import page
from web.webhook_words import group_words, readable

router = APIRouter(prefix="/settings/events", dependencies=[Depends(require_role(Role.ADMIN))])
_LATELY = 25


@dataclass(frozen=True, slots=True)
class Sort:
    """One type of the catalogue."""

    name: str
    words: str
    example: str


@dataclass(frozen=True, slots=True)
class Group:
    words: str
    sorts: Sequence[Sort]


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened."""

    name: str
    words: str
    at: datetime
    body: str


@router.get("", name="event_types")
async def event_types(
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    type_: Annotated[str, Query(alias="type", max_length=100)] = "",
) -> Response:
    chosen = type_ if type_ in EVENT_TYPES else ""
    wanted = Filter((chosen,) if chosen else ())
    async with database.company(user.company_id) as session:
        found = await rows.page(session, wanted, after=None, limit=_LATELY)
    context = {
        "groups": _groups(),
        "lately": [_line(one) for one in found],
        "chosen": chosen,
        "names": list(EVENT_TYPES),
    }
    return page(request, "settings/events.html", context, fragment="event_log")


def _groups() -> list[Group]:
    return [
        Group(group_words(name), [_sort(kind) for kind in kinds])
        for name, kinds in groupby(EVENT_TYPES.values(), key=lambda kind: kind.group)
    ]


def _sort(kind: EventType) -> Sort:
    return Sort(kind.name, gettext(kind.words), readable(json.dumps(kind.whole_example())))


def _line(event: Event) -> Line:
    body = webhook_bodies.body(event.company_id, event, thin=False)
    words = gettext(EVENT_TYPES[event.type].words) if event.type in EVENT_TYPES else ""
    return Line(event.type, words, event.occurred_at, readable(body.decode()))
