"""Numbers for sale: looked for, bought, told where to call, put into a service, given back."""

import re
import time
from typing import Any

from starlette.responses import JSONResponse, Response

from sandbox.meta.endpoints import HangUp
from sandbox.twilio import offers
from sandbox.twilio.errors import TwilioError
from sandbox.twilio.model import Number, new_sid
from sandbox.twilio.numbers import member_json, number_json, owned, owned_service
from sandbox.twilio.offers import Offer
from sandbox.twilio.wire import Call

JsonObject = dict[str, Any]
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_PAGE, _LARGEST_PAGE = 50, 1000


async def search(call: Call) -> Response:
    """`AreaCode`, `Contains` (`*` is any digit), `SmsEnabled`, `PageSize`."""
    query = call.request.query_params
    found = offers.offers(call.node("country"), call.node("kind"), query.get("AreaCode", ""))
    if found is None:
        raise TwilioError(20404, call.request.url.path)
    taken = {number.phone for number in call.twilio.numbers.values()}
    free = [one for one in found if one.phone not in taken]
    if wanted := query.get("Contains"):
        pattern = re.compile(re.escape(wanted).replace(r"\*", "[0-9]"))
        free = [one for one in free if pattern.search(one.phone)]
    size = query.get("PageSize", str(_PAGE))
    if not size.isdigit():
        raise TwilioError(20001, "PageSize")
    shown = free[: max(1, min(_LARGEST_PAGE, int(size)))]
    country = call.node("country")
    numbers = [_offer_json(one, country) for one in shown]
    return JSONResponse({"available_phone_numbers": numbers, "uri": str(call.request.url.path)})


async def buy(call: Call) -> Response:
    form, twilio = await call.form(), call.twilio
    phone = form.get("PhoneNumber", "")
    if not _E164.fullmatch(phone):
        raise TwilioError(21421, phone)
    twilio.asked_for[phone] += 1
    taken = any(number.phone == phone for number in twilio.numbers.values())
    if taken or phone.endswith(offers.TAKEN):
        raise TwilioError(21422, phone)
    if phone.endswith(offers.NEEDS_ADDRESS) and not form.get("AddressSid"):
        raise TwilioError(21631)
    if phone.endswith(offers.NO_ANSWER_NOT_BOUGHT):
        call.entry.outcome = "dropped"
        raise HangUp
    number = Number(
        new_sid("PN"),
        call.account.sid,
        phone,
        form.get("FriendlyName", phone),
        sms_url=form.get("SmsUrl", ""),
        created_at=time.time(),
    )
    twilio.numbers[number.sid] = number
    twilio.bought[phone] += 1
    call.entry.outcome = "bought"
    if phone.endswith(offers.NO_ANSWER):
        raise HangUp
    return JSONResponse(number_json(number), 201)


async def change(call: Call) -> Response:
    number, form = owned(call), await call.form()
    if number.phone.endswith(offers.CONFIGURE_FAILS):
        raise TwilioError(20500)
    number.sms_url = form.get("SmsUrl", number.sms_url)
    number.friendly_name = form.get("FriendlyName", number.friendly_name)
    return JSONResponse(number_json(number))


async def release(call: Call) -> Response:
    number = owned(call)
    del call.twilio.numbers[number.sid]
    call.entry.outcome = "released"
    return Response(status_code=204)


async def join(call: Call) -> Response:
    service, form = owned_service(call), await call.form()
    number = call.twilio.numbers.get(form.get("PhoneNumberSid", ""))
    if number is None or number.account_sid != call.account.sid:
        raise TwilioError(20404, call.request.url.path)
    if number.service_sid == service.sid:
        raise TwilioError(21710)
    number.service_sid = service.sid
    return JSONResponse(member_json(number, f"{call.request.url}/{number.sid}"), 201)


def _offer_json(offer: Offer, country: str) -> JsonObject:
    return {
        "friendly_name": offer.phone,
        "phone_number": offer.phone,
        "lata": None,
        "locality": offer.town or None,
        "rate_center": None,
        "latitude": None,
        "longitude": None,
        "region": offer.region or None,
        "postal_code": None,
        "iso_country": country,
        "address_requirements": "local" if offer.needs_address else "none",
        "beta": False,
        # As Twilio spells them here, unlike everywhere else.
        "capabilities": {"voice": True, "SMS": True, "MMS": False, "fax": False},
    }
