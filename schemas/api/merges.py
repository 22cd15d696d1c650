"""Two contacts made one, as programs see it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.ids import ContactId, MergeId, UserId


class MergeCreate(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    gone: ContactId = Field(alias="from", description="Whoever becomes part of the other.")
    keep: dict[str, Literal["into", "from"]] = Field(
        default={},
        max_length=100,
        description="Whose value stays, by field: name, phone, email, external_id, language, or "
        "`fields.<key>`. What only one of them has is kept anyway.",
        examples=[{"name": "from"}],
    )


class MergeRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: MergeId
    survivor_id: ContactId = Field(description="Who stayed.")
    merged_id: ContactId = Field(description="Who is part of them now.")
    merged_by: UserId | None
    created_at: datetime
    undone_at: datetime | None


class MergeUndone(MergeRead):
    kept: list[str] = Field(
        description="What somebody changed since the merge, and so stays as it is."
    )
