"""What is set on a cadence, checked and put on its row. Whether it could run is cadence_checks'."""

from collections.abc import Iterator, Sequence
from typing import cast

from sqlalchemy import null, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence
from db.models.consents import Topic
from schemas.cadence_fields import (
    LONGEST_DESCRIPTION,
    LONGEST_GROUP,
    LONGEST_NAME,
    CadenceFields,
)
from schemas.cadences import (
    MOST_DEPTH,
    MOST_STEPS,
    Condition,
    Definition,
    Rules,
    Step,
    Stop,
    to_json,
)
from schemas.errors import FieldError, InvalidInput
from schemas.words import mark
from services import local_time

_WRONG = mark("Some of it is not right.")
_NAME = mark("Give the cadence a name of 1 to 200 characters.")
_MOST_DAYS = 3_650
_MOST_A_DAY = 1_000_000
# Written to the row as they are.
_PLAIN = ("external_id", "purpose", "topic_id", "time_zone")


async def apply(session: AsyncSession, cadence: Cadence, values: CadenceFields) -> None:
    """Put what is given on the row. Raises InvalidInput with each wrong field; nothing is flushed."""
    with session.no_autoflush:
        errors = [*_wrong(values), *await _unknown_topic(session, values)]
    if errors:
        raise InvalidInput(_WRONG, errors)
    if "name" in values or not cadence.name:
        cadence.name = name(values.get("name", ""))
    if "definition" in values:
        cadence.draft = to_json(values["definition"])
    if "rules" in values:
        cadence.rules = values["rules"].as_json()
    for field, value in _settings(values):
        # None would be stored as JSON's null, which is not NULL.
        setattr(cadence, field, value if value is not None else null())


def _settings(values: CadenceFields) -> Iterator[tuple[str, object]]:
    """What is set, as the row has it."""
    if "description" in values:
        yield "description", values["description"].strip()
    if "stops" in values:
        yield "stops", [stop.value for stop in Stop if stop.value in set(values["stops"])]
    if "goal" in values:
        yield "goal", dict(values["goal"]) if values["goal"] else None
    if "exclusive_group" in values:
        yield "exclusive_group", (values["exclusive_group"] or "").strip() or None
    if "hours" in values:
        yield "hours", values["hours"].as_json() if values["hours"] else None
    for field in _PLAIN:
        if field in values:
            yield field, cast("dict[str, object]", values)[field]


def name(text: str) -> str:
    """Raises InvalidInput for none, or one that is too long."""
    found = " ".join(text.split())
    if not found or len(found) > LONGEST_NAME:
        raise InvalidInput(_NAME, [FieldError("name", "invalid_name", _NAME)])
    return found


def _wrong(values: CadenceFields) -> Iterator[FieldError]:
    if len(values.get("description", "")) > LONGEST_DESCRIPTION:
        message = mark("A description has at most 1,000 characters.")
        yield FieldError("description", "too_long", message)
    if len(values.get("exclusive_group") or "") > LONGEST_GROUP:
        message = mark("The name of a group has at most 80 characters.")
        yield FieldError("exclusive_group", "too_long", message)
    if not set(values.get("stops", ())) <= {stop.value for stop in Stop}:
        message = mark("Nothing of this name ends a cadence.")
        yield FieldError("stops", "unknown", message)
    zone = values.get("time_zone")
    if zone is not None and local_time.zone(zone) is None:
        yield FieldError("time_zone", "unknown", mark("There is no such time zone."))
    hours = values.get("hours")
    for one in hours.check() if hours is not None else ():
        yield FieldError(f"hours/{one.field}", one.code, one.message)
    if "rules" in values:
        yield from _wrong_rules(values["rules"])
    if "definition" in values:
        yield from wrong_shape(values["definition"])


def _wrong_rules(rules: Rules) -> Iterator[FieldError]:
    days, limit = rules.reentry_days, rules.daily_limit
    if days is not None and not 0 <= days <= _MOST_DAYS:
        message = mark("Choose between 0 and 3,650 days.")
        yield FieldError("rules/reentry_days", "out_of_range", message)
    if limit is not None and not 1 <= limit <= _MOST_A_DAY:
        message = mark("Choose between 1 and 1,000,000 people a day.")
        yield FieldError("rules/daily_limit", "out_of_range", message)


def wrong_shape(definition: Definition) -> Iterator[FieldError]:
    """What even a draft may not be: steps without a key of their own, too many, too deep."""
    keys = [step.key for step in definition.walk()]
    if len(keys) > MOST_STEPS:
        yield FieldError("steps", "too_many", mark("A cadence has at most 100 steps."))
    if not all(keys) or len(set(keys)) < len(keys):
        yield FieldError("steps", "duplicate_key", mark("Each step needs a key of its own."))
    if depth(definition.steps) > MOST_DEPTH:
        message = mark("Conditions stand at most five deep in each other.")
        yield FieldError("steps", "too_deep", message)


def depth(steps: Sequence[Step]) -> int:
    """How many conditions stand inside each other."""
    inner = (1 + max(depth(one.yes), depth(one.no)) for one in steps if isinstance(one, Condition))
    return max(inner, default=0)


async def _unknown_topic(session: AsyncSession, values: CadenceFields) -> list[FieldError]:
    topic_id = values.get("topic_id")
    if topic_id is None:
        return []
    if await session.scalar(select(Topic.id).where(Topic.id == topic_id)) is not None:
        return []
    return [FieldError("topic_id", "not_found", mark("There is no such topic."))]
