"""Message templates as programs see them."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.campaign_content import Binding
from schemas.api.ids import ConnectionId, ContactId, EventId, TemplateId
from schemas.enums import TemplateCategory, TemplateStatus

_FORBID = ConfigDict(extra="forbid")
_FROM_ATTRIBUTES = ConfigDict(from_attributes=True)
_MOST_COMPONENTS = 10
_MOST_BINDINGS = 60

Components = list[dict[str, Any]]
_COMPONENTS = Field(
    max_length=_MOST_COMPONENTS,
    description="Meta's components: HEADER, BODY, FOOTER, BUTTONS, with examples.",
    examples=[
        [
            {
                "type": "BODY",
                "text": "Hi {{1}}, your order is on its way.",
                "example": {"body_text": [["Ana"]]},
            }
        ]
    ],
)
_BINDINGS = Field(
    max_length=_MOST_BINDINGS,
    description="What fills each variable, by its key: `body.1`, `header.image`, `button.0.1`.",
)


class TemplateCreate(BaseModel):
    model_config = _FORBID

    connection_id: ConnectionId
    name: str = Field(min_length=1, max_length=512, examples=["order_shipped"])
    language: str = Field(min_length=2, max_length=10, examples=["pt_BR"])
    category: TemplateCategory
    parameter_format: Literal["positional", "named"] = "positional"
    components: Components = _COMPONENTS
    bindings: dict[str, Binding] = Field(default={}, max_length=_MOST_BINDINGS)


class TemplateUpdate(BaseModel):
    """What is left out stays. New words of a template Meta knows go to review again at once."""

    model_config = _FORBID

    name: str | None = Field(default=None, min_length=1, max_length=512)
    language: str | None = Field(default=None, min_length=2, max_length=10)
    category: TemplateCategory | None = None
    parameter_format: Literal["positional", "named"] | None = None
    components: Components | None = Field(default=None, max_length=_MOST_COMPONENTS)
    bindings: dict[str, Binding] | None = Field(default=None, max_length=_MOST_BINDINGS)


class TemplateRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    id: TemplateId
    connection_id: ConnectionId
    name: str
    language: str
    category: TemplateCategory
    status: TemplateStatus
    parameter_format: str
    components: list[Any]
    bindings: dict[str, Any] = _BINDINGS
    provider_template_id: str | None = Field(description="Meta's id, once it was submitted.")
    rejected_reason: str | None
    quality: str
    version: int = Field(description="Also the ETag.")
    synced_at: datetime | None
    created_at: datetime
    updated_at: datetime


class TemplateEventRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    id: EventId
    kind: str = Field(description="`status`, `category`, `quality` or `components`.")
    before: str | None
    after: str | None
    reason: str | None
    occurred_at: datetime


class TemplateHistory(BaseModel):
    data: list[TemplateEventRead]


class SyncRequest(BaseModel):
    model_config = _FORBID

    connection_id: ConnectionId


class SyncResult(BaseModel):
    model_config = _FROM_ATTRIBUTES

    added: int
    changed: int
    removed: int


class PreviewRequest(BaseModel):
    model_config = _FORBID

    contact_id: ContactId | None = Field(
        default=None, description="Fill in this contact's values; else the template's examples."
    )


class PreviewButton(BaseModel):
    model_config = _FROM_ATTRIBUTES

    kind: str
    text: str
    target: str


class Preview(BaseModel):
    """The message as the customer's phone shows it."""

    model_config = _FROM_ATTRIBUTES

    header: str
    header_kind: str
    body: str
    footer: str
    buttons: list[PreviewButton]
