"""What stands in a bubble besides its text, read from the payload a message was stored with.

What came in is the provider's and may have any shape; nothing here fails on it.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TypeAlias
from urllib.parse import quote_plus

from schemas import contents
from schemas.contents import Buttons, ContactCards, ListMenu, Location, TemplateContent
from schemas.enums import Direction
from schemas.errors import InvalidInput
from schemas.templates import FrozenTemplate, Rendered, render
from schemas.timeline import Entry
from web.formatting import money

MEDIA_KINDS = frozenset({"image", "video", "audio", "voice", "document", "sticker"})
_MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map; the link leads to a map, for we load none from elsewhere."""

    name: str
    address: str
    coordinates: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    name: str
    company: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What the customer picked from buttons or a list of ours."""

    title: str
    description: str = ""
    # "button", "list" or "form".
    source: str = "button"
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OrderLine:
    product: str
    quantity: str
    price: str


@dataclass(frozen=True, slots=True)
class Order:
    lines: tuple[OrderLine, ...]
    total: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """Buttons or a list as we sent them."""

    body: str
    header: str = ""
    footer: str = ""
    buttons: tuple[str, ...] = ()
    # The word on the button that opens the list, and its (section, rows).
    opener: str = ""
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A template as the customer saw it."""

    name: str
    shown: Rendered = field(default_factory=Rendered)


@dataclass(frozen=True, slots=True)
class Unknown:
    kind: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The advertisement that brought the customer here."""

    headline: str
    body: str
    url: str


Part: TypeAlias = Spot | tuple[Card, ...] | Choice | Order | Menu | Letter | Unknown
_Json: TypeAlias = Mapping[str, object]


def read(entry: Entry) -> tuple[str, Part | None]:
    """The shape of an entry, which names the macro that shows it, and what is in it."""
    if entry.direction in (Direction.NOTE, Direction.EVENT) or entry.kind in ("text", "deleted"):
        return ("deleted" if entry.kind == "deleted" else "text"), None
    if entry.kind in MEDIA_KINDS:
        return "media", None
    if entry.kind == "campaign":
        return "letter", _letter(entry.payload.get("template"), entry.payload.get("parameters"))
    reader = _sent if entry.direction is Direction.OUT else _received
    return reader(entry)


def origin(entry: Entry) -> Origin | None:
    said = _mapping(entry.payload.get("referral"))
    if entry.direction is not Direction.IN or not said:
        return None
    url = _text(said, "source_url")
    is_address = url.lower().startswith(("https://", "http://"))
    return Origin(_text(said, "headline"), _text(said, "body"), url if is_address else "")


def _sent(entry: Entry) -> tuple[str, Part | None]:
    try:
        content = contents.from_json(entry.payload)
    except InvalidInput:
        return "unknown", Unknown(entry.kind)
    match content:
        case Location():
            spot = _spot(content.latitude, content.longitude, content.name, content.address)
            return "spot", spot
        case ContactCards(cards):
            return "cards", tuple(Card(c.name, c.company, c.phones, c.emails) for c in cards)
        case Buttons() | ListMenu():
            return "menu", _menu(content)
        case TemplateContent(frozen=frozen, parameters=parameters):
            return "letter", _letter(frozen, parameters)
    return "text", None


def _menu(content: Buttons | ListMenu) -> Menu:
    if isinstance(content, Buttons):
        titles = tuple(button.title for button in content.buttons)
        return Menu(content.body, content.header, content.footer, titles)
    sections = tuple(
        (section.title, tuple((row.title, row.description) for row in section.rows))
        for section in content.sections
    )
    return Menu(
        content.body, content.header, content.footer, opener=content.button, sections=sections
    )


def _received(entry: Entry) -> tuple[str, Part | None]:
    part = _own(entry)
    if entry.kind == "system":
        return "system", None
    reader = _READERS.get(entry.kind)
    return reader(entry, part) if reader else ("unknown", Unknown(_foreign(part, entry.kind)))


def _place(_entry: Entry, part: _Json) -> tuple[str, Part]:
    latitude, longitude = _number(part.get("latitude")), _number(part.get("longitude"))
    return "spot", _spot(latitude, longitude, _text(part, "name"), _text(part, "address"))


def _people(entry: Entry, _part: _Json) -> tuple[str, Part]:
    cards = tuple(_cards(entry))
    return ("cards", cards) if cards else ("unknown", Unknown("contacts"))


def _pressed(entry: Entry, part: _Json) -> tuple[str, Part]:
    return "choice", Choice(_text(part, "text") or entry.body)


def _own(entry: Entry) -> _Json:
    """The part of the entry's kind, whether it was stored alone or with what was around it."""
    inner = entry.payload.get(entry.kind)
    return inner if isinstance(inner, Mapping) else entry.payload


def _foreign(part: _Json, kind: str) -> str:
    """What the provider calls a kind it does not hand over."""
    named = _text(part, "type") or kind
    return named.replace("_", " ")


def _picked(entry: Entry, part: _Json) -> tuple[str, Part]:
    kind = _text(part, "type")
    reply = _mapping(part.get(kind))
    if kind == "nfm_reply":
        title = _text(reply, "body") or _text(reply, "name") or entry.body
        return "choice", Choice(title, source="form", answers=tuple(_answers(reply)))
    source = "list" if kind == "list_reply" else "button"
    title = _text(reply, "title") or entry.body
    return "choice", Choice(title, _text(reply, "description"), source)


def _answers(reply: _Json) -> Iterator[tuple[str, str]]:
    """A form's answers; the token of the flow is nobody's business."""
    given = reply.get("response")
    for key, value in list(_mapping(given).items())[:_MOST_SHOWN]:
        if key != "flow_token" and isinstance(value, str | int | float | bool):
            yield key.replace("_", " "), str(value)


def _letter(frozen: object, parameters: object) -> Letter:
    if not isinstance(frozen, Mapping) or not frozen:
        return Letter("")
    template = FrozenTemplate.from_json(frozen)
    values = [str(one) for one in parameters] if isinstance(parameters, list | tuple) else []
    return Letter(template.name, render(template.components, template.parameter_format, values))


def _spot(latitude: float | None, longitude: float | None, name: str, address: str) -> Spot:
    if latitude is None or longitude is None:
        found = quote_plus(address or name)
        return Spot(name, address, "", f"https://www.google.com/maps/search/?api=1&query={found}")
    where = f"{latitude:.6f},{longitude:.6f}"
    url = f"https://www.google.com/maps/search/?api=1&query={where}"
    return Spot(name, address, f"{latitude:.5f}, {longitude:.5f}", url)


def _cards(entry: Entry) -> Iterator[Card]:
    for card in _list(entry.payload.get("contacts"))[:_MOST_SHOWN]:
        name, org = _mapping(card.get("name")), _mapping(card.get("org"))
        yield Card(
            _text(name, "formatted_name") or _text(name, "first_name"),
            _text(org, "company"),
            tuple(_text(one, "phone") for one in _list(card.get("phones")) if _text(one, "phone")),
            tuple(_text(one, "email") for one in _list(card.get("emails")) if _text(one, "email")),
        )


def _ordered(_entry: Entry, part: _Json) -> tuple[str, Part]:
    lines, totals = [], dict[str, Decimal]()
    for item in _list(part.get("product_items")):
        currency = _text(item, "currency")
        quantity, price = _decimal(item.get("quantity")), _decimal(item.get("item_price"))
        if price is not None:
            totals[currency] = totals.get(currency, Decimal(0)) + price * (quantity or 1)
        shown = money(price, currency) if price is not None else ""
        many = _plain(quantity if quantity is not None else Decimal(1))
        lines.append(OrderLine(_text(item, "product_retailer_id"), many, shown))
    total = " + ".join(money(amount, currency) for currency, amount in totals.items())
    return "order", Order(tuple(lines[:_MOST_SHOWN]), total, _text(part, "text"))


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _decimal(value: object) -> Decimal | None:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    # Nobody orders that many; what a number like 1e999999 would print is a page.
    return found if found.is_finite() and abs(found) < Decimal(10) ** 12 else None


def _number(value: object) -> float | None:
    try:
        found = float(str(value))
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _text(part: _Json, key: str) -> str:
    value = part.get(key)
    return str(value) if isinstance(value, str | int | float) else ""


def _mapping(value: object) -> _Json:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[_Json]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


_READERS: Mapping[str, Callable[[Entry, _Json], tuple[str, Part]]] = {
    "location": _place,
    "contacts": _people,
    "button": _pressed,
    "interactive": _picked,
    "order": _ordered,
}
_PAIR = re.compile(r"(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)")


def coordinates(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in what somebody pasted: "-23.55, -46.63", or the address of a map."""
    for start in ("@", "query=", "q=", "ll=", "!3d", ""):
        _, found, rest = text.partition(start) if start else ("", "-", text)
        pair = _PAIR.match(rest.strip()) if found else None
        if pair is not None:
            latitude, longitude = float(pair[1]), float(pair[2])
            if abs(latitude) <= 90 and abs(longitude) <= 180:  # noqa: PLR2004
                return latitude, longitude
    return None
