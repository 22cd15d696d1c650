"""What programs send of a cadence, for services.cadences."""

from typing import cast

from db.session import Session
from schemas.api.cadence_steps import definition_of
from schemas.api.cadences import CadenceCreate, CadenceUpdate, rules_of
from schemas.cadence_fields import CadenceFields
from services import cadence_definitions

_PLAIN = (
    "name",
    "description",
    "external_id",
    "exclusive_group",
    "purpose",
    "topic_id",
    "time_zone",
)


async def fields_of(session: Session, body: CadenceCreate | CadenceUpdate) -> CadenceFields:
    """What was sent, its segments checked. Raises InvalidInput."""
    sent = body.model_fields_set
    values: dict[str, object] = {name: getattr(body, name) for name in _PLAIN if name in sent}
    if "steps" in sent:
        values["definition"] = await cadence_definitions.stored(session, definition_of(body.steps))
    if "rules" in sent:
        only = await cadence_definitions.segment(session, body.rules.only, "rules/only")
        values["rules"] = rules_of(body.rules, only)
    if "goal" in sent:
        values["goal"] = await cadence_definitions.segment(session, body.goal, "goal")
    if "stops" in sent:
        values["stops"] = [stop.value for stop in body.stops]
    if "hours" in sent:
        values["hours"] = body.hours.value() if body.hours is not None else None
    return cast("CadenceFields", values)
