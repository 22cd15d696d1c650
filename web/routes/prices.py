"""Settings: the rate card, row by row and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from babel import Locale
from fastapi import APIRouter, Depends, Form, Request, Response, UploadFile

from db.models.limits import Rate
from db.queries import rates as rows
from db.session import Session
from schemas.enums import Channel, Purpose, Role
from schemas.errors import AppError, FieldError, InvalidInput
from schemas.rates import RateRow
from schemas.words import mark
from services import policies, rate_files, rates
from web import downloads, place_names
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import babel_locale, gettext
from web.money_forms import read_amount, show_amount
from web.render import invalid, page, redirect

router = APIRouter(prefix="/prices", dependencies=[Depends(require_role(Role.ADMIN))])
_HERE = "/prices"
_TEMPLATE, _BLOCK = "settings/prices.html", "price_list"
_CHANNELS = {Channel.WHATSAPP.value: "WhatsApp", Channel.SMS.value: "SMS"}
_CATEGORIES = {
    "": mark("Any"),
    Purpose.MARKETING.value: mark("Marketing"),
    Purpose.UTILITY.value: mark("Utility"),
    Purpose.AUTHENTICATION.value: mark("Authentication"),
}
_NO_PRICE = mark("Give a price of 0 or more.")
_NO_DAY = mark("Choose a day.")
Text = Annotated[str, Form(max_length=40)]


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is shown; what held before and what will hold are told apart."""

    rate: Rate
    country: str
    channel: str
    category: str
    typed: str
    # "now", "later" or "past".
    holds: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A row as it was typed."""

    channel: str
    country: str
    category: str
    price: str
    valid_from: str

    def row(self) -> RateRow:
        price = read_amount(self.price, "price")
        if price is None:
            raise InvalidInput(_NO_PRICE, [FieldError("price", "missing", _NO_PRICE)])
        try:
            day = date.fromisoformat(self.valid_from)
        except ValueError as error:
            raise InvalidInput(_NO_DAY, [FieldError("valid_from", "invalid", _NO_DAY)]) from error
        return RateRow(self.channel, self.country, self.category, price, day)


def _sent(
    channel: Text = "",
    country: Text = "",
    category: Text = "",
    price: Text = "",
    valid_from: Text = "",
) -> Sent:
    return Sent(channel, country, category, price, valid_from)


SentDep = Annotated[Sent, Depends(_sent)]


@router.get("", name="prices")
async def show(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    async with database.company(user.company_id) as session:
        context = await _context(session)
    return page(request, _TEMPLATE, context, fragment=_BLOCK)


@router.post("", name="add_price")
async def add(request: Request, user: SignedIn, database: DatabaseDep, sent: SentDep) -> Response:
    try:
        async with database.company(user.company_id) as session:
            await rates.create(session, user.company_id, sent.row())
    except AppError as error:
        async with database.company(user.company_id) as session:
            context = await _context(session) | {"sent": sent, "errors": field_errors(error)}
        return invalid(request, _TEMPLATE, context, fragment=_BLOCK)
    return redirect(request, _HERE, toast=Toast(gettext("Price added.")))


@router.get("/file", name="export_prices")
async def export(user: SignedIn, database: DatabaseDep) -> Response:
    """With points and the separator of the reader's spreadsheet; it can be imported again."""
    async with database.company(user.company_id) as session:
        card = [
            RateRow(one.channel, one.country, one.category, one.price_micros, one.valid_from)
            for one in await rows.card(session)
        ]
    text = rate_files.write(card, downloads.separator())
    return Response(
        "\ufeff" + text,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="prices.csv"'},
    )


@router.post("/file", name="import_prices")
async def import_file(
    request: Request, user: SignedIn, database: DatabaseDep, file: UploadFile
) -> Response:
    """All of the file or nothing of it."""
    try:
        wanted = rate_files.read(await file.read(rate_files.MOST_BYTES + 1))
        async with database.company(user.company_id) as session:
            await rates.put(session, user.company_id, wanted)
    except InvalidInput as error:
        async with database.company(user.company_id) as session:
            context = await _context(session) | {"file_errors": _file_errors(error)}
        return invalid(request, _TEMPLATE, context, fragment=_BLOCK)
    message = gettext("%(count)s prices were read from the file.") % {"count": len(wanted)}
    return redirect(request, _HERE, toast=Toast(message))


@router.post("/{rate_id}", name="update_price")
async def update(
    *, request: Request, rate_id: UUID, user: SignedIn, database: DatabaseDep, sent: SentDep
) -> Response:
    async with database.company(user.company_id) as session:
        await rows.get(session, rate_id)
        await rates.update(session, rate_id, sent.row())
    return redirect(request, _HERE, toast=Toast(gettext("Saved.")))


@router.post("/{rate_id}/delete", name="delete_price")
async def delete(
    request: Request, rate_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        await rates.delete(session, rate_id)
    return redirect(request, _HERE, toast=Toast(gettext("Price deleted.")))


def _file_errors(error: InvalidInput) -> list[str]:
    """What is wrong, line by line."""
    found = []
    for item in error.errors:
        line, _, field = item.field.partition("/")
        places = {"line": line, "field": field, "text": gettext(item.message)}
        text = gettext("Line %(line)s, %(field)s: %(text)s") % places
        found.append(text if field else gettext(item.message))
    return found


async def _context(session: Session) -> dict[str, object]:
    card = await rows.card(session)
    policy = await policies.get(session)
    today = datetime.now(UTC).date()
    return {
        "lines": _lines(card, today),
        "currency": policy.currency,
        "examples": any(rate.example for rate in card),
        "channels": list(_CHANNELS.items()),
        "categories": [(key, gettext(label)) for key, label in _CATEGORIES.items()],
        "countries": [
            ("", gettext("Every other country")),
            *place_names.countries(),
        ],
        "sent": Sent(Channel.WHATSAPP.value, "BR", Purpose.MARKETING.value, "", today.isoformat()),
        "errors": FieldErrors(),
        "file_errors": [],
        "no_errors": FieldErrors(),
    }


def _lines(card: Sequence[Rate], today: date) -> list[Line]:
    names = Locale.parse(babel_locale()).territories
    current: set[tuple[str, str, str]] = set()
    lines = []
    for rate in card:
        key = rate.channel, rate.country, rate.category
        holds = "later" if rate.valid_from > today else "past" if key in current else "now"
        if holds == "now":
            current.add(key)
        lines.append(
            Line(
                rate,
                names.get(rate.country, rate.country) or gettext("Every other country"),
                _CHANNELS.get(rate.channel, rate.channel),
                gettext(_CATEGORIES.get(rate.category, rate.category)),
                show_amount(rate.price_micros),
                holds,
            )
        )
    return lines
