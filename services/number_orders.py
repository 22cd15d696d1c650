"""Numbers bought from a provider of SMS, and given back: what people ask for.

The order's row says how far it is; services/number_steps.py takes the steps.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import phonenumbers
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import Connection, NumberOrder, PhoneNumber
from db.queries import connections
from db.queries import number_orders as rows
from db.session import Database
from providers.base import ProviderError
from providers.sms import SERVICE_PREFIX
from providers.sms_numbers import AvailableNumber, NumberKind, NumberMarket, NumberSearch
from schemas.enums import ConnectionKind, NumberOrderStatus
from schemas.errors import Conflict, FieldError, InvalidInput, InvalidState
from schemas.words import mark
from services.sms_connections import SmsConnections
from services.sms_problems import explain

__all__ = ["NumberKind", "NumberSearch", "NumberShop", "WantedNumber", "order", "release", "shown"]

# A failure is told for so long on the connection's page.
_TOLD_FOR = timedelta(days=3)
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_MOST_DIGITS = 12
_LONGEST_ID = 64
_COUNTRY = mark("Choose a country.")
_DIGITS = mark("Give digits only, 12 at most.")
_PHONE = mark("Choose one of the numbers that were found.")
_SERVICE = mark("Choose a messaging service of this connection.")
_ID = mark("Copy the ID from Twilio's console again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedNumber:
    connection_id: UUID
    # E.164 with +.
    phone: str
    # The row of the messaging service it is to join.
    service_number_id: UUID | None = None
    address_id: str = ""
    bundle_id: str = ""


class NumberShop:
    """Looks for numbers while a person waits."""

    def __init__(
        self, database: Database, sms_connections: SmsConnections, market: NumberMarket
    ) -> None:
        self._database = database
        self._connections = sms_connections
        self._market = market

    async def search(
        self, company_id: UUID, connection_id: UUID, wanted: NumberSearch
    ) -> list[AvailableNumber]:
        """Raises InvalidInput, and ProviderProblem where the provider does not answer."""
        async with self._database.company(company_id) as session:
            connection = await _sms_connection(session, connection_id)
        _check_search(wanted)
        login = self._connections.account(connection).login
        try:
            return await self._market.search(login, wanted)
        except ProviderError as error:
            raise explain(error) from error


async def order(
    session: AsyncSession, company_id: UUID, wanted: WantedNumber, *, user_id: UUID | None = None
) -> NumberOrder:
    """Write down that a number is to be bought; whoever calls tells Temporal after the commit."""
    connection = await _sms_connection(session, wanted.connection_id, lock=True)
    _check(wanted)
    if await rows.is_ordered(session, wanted.phone):
        raise Conflict("This number is yours already, or on its way.")
    made = NumberOrder(
        company_id=company_id,
        connection_id=connection.id,
        phone=wanted.phone,
        status=NumberOrderStatus.WANTED,
        service_id=await _service_id(session, wanted),
        address_id=wanted.address_id or None,
        bundle_id=wanted.bundle_id or None,
        ordered_by=user_id,
    )
    session.add(made)
    await session.flush()
    await session.refresh(made)
    return made


async def release(session: AsyncSession, number_id: UUID) -> NumberOrder:
    """Have a number given back; it is used no more from now on. Asking twice is asking once.

    Refused while anything is to be sent by it, and for a number that was not bought here.
    """
    number = await connections.get_number(session, number_id)
    await _sms_connection(session, number.connection_id, lock=True)
    bought = await rows.of_number(session, number)
    if bought is None:
        raise InvalidState("This number was not bought here. Give it back in Twilio's console.")
    if bought.status is NumberOrderStatus.RELEASING:
        return bought
    await _check_unused(session, number)
    bought.status, bought.attempts = NumberOrderStatus.RELEASING, 0
    bought.code = bought.detail = None
    await rows.take_in(session, bought, removed=True, bought=False)
    await session.flush()
    await session.refresh(bought)
    return bought


async def shown(session: AsyncSession, connection_id: UUID) -> list[NumberOrder]:
    """What is on its way on a connection, and what failed lately."""
    return [*await rows.shown(session, connection_id, lately=_TOLD_FOR)]


async def _check_unused(session: AsyncSession, number: PhoneNumber) -> None:
    campaign = await rows.campaign_using(session, number.id)
    if campaign is not None:
        raise Conflict(
            "The campaign %(name)s still uses this number. Let it end, or cancel it, first.",
            name=campaign,
        )
    series = await rows.series_using(session, number.id)
    if series is not None:
        raise Conflict(
            "The recurring campaign %(name)s still uses this number. Remove it first.", name=series
        )


async def _sms_connection(
    session: AsyncSession, connection_id: UUID, *, lock: bool = False
) -> Connection:
    # Locked against its removal, which would take the credentials the order needs.
    read = connections.get_for_update if lock else connections.get
    connection = await read(session, connection_id)
    if connection.kind is not ConnectionKind.TWILIO:
        raise InvalidState("Numbers are bought for a connection to Twilio only.")
    return connection


async def _service_id(session: AsyncSession, wanted: WantedNumber) -> str | None:
    if wanted.service_number_id is None:
        return None
    number = await connections.get_number(session, wanted.service_number_id)
    is_service = number.provider_number_id.startswith(SERVICE_PREFIX)
    if number.connection_id != wanted.connection_id or not is_service:
        raise InvalidInput(_SERVICE, [FieldError("service_number_id", "invalid", _SERVICE)])
    return number.provider_number_id


def _check_search(wanted: NumberSearch) -> None:
    errors = []
    if wanted.country not in phonenumbers.SUPPORTED_REGIONS:
        errors.append(FieldError("country", "invalid", _COUNTRY))
    digits = wanted.digits
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        errors.append(FieldError("digits", "invalid", _DIGITS))
    if errors:
        raise InvalidInput("Some of it is not right.", errors)


def _check(wanted: WantedNumber) -> None:
    errors = [
        FieldError(name, "invalid", _ID)
        for name in ("address_id", "bundle_id")
        if not _is_id(getattr(wanted, name))
    ]
    if not _E164.fullmatch(wanted.phone):
        errors.append(FieldError("phone", "invalid", _PHONE))
    if errors:
        raise InvalidInput("Some of it is not right.", errors)


def _is_id(value: str) -> bool:
    return len(value) <= _LONGEST_ID and (not value or (value.isascii() and value.isalnum()))
