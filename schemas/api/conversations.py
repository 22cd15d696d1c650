"""Conversations and their timelines, as programs outside read and write them."""

from datetime import datetime
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from schemas.api.ids import (
    CampaignId,
    ContactId,
    ConversationId,
    LabelId,
    MediaId,
    MessageId,
    NumberId,
    TeamId,
    UserId,
)
from schemas.enums import ConversationStatus, DeliveryStatus, Direction, MediaStatus, Priority

_FORBID = ConfigDict(extra="forbid")
_FROM_ATTRIBUTES = ConfigDict(from_attributes=True)
_MOST_LABELS = 20


class ConversationRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    id: ConversationId
    contact_id: ContactId
    contact_name: str
    contact_phone: str | None = Field(description="E.164.")
    phone_number_id: NumberId = Field(description="The inbox: our number.")
    status: ConversationStatus
    priority: Priority
    snoozed_until: datetime | None
    assignee_id: UserId | None
    team_id: TeamId | None
    label_ids: list[LabelId]
    unread_count: int
    waiting_since: datetime | None = Field(
        description="When the customer wrote what nobody has answered yet."
    )
    last_inbound_at: datetime | None
    window_ends_at: datetime | None = Field(
        description="Until then anything may be sent, afterwards templates only; null: closed."
    )
    last_message_at: datetime
    preview: str = Field(description="The beginning of the newest message.")
    preview_kind: str
    preview_direction: Direction | None
    preview_status: DeliveryStatus | None
    version: int = Field(description="Also the ETag; send it as If-Match.")
    created_at: datetime
    updated_at: datetime


class ConversationStart(BaseModel):
    """With a contact, or with whoever has a number; somebody new becomes a contact."""

    model_config = _FORBID

    contact_id: ContactId | None = None
    phone: str = Field(default="", max_length=60, examples=["+5511987654321"])
    name: str = Field(default="", max_length=200, description="For somebody new.")
    phone_number_id: NumberId | None = Field(
        default=None, description="Our number; not needed where there is only one."
    )


class ConversationUpdate(BaseModel):
    """What is absent stays as it is; null takes a person or team away."""

    model_config = _FORBID

    status: ConversationStatus | None = Field(
        default=None, description="`snoozed` needs `snoozed_until`."
    )
    snoozed_until: AwareDatetime | None = None
    assignee_id: UserId | None = None
    team_id: TeamId | None = None
    priority: Priority | None = None
    label_ids: list[LabelId] | None = Field(
        default=None, max_length=_MOST_LABELS, description="Replaced as a whole."
    )


class NoteWrite(BaseModel):
    model_config = _FORBID

    body: str = Field(min_length=1, max_length=10_000)
    mention_ids: list[UserId] = Field(
        default=[], max_length=50, description="Told when their name stands in it after an @."
    )


class FileRead(BaseModel):
    id: MediaId
    kind: str = Field(examples=["image"])
    status: MediaStatus
    mime_type: str
    filename: str
    size: int | None
    url: str | None = Field(
        description="Works for some minutes and needs no key; null while the file is not here."
    )


class QuoteRead(BaseModel):
    """The message that is answered; without an id it is one we never had."""

    id: str | None
    kind: str
    body: str


class MarkRead(BaseModel):
    """A reaction that stands now."""

    emoji: str
    direction: Direction
    at: datetime


class EntryRead(BaseModel):
    """A message in or out, a campaign's send, a note or an event."""

    id: str = Field(
        description="`msg_…`; of a campaign's send `rcp_…`.",
        examples=["msg_0199b3c8f0a77c31a5d20e4b6f8c9d10"],
    )
    at: datetime
    direction: Direction
    kind: str = Field(description="`text`, `image`, `template`, `note`, `assigned`, `deleted`, …")
    body: str = Field(description="As it reads now.")
    content: dict[str, Any] = Field(description="The particulars of its kind.")
    author_id: UserId | None
    author_name: str | None
    source: str
    status: DeliveryStatus | None
    reason: str | None
    reason_text: str | None = Field(description="For people, in the language of Accept-Language.")
    accepted_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    failed_at: datetime | None
    reply_to: QuoteRead | None
    reactions: list[MarkRead]
    files: list[FileRead]
    edited_at: datetime | None
    deleted_at: datetime | None
    campaign_id: CampaignId | None


class Timeline(BaseModel):
    """Newest first."""

    data: list[EntryRead]
    next_cursor: str | None = Field(description="Give it as `cursor` for what is older.")
    newer_cursor: str | None = Field(
        description="Give it as `newer` for what came later; also to ask again from time to time."
    )
    has_more: bool = Field(description="More in the direction that was asked for.")


class NoteRead(BaseModel):
    id: MessageId
    conversation_id: ConversationId
    direction: Literal["note"]
    body: str
    at: datetime
