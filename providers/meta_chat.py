"""WhatsApp through Meta's Cloud API: one message of a conversation, of any kind."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from pydantic_core import to_json
from pyreqwest.client import Client

from providers.base import ChatMessage, Recovery, Rejected, SendReceipt
from providers.meta_calls import Messages, SendingNumber, receipt
from providers.meta_template import filler
from schemas.contents import (
    Buttons,
    ContactCard,
    ContactCards,
    Content,
    ListMenu,
    Location,
    MediaContent,
    Reaction,
    TemplateContent,
    Text,
)
from schemas.templates import FrozenTemplate

_Json = dict[str, object]


class MetaChatSender:
    """Implements ChatSender. Shares its client, so closing a sender closes nothing."""

    def __init__(self, http: Client, number: SendingNumber) -> None:
        self._messages = Messages(http, number)

    async def send(self, message: ChatMessage) -> SendReceipt:
        return receipt(await self._messages.post(to_json(request(message))))

    async def mark_read(self, provider_id: str, *, typing: bool = False) -> None:
        body: _Json = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": provider_id,
        }
        if typing:
            body["typing_indicator"] = {"type": "text"}
        await self._messages.post(to_json(body))

    async def close(self) -> None:
        """The client belongs to the process."""


def request(message: ChatMessage) -> _Json:
    """The whole body of one request; raises Rejected for what cannot be said to Meta."""
    kind, content = _WRITE[type(message.content)](message)
    body: _Json = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.to,
        "type": kind,
        kind: content,
        # Comes back in every receipt, so an unknown outcome can be settled later.
        "biz_opaque_callback_data": str(message.message_id),
    }
    if message.reply_to:
        body["context"] = {"message_id": message.reply_to}
    return body


_C = TypeVar("_C", bound=Content)


def _of(message: ChatMessage, kind: type[_C]) -> _C:
    assert isinstance(message.content, kind)
    return message.content


def _text(message: ChatMessage) -> tuple[str, object]:
    text = _of(message, Text)
    return "text", {"body": text.body, "preview_url": text.preview_url}


def _media(message: ChatMessage) -> tuple[str, object]:
    media = _of(message, MediaContent)
    if not message.media_id:
        raise Rejected("media_missing", "The file is not at the provider", Recovery.FAIL)
    content: _Json = {"id": message.media_id}
    if media.caption:
        content["caption"] = media.caption
    if media.kind == "document" and media.filename:
        content["filename"] = media.filename
    if media.voice:
        content["voice"] = True
    return media.kind, content


def _location(message: ChatMessage) -> tuple[str, object]:
    place = _of(message, Location)
    content: _Json = {"latitude": place.latitude, "longitude": place.longitude}
    return "location", content | _given(name=place.name, address=place.address)


def _reaction(message: ChatMessage) -> tuple[str, object]:
    """An empty emoji takes the reaction away again."""
    reaction = _of(message, Reaction)
    return "reaction", {"message_id": reaction.provider_id, "emoji": reaction.emoji}


def _buttons(message: ChatMessage) -> tuple[str, object]:
    menu = _of(message, Buttons)
    buttons = [
        {"type": "reply", "reply": {"id": button.id, "title": button.title}}
        for button in menu.buttons
    ]
    return "interactive", _interactive("button", menu, {"buttons": buttons})


def _list(message: ChatMessage) -> tuple[str, object]:
    menu = _of(message, ListMenu)
    sections = [
        _given(title=section.title)
        | {
            "rows": [
                {"id": row.id, "title": row.title} | _given(description=row.description)
                for row in section.rows
            ]
        }
        for section in menu.sections
    ]
    action: _Json = {"button": menu.button, "sections": sections}
    return "interactive", _interactive("list", menu, action)


def _interactive(kind: str, menu: Buttons | ListMenu, action: _Json) -> _Json:
    written: _Json = {"type": kind, "body": {"text": menu.body}, "action": action}
    if menu.header:
        written["header"] = {"type": "text", "text": menu.header}
    if menu.footer:
        written["footer"] = {"text": menu.footer}
    return written


def _template(message: ChatMessage) -> tuple[str, object]:
    template = _of(message, TemplateContent)
    frozen = FrozenTemplate.from_json(template.frozen or {"name": "", "language": ""})
    return "template", filler(frozen)(template.parameters)


def _contacts(message: ChatMessage) -> tuple[str, object]:
    return "contacts", [_card(card) for card in _of(message, ContactCards).cards]


def _card(card: ContactCard) -> _Json:
    first, _, rest = card.name.partition(" ")
    name = {"formatted_name": card.name, "first_name": first} | _given(last_name=rest.strip())
    written: _Json = {"name": name}
    if card.phones:
        written["phones"] = [{"phone": phone, "type": "CELL"} for phone in card.phones]
    if card.emails:
        written["emails"] = [{"email": email, "type": "WORK"} for email in card.emails]
    if card.company:
        written["org"] = {"company": card.company}
    return written


def _given(**members: str) -> _Json:
    """Meta refuses empty members: left out."""
    return {name: value for name, value in members.items() if value}


_WRITE: Mapping[type[Content], Callable[[ChatMessage], tuple[str, object]]] = {
    Text: _text,
    MediaContent: _media,
    Location: _location,
    Reaction: _reaction,
    Buttons: _buttons,
    ListMenu: _list,
    TemplateContent: _template,
    ContactCards: _contacts,
}
