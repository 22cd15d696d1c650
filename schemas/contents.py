"""What one message of a conversation says, whichever provider carries it.

Stored as JSON with the message, given to the sender as it is. `kind` is the message's kind in the
timeline, `body` what a person reads of it in a list and what a search finds.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeAlias
from uuid import UUID

from schemas.content_rules import Checked, count, distinct, length, objects, strings, text
from schemas.errors import FieldError, InvalidInput
from schemas.templates import FrozenTemplate, render, variables
from schemas.words import mark

MEDIA_KINDS = ("image", "video", "audio", "document", "sticker")
CAPTIONED = ("image", "video", "document")
BODY_LIMIT = 4096
CAPTION_LIMIT = INTERACTIVE_LIMIT = 1024
FOOTER_LIMIT = HEADER_LIMIT = 60
MOST_BUTTONS, BUTTON_ID_LIMIT, BUTTON_LIMIT = 3, 256, 20
MOST_SECTIONS, MOST_ROWS = 10, 10
ROW_ID_LIMIT, ROW_LIMIT, DESCRIPTION_LIMIT = 200, 24, 72
_NAME_LIMIT = 1000
_FILENAME_LIMIT = 240
_EMOJI_LIMIT = 16
_MOST_CARDS = 20
_POLE, _DATE_LINE = 90, 180


@dataclass(frozen=True, slots=True)
class Text(Checked):
    type: ClassVar[str] = "text"

    body: str
    preview_url: bool = False

    @property
    def kind(self) -> str:
        return "text"

    def errors(self) -> Iterator[FieldError]:
        yield from length("body", self.body, BODY_LIMIT)


@dataclass(frozen=True, slots=True)
class MediaContent(Checked):
    """One file of ours (db.models.media) as an image, video, audio, document or sticker."""

    type: ClassVar[str] = "media"

    kind: str
    media_id: UUID
    caption: str = ""
    filename: str = ""
    # An audio that was spoken into the console; shown with a microphone.
    voice: bool = False

    @property
    def body(self) -> str:
        return self.caption or self.filename

    def errors(self) -> Iterator[FieldError]:
        if self.kind not in MEDIA_KINDS:
            message = mark("WhatsApp does not take this kind of file.")
            yield FieldError("kind", "unknown_kind", message)
        if self.caption and self.kind not in CAPTIONED:
            message = mark("This kind of file takes no caption.")
            yield FieldError("caption", "not_allowed", message)
        if self.voice and self.kind != "audio":
            yield FieldError("voice", "not_allowed", mark("Only audio can be a voice message."))
        yield from length("caption", self.caption, CAPTION_LIMIT, needed=False)
        yield from length("filename", self.filename, _FILENAME_LIMIT, needed=False)


@dataclass(frozen=True, slots=True)
class Location(Checked):
    type: ClassVar[str] = "location"

    latitude: float
    longitude: float
    name: str = ""
    address: str = ""

    @property
    def kind(self) -> str:
        return "location"

    @property
    def body(self) -> str:
        named = "\n".join(part for part in (self.name, self.address) if part)
        return named or f"{self.latitude}, {self.longitude}"

    def errors(self) -> Iterator[FieldError]:
        message = mark("This is not a place on earth.")
        if not abs(self.latitude) <= _POLE:
            yield FieldError("latitude", "out_of_range", message)
        if not abs(self.longitude) <= _DATE_LINE:
            yield FieldError("longitude", "out_of_range", message)
        yield from length("name", self.name, _NAME_LIMIT, needed=False)
        yield from length("address", self.address, _NAME_LIMIT, needed=False)


@dataclass(frozen=True, slots=True)
class Reaction(Checked):
    """An emoji under a message; none takes ours away again."""

    type: ClassVar[str] = "reaction"

    emoji: str
    # The message it is about: our id, or the provider's. Composing fills in the provider's.
    target: UUID | None = None
    provider_id: str = ""

    @property
    def kind(self) -> str:
        return "reaction"

    @property
    def body(self) -> str:
        return self.emoji

    def errors(self) -> Iterator[FieldError]:
        if self.emoji and (
            len(self.emoji) > _EMOJI_LIMIT or self.emoji.isascii() or " " in self.emoji
        ):
            yield FieldError("emoji", "not_an_emoji", mark("Choose one emoji."))
        if self.target is None and not self.provider_id:
            yield FieldError("target", "missing", mark("Say which message this is about."))


@dataclass(frozen=True, slots=True)
class Button:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Buttons(Checked):
    type: ClassVar[str] = "buttons"

    body: str
    buttons: tuple[Button, ...]
    header: str = ""
    footer: str = ""

    @property
    def kind(self) -> str:
        return "interactive"

    def errors(self) -> Iterator[FieldError]:
        yield from _interactive(self.body, self.header, self.footer)
        yield from count("buttons", self.buttons, MOST_BUTTONS)
        for place, button in enumerate(self.buttons):
            yield from length(f"buttons/{place}/id", button.id, BUTTON_ID_LIMIT)
            yield from length(f"buttons/{place}/title", button.title, BUTTON_LIMIT)
        yield from distinct("buttons", [button.id for button in self.buttons])
        yield from distinct("buttons", [button.title for button in self.buttons])


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    rows: tuple[Row, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class ListMenu(Checked):
    """A list that opens from a button; the customer picks one row."""

    type: ClassVar[str] = "list"

    body: str
    button: str
    sections: tuple[Section, ...]
    header: str = ""
    footer: str = ""

    @property
    def kind(self) -> str:
        return "interactive"

    def errors(self) -> Iterator[FieldError]:
        yield from _interactive(self.body, self.header, self.footer)
        yield from length("button", self.button, BUTTON_LIMIT)
        yield from count("sections", self.sections, MOST_SECTIONS)
        rows = [row for section in self.sections for row in section.rows]
        yield from count("rows", rows, MOST_ROWS)
        for place, section in enumerate(self.sections):
            yield from _section(f"sections/{place}", section, titled=len(self.sections) > 1)
        yield from distinct("sections", [row.id for row in rows])


@dataclass(frozen=True, slots=True)
class TemplateContent(Checked):
    """A template of ours with its values, in the order of schemas.templates.variables.

    Composing freezes the template as it is then (`frozen`); the sender works from that.
    """

    type: ClassVar[str] = "template"

    template_id: UUID
    parameters: tuple[str, ...] = ()
    frozen: Mapping[str, object] | None = None

    @property
    def kind(self) -> str:
        return "template"

    @property
    def body(self) -> str:
        if self.frozen is None:
            return ""
        template = FrozenTemplate.from_json(self.frozen)
        return render(template.components, template.parameter_format, self.parameters).body

    def errors(self) -> Iterator[FieldError]:
        if self.frozen is None:
            return
        template = FrozenTemplate.from_json(self.frozen)
        slots = variables(template.components, template.parameter_format)
        for place, slot in enumerate(slots):
            if not "".join(self.parameters[place : place + 1]).strip():
                yield FieldError(
                    f"parameters/{slot.key}", "missing", mark("Fill in this variable.")
                )
        if len(self.parameters) > len(slots):
            message = mark("These are more values than the template has variables.")
            yield FieldError("parameters", "too_many", message)


@dataclass(frozen=True, slots=True)
class ContactCard:
    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    company: str = ""


@dataclass(frozen=True, slots=True)
class ContactCards(Checked):
    type: ClassVar[str] = "contacts"

    cards: tuple[ContactCard, ...]

    @property
    def kind(self) -> str:
        return "contacts"

    @property
    def body(self) -> str:
        return ", ".join(card.name for card in self.cards)

    def errors(self) -> Iterator[FieldError]:
        yield from count("cards", self.cards, _MOST_CARDS)
        for place, card in enumerate(self.cards):
            yield from length(f"cards/{place}/name", card.name, _NAME_LIMIT)
            if not (card.phones or card.emails):
                message = mark("A contact needs a phone number or an e-mail address.")
                yield FieldError(f"cards/{place}/phones", "missing", message)


Content: TypeAlias = (
    Text | MediaContent | Location | Reaction | Buttons | ListMenu | TemplateContent | ContactCards
)


def from_json(stored: Mapping[str, object]) -> Content:
    """The content `to_json` wrote; InvalidInput for anything else."""
    try:
        return _READ[str(stored["type"])](stored)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise InvalidInput("This is not a message that can be sent.") from error


def _read_media(stored: Mapping[str, object]) -> MediaContent:
    return MediaContent(
        str(stored["kind"]),
        UUID(str(stored["media_id"])),
        text(stored, "caption"),
        text(stored, "filename"),
        voice=stored.get("voice") is True,
    )


def _read_reaction(stored: Mapping[str, object]) -> Reaction:
    target = stored.get("target")
    known = UUID(str(target)) if target else None
    return Reaction(str(stored["emoji"]), known, text(stored, "provider_id"))


def _read_buttons(stored: Mapping[str, object]) -> Buttons:
    buttons = tuple(Button(str(b["id"]), str(b["title"])) for b in objects(stored, "buttons"))
    return Buttons(str(stored["body"]), buttons, text(stored, "header"), text(stored, "footer"))


def _read_list(stored: Mapping[str, object]) -> ListMenu:
    sections = tuple(
        Section(
            tuple(
                Row(str(row["id"]), str(row["title"]), text(row, "description"))
                for row in objects(section, "rows")
            ),
            text(section, "title"),
        )
        for section in objects(stored, "sections")
    )
    return ListMenu(
        str(stored["body"]),
        str(stored["button"]),
        sections,
        text(stored, "header"),
        text(stored, "footer"),
    )


def _read_template(stored: Mapping[str, object]) -> TemplateContent:
    frozen = stored.get("frozen")
    return TemplateContent(
        UUID(str(stored["template_id"])),
        strings(stored, "parameters"),
        dict(frozen) if isinstance(frozen, dict) else None,
    )


def _read_cards(stored: Mapping[str, object]) -> ContactCards:
    return ContactCards(
        tuple(
            ContactCard(
                str(card["name"]),
                strings(card, "phones"),
                strings(card, "emails"),
                text(card, "company"),
            )
            for card in objects(stored, "cards")
        )
    )


_READ: Mapping[str, Callable[[Mapping[str, object]], Content]] = {
    Text.type: lambda stored: Text(str(stored["body"]), stored.get("preview_url") is True),
    MediaContent.type: _read_media,
    Location.type: lambda stored: Location(
        float(str(stored["latitude"])),
        float(str(stored["longitude"])),
        text(stored, "name"),
        text(stored, "address"),
    ),
    Reaction.type: _read_reaction,
    Buttons.type: _read_buttons,
    ListMenu.type: _read_list,
    TemplateContent.type: _read_template,
    ContactCards.type: _read_cards,
}


def _interactive(body: str, header: str, footer: str) -> Iterator[FieldError]:
    yield from length("body", body, INTERACTIVE_LIMIT)
    yield from length("header", header, HEADER_LIMIT, needed=False)
    yield from length("footer", footer, FOOTER_LIMIT, needed=False)


def _section(field: str, section: Section, *, titled: bool) -> Iterator[FieldError]:
    yield from length(f"{field}/title", section.title, ROW_LIMIT, needed=titled)
    yield from count(f"{field}/rows", section.rows, MOST_ROWS)
    for place, row in enumerate(section.rows):
        yield from length(f"{field}/rows/{place}/id", row.id, ROW_ID_LIMIT)
        yield from length(f"{field}/rows/{place}/title", row.title, ROW_LIMIT)
        yield from length(
            f"{field}/rows/{place}/description", row.description, DESCRIPTION_LIMIT, needed=False
        )
