"""Canned replies, as programs outside read and write them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.ids import CannedReplyId


class CannedReplyWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    shortcut: str = Field(
        min_length=1, max_length=41, description="What people type after a slash; unique."
    )
    body: str = Field(
        min_length=1,
        max_length=4096,
        description="With places: `{{name}}`, `{{first_name}}`, `{{agent}}`, `{{company}}`, "
        "`{{field.<key>}}`.",
        examples=["Oi {{first_name}}, aqui é {{agent}}. Como posso ajudar?"],
    )


class CannedReplyRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: CannedReplyId
    shortcut: str
    body: str
    created_at: datetime
    updated_at: datetime
