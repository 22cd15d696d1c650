"""Segments, as programs outside read and write them: a tree of conditions."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from schemas.api.contacts import ContactRead
from schemas.api.ids import SegmentId
from schemas.segments import Match, Operator

_FORBID = ConfigDict(extra="forbid")
MOST_PARTS = 50
MOST_VALUES = 500


class ConditionBody(BaseModel):
    """One question about a contact."""

    model_config = _FORBID

    field: str = Field(
        max_length=80,
        description="`name`, `email`, `calling_code`, `area_code`, `language`, `tags`, "
        "`last_inbound_at`, `created_at`, `source`, `import_id`, `external_id`, "
        "or `fields.<key>` for a custom field.",
        examples=["fields.city"],
    )
    operator: Operator
    value: str | float | bool | list[str] | None = Field(
        default=None,
        description="Text, number, yes/no, a date (2026-12-31), a number of days, or a list.",
    )


def _kind(part: Any) -> str:
    found = part.get("conditions") if isinstance(part, dict) else getattr(part, "conditions", None)
    return "condition" if found is None else "group"


class GroupBody(BaseModel):
    """Conditions joined by `all` or `any`; `negated` turns the answer round."""

    model_config = _FORBID

    match: Match = Match.ALL
    negated: bool = False
    conditions: list[
        Annotated[
            Annotated[ConditionBody, Tag("condition")] | Annotated["GroupBody", Tag("group")],
            Discriminator(_kind),
        ]
    ] = Field(default=[], max_length=MOST_PARTS)


class SegmentWrite(BaseModel):
    model_config = _FORBID

    name: str = Field(min_length=1, max_length=120)
    definition: GroupBody


class SegmentPreview(BaseModel):
    model_config = _FORBID

    definition: GroupBody


class SegmentRead(BaseModel):
    id: SegmentId
    name: str
    definition: GroupBody
    created_at: datetime
    updated_at: datetime


class SegmentCount(BaseModel):
    count: int


class SegmentPeople(SegmentCount):
    """How many, and the newest ten of them."""

    contacts: list[ContactRead]
