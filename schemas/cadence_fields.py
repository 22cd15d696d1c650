"""What people and programs may set on a cadence."""

from collections.abc import Mapping, Sequence
from typing import TypedDict
from uuid import UUID

from schemas.cadences import Definition, Rules
from schemas.enums import Purpose
from schemas.hours import Hours

LONGEST_NAME = 200
LONGEST_GROUP = 80
LONGEST_DESCRIPTION = 1_000


class CadenceFields(TypedDict, total=False):
    """What may be set; a key that is absent leaves its value alone."""

    name: str
    description: str
    external_id: str | None
    # What is edited; nobody goes through it before it is published.
    definition: Definition
    rules: Rules
    # schemas.cadences.Stop values.
    stops: Sequence[str]
    # Whoever comes to match it has arrived: a segment's definition as it is stored.
    goal: Mapping[str, object] | None
    exclusive_group: str | None
    purpose: Purpose
    topic_id: UUID | None
    hours: Hours | None
    time_zone: str | None
