"""Twilio's numbers: looked for, bought, told where to call, put into a service, given back."""

import httpx

from providers.base import OutcomeUnknown, Rejected
from providers.meta_json import Json, items, text
from providers.sms import Login
from providers.sms_numbers import (
    NOT_FOUND,
    AvailableNumber,
    NumberKind,
    NumberSearch,
    OwnedNumber,
    Purchase,
)
from providers.twilio_calls import API
from providers.twilio_management import TwilioManagement, rate_of

_KINDS = {
    NumberKind.LOCAL: "Local",
    NumberKind.MOBILE: "Mobile",
    NumberKind.TOLL_FREE: "TollFree",
}
_SHOWN = "20"
_IN_THE_SERVICE_ALREADY = "21710"
# Where Twilio knows area codes; elsewhere digits are looked for in the whole number.
_AREA_COUNTRIES, _AREA_LENGTH = ("US", "CA"), 3


class TwilioNumbers:
    """Implements NumberMarket."""

    def __init__(
        self, management: TwilioManagement, base_url: str, messaging_url: str, callback_url: str
    ) -> None:
        self._management = management
        self._base = base_url.rstrip("/")
        self._messaging = messaging_url.rstrip("/")
        self._callback_url = callback_url

    async def search(self, login: Login, wanted: NumberSearch) -> list[AvailableNumber]:
        place = f"{wanted.country}/{_KINDS[wanted.kind]}"
        query = {"SmsEnabled": "true", "PageSize": _SHOWN, **_digits(wanted)}
        url = f"{self._account(login)}/AvailablePhoneNumbers/{place}.json"
        try:
            page = await self._management.call("GET", f"{url}?{httpx.QueryParams(query)}", login)
        except Rejected as error:
            if error.code == NOT_FOUND:
                return []
            raise
        return [_available(row) for row in items(page.get("available_phone_numbers"))]

    async def owned(self, login: Login, phone: str) -> OwnedNumber | None:
        query = httpx.QueryParams({"PhoneNumber": phone, "PageSize": _SHOWN})
        url = f"{self._account(login)}/IncomingPhoneNumbers.json?{query}"
        rows = items((await self._management.call("GET", url, login)).get("incoming_phone_numbers"))
        # The filter also finds numbers that only contain it.
        return next((_owned(row) for row in rows if text(row.get("phone_number")) == phone), None)

    async def buy(self, login: Login, purchase: Purchase) -> OwnedNumber:
        form = {"PhoneNumber": purchase.phone, "FriendlyName": purchase.name}
        if purchase.address_id:
            form["AddressSid"] = purchase.address_id
        if purchase.bundle_id:
            form["BundleSid"] = purchase.bundle_id
        url = f"{self._account(login)}/IncomingPhoneNumbers.json"
        bought = _owned(await self._management.call("POST", url, login, form))
        if not bought.sid:
            raise OutcomeUnknown("bought, but the answer is unreadable")
        return bought

    async def configure(self, login: Login, sid: str) -> None:
        form = {"SmsUrl": self._callback_url, "SmsMethod": "POST"}
        await self._management.call("POST", self._number(login, sid), login, form)

    async def join(self, login: Login, sid: str, service_id: str) -> None:
        url = f"{self._messaging}/v1/Services/{service_id}/PhoneNumbers"
        try:
            await self._management.call("POST", url, login, {"PhoneNumberSid": sid})
        except Rejected as error:
            if error.code != _IN_THE_SERVICE_ALREADY:
                raise

    async def release(self, login: Login, sid: str) -> None:
        try:
            await self._management.call("DELETE", self._number(login, sid), login)
        except Rejected as error:
            if error.code != NOT_FOUND:
                raise

    def _account(self, login: Login) -> str:
        return f"{self._base}/{API}/Accounts/{login.account_sid}"

    def _number(self, login: Login, sid: str) -> str:
        return f"{self._account(login)}/IncomingPhoneNumbers/{sid}.json"


def _digits(wanted: NumberSearch) -> dict[str, str]:
    if not wanted.digits:
        return {}
    by_area = wanted.country in _AREA_COUNTRIES and len(wanted.digits) == _AREA_LENGTH
    return {"AreaCode" if by_area else "Contains": wanted.digits}


def _available(row: Json) -> AvailableNumber:
    return AvailableNumber(
        phone=text(row.get("phone_number")),
        town=text(row.get("locality")),
        region=text(row.get("region")),
        needs_address=text(row.get("address_requirements")) not in ("", "none"),
    )


def _owned(row: Json) -> OwnedNumber:
    phone = text(row.get("phone_number"))
    return OwnedNumber(text(row.get("sid")), phone, text(row.get("friendly_name")), rate_of(phone))
