"""One message: as a program asks for it, and what became of it."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from schemas import contents
from schemas.api.conversations import FileRead
from schemas.api.ids import (
    ContactId,
    ConversationId,
    MediaId,
    MessageId,
    NumberId,
    TemplateId,
    UserId,
)
from schemas.contents import Content
from schemas.enums import Channel, Direction
from schemas.outgoing import NamedFile, NamedTemplate, Order, Purpose, Recipient
from schemas.words import mark

_FORBID = ConfigDict(extra="forbid")
_ID = 256
_MOST_VARIABLES = 100
_METADATA_BYTES = 4_000
_RECIPIENTS = ("to", "contact_id", "conversation_id")
_CONTENTS = ("text", "template", "media", "location", "reaction", "interactive")
_ONE_RECIPIENT = mark("Name exactly one of to, contact_id and conversation_id.")
_ONE_CONTENT = mark(
    "Send exactly one of text, template, media, location, reaction and interactive."
)
_METADATA_TOO_LARGE = mark("metadata may be at most 4 KB.")
_TEMPLATE_NAMED = mark("Name the template by its id, or by name and language.")


class TextBody(BaseModel):
    model_config = _FORBID

    body: str = Field(min_length=1, max_length=contents.BODY_LIMIT, examples=["Oi, tudo bem?"])
    preview_url: bool = Field(default=False, description="Show the first link as a card.")

    def content(self) -> Content:
        return contents.Text(self.body, self.preview_url)


class TemplateBody(BaseModel):
    """By `id`, or by `name` and `language`."""

    model_config = _FORBID

    id: TemplateId | None = None
    name: str = Field(default="", max_length=512, examples=["order_shipped"])
    language: str = Field(default="", max_length=20, examples=["pt_BR"])
    variables: dict[str, Annotated[str, Field(max_length=1024)]] = Field(
        default={},
        max_length=_MOST_VARIABLES,
        description="By variable, such as `body.1` or `header.image`; what is absent is filled by "
        "the template's own bindings for this contact.",
        examples=[{"body.1": "Ana"}],
    )

    @model_validator(mode="after")
    def _is_named(self) -> "TemplateBody":
        if (self.id is None) == (not (self.name and self.language)):
            raise PydanticCustomError("template_not_named", _TEMPLATE_NAMED)
        return self

    def named(self) -> NamedTemplate:
        return NamedTemplate(self.id, self.name, self.language, self.variables)


class MediaBody(BaseModel):
    """A file that was uploaded to `/media` before."""

    model_config = _FORBID

    id: MediaId
    kind: Literal["image", "video", "audio", "voice", "document", "sticker"] | None = Field(
        default=None, description="What the file is, unless you say otherwise."
    )
    caption: str = Field(default="", max_length=contents.CAPTION_LIMIT)
    filename: str = Field(default="", max_length=240)

    def named(self) -> NamedFile:
        return NamedFile(self.id, self.kind, self.caption, self.filename)


class LocationBody(BaseModel):
    model_config = _FORBID

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    name: str = Field(default="", max_length=1000)
    address: str = Field(default="", max_length=1000)

    def content(self) -> Content:
        return contents.Location(self.latitude, self.longitude, self.name, self.address)


class ReactionBody(BaseModel):
    """An emoji under a message of the conversation; an empty one takes ours away."""

    model_config = _FORBID

    message_id: MessageId
    emoji: str = Field(max_length=16, examples=["👍"])

    def content(self) -> Content:
        return contents.Reaction(self.emoji, self.message_id)


class ButtonBody(BaseModel):
    model_config = _FORBID

    id: str = Field(min_length=1, max_length=_ID)
    title: str = Field(min_length=1, max_length=contents.BUTTON_LIMIT)


class _Interactive(BaseModel):
    model_config = _FORBID

    body: str = Field(min_length=1, max_length=contents.INTERACTIVE_LIMIT)
    header: str = Field(default="", max_length=contents.HEADER_LIMIT)
    footer: str = Field(default="", max_length=contents.FOOTER_LIMIT)


class ButtonsBody(_Interactive):
    type: Literal["buttons"]
    buttons: list[ButtonBody] = Field(min_length=1, max_length=contents.MOST_BUTTONS)

    def content(self) -> Content:
        buttons = tuple(contents.Button(button.id, button.title) for button in self.buttons)
        return contents.Buttons(self.body, buttons, self.header, self.footer)


class RowBody(BaseModel):
    model_config = _FORBID

    id: str = Field(min_length=1, max_length=contents.ROW_ID_LIMIT)
    title: str = Field(min_length=1, max_length=contents.ROW_LIMIT)
    description: str = Field(default="", max_length=contents.DESCRIPTION_LIMIT)


class SectionBody(BaseModel):
    model_config = _FORBID

    title: str = Field(default="", max_length=contents.ROW_LIMIT)
    rows: list[RowBody] = Field(min_length=1, max_length=contents.MOST_ROWS)


class ListBody(_Interactive):
    type: Literal["list"]
    button: str = Field(min_length=1, max_length=contents.BUTTON_LIMIT)
    sections: list[SectionBody] = Field(min_length=1, max_length=contents.MOST_SECTIONS)

    def content(self) -> Content:
        sections = tuple(
            contents.Section(
                tuple(contents.Row(row.id, row.title, row.description) for row in section.rows),
                section.title,
            )
            for section in self.sections
        )
        return contents.ListMenu(self.body, self.button, sections, self.header, self.footer)


class MessageSend(BaseModel):
    """To exactly one of `to`, `contact_id`, `conversation_id`; exactly one content."""

    model_config = _FORBID

    to: str = Field(default="", max_length=60, description="E.164.", examples=["+5511987654321"])
    contact_id: ContactId | None = None
    conversation_id: ConversationId | None = None
    from_: NumberId | None = Field(
        default=None,
        alias="from",
        description="The number it is sent by; not needed where there is only one.",
    )
    text: TextBody | None = None
    template: TemplateBody | None = None
    media: MediaBody | None = None
    location: LocationBody | None = None
    reaction: ReactionBody | None = None
    interactive: Annotated[ButtonsBody | ListBody, Field(discriminator="type")] | None = None
    reply_to: MessageId | None = Field(default=None, description="The message it answers.")
    send_at: AwareDatetime | None = Field(default=None, description="Not before; with a time zone.")
    expires_at: AwareDatetime | None = Field(
        default=None, description="Worth nothing after this moment: not sent then."
    )
    fallback: list[TemplateBody] = Field(
        default=[],
        max_length=1,
        description="Sent instead when the 24-hour window is closed by then.",
    )
    respect_quiet_hours: bool = Field(
        default=False,
        description="In the company's quiet hours, where the person lives, it waits for their end.",
    )
    purpose: Purpose = Field(
        default=Purpose.SERVICE, description="`marketing` is refused to people who opted out."
    )
    external_id: str | None = Field(
        default=None, min_length=1, max_length=200, description="Your own id of it; unique."
    )
    metadata: dict[str, JsonValue] = Field(
        default={}, max_length=50, description="Yours, up to 4 KB; given back with the message."
    )

    @model_validator(mode="after")
    def _is_one(self) -> "MessageSend":
        if sum(bool(getattr(self, name)) for name in _RECIPIENTS) != 1:
            raise PydanticCustomError("one_recipient", _ONE_RECIPIENT)
        if sum(getattr(self, name) is not None for name in _CONTENTS) != 1:
            raise PydanticCustomError("one_content", _ONE_CONTENT)
        if len(json.dumps(self.metadata)) > _METADATA_BYTES:
            raise PydanticCustomError("metadata_too_large", _METADATA_TOO_LARGE)
        return self

    def order(self) -> Order:
        """For services.program_messages."""
        return Order(
            Recipient(self.conversation_id, self.contact_id, self.to),
            self._content(),
            number_id=self.from_,
            reply_to_id=self.reply_to,
            send_at=self.send_at,
            expires_at=self.expires_at,
            fallback=self.fallback[0].named() if self.fallback else None,
            respect_quiet_hours=self.respect_quiet_hours,
            purpose=self.purpose,
            external_id=self.external_id,
            metadata=self.metadata or None,
        )

    def _content(self) -> Content | NamedTemplate | NamedFile:
        named = self.template or self.media
        if named is not None:
            return named.named()
        said = self.text or self.location or self.reaction or self.interactive
        assert said is not None
        return said.content()


Status = Literal[
    "scheduled",
    "queued",
    "sending",
    "unknown",
    "accepted",
    "sent",
    "delivered",
    "read",
    "failed",
    "skipped",
    "received",
]


class MessageEvent(BaseModel):
    """Something that happened to a message we send."""

    type: Literal["queued", "accepted", "sent", "delivered", "read", "failed", "unknown", "skipped"]
    at: datetime
    reason: str | None = None
    reason_text: str | None = Field(
        default=None, description="For people, in the language of Accept-Language."
    )
    detail: str | None = Field(default=None, description="The provider's own words.")
    provider_code: str | None = None


class MessageRead(BaseModel):
    id: MessageId
    status: Status | None = Field(description="Null for a note.")
    channel: Channel
    direction: Direction
    to: str | None = Field(description="The customer's number; null for what they wrote.")
    contact_id: ContactId
    conversation_id: ConversationId
    phone_number_id: NumberId = Field(description="Our number.")
    idempotency_key: str | None = Field(description="The one it was asked for with.")
    kind: str = Field(examples=["text"])
    body: str = Field(description="What a person reads of it, as it reads now.")
    content: dict[str, Any] = Field(description="The particulars of its kind.")
    author_id: UserId | None
    source: str
    provider_id: str | None
    external_id: str | None
    metadata: dict[str, Any]
    reason: str | None
    reason_text: str | None
    occurred_at: datetime
    created_at: datetime
    send_at: datetime | None
    expires_at: datetime | None
    edited_at: datetime | None
    deleted_at: datetime | None


class MessageDetail(MessageRead):
    events: list[MessageEvent] = Field(description="In the order they happened.")
    files: list[FileRead]


class FoundMessage(MessageRead):
    """Of a list; `found` is there when words were looked for."""

    found: str | None = Field(
        default=None, description="The words around what was found, which stands between « and »."
    )
