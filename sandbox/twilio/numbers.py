"""`/IncomingPhoneNumbers.json` and the messaging services: what an account sends from."""

from typing import Any

from starlette.responses import JSONResponse, Response

from sandbox.twilio.errors import TwilioError
from sandbox.twilio.model import API, Account, Number, Service
from sandbox.twilio.wire import Call, iso, newer_page, page, when

JsonObject = dict[str, Any]


async def read_account(call: Call) -> Response:
    return JSONResponse(_account_json(call.account))


async def list_numbers(call: Call) -> Response:
    """Newest first; `PhoneNumber` and `FriendlyName` filter."""
    query = call.request.query_params
    mine = [n for n in call.twilio.numbers.values() if n.account_sid == call.account.sid]
    if phone := query.get("PhoneNumber"):
        mine = [number for number in mine if phone in number.phone]
    if name := query.get("FriendlyName"):
        mine = [number for number in mine if number.friendly_name == name]
    shown, links = page(call.request, mine, lambda number: number.sid)
    numbers = [number_json(number) for number in shown]
    return JSONResponse({**links, "incoming_phone_numbers": numbers})


async def read_number(call: Call) -> Response:
    return JSONResponse(number_json(owned(call)))


async def list_services(call: Call) -> Response:
    mine = [s for s in call.twilio.services.values() if s.account_sid == call.account.sid]
    shown, meta = newer_page(call.request, "services", mine, lambda service: service.sid)
    base = str(call.request.base_url)
    return JSONResponse({"services": [_service_json(one, base) for one in shown], "meta": meta})


async def list_service_numbers(call: Call) -> Response:
    service = owned_service(call)
    numbers = call.twilio.numbers_of(service.sid)
    shown, meta = newer_page(call.request, "phone_numbers", numbers, lambda number: number.sid)
    rows = [member_json(number, str(call.request.url)) for number in shown]
    return JSONResponse({"phone_numbers": rows, "meta": meta})


def owned_service(call: Call) -> Service:
    service = call.twilio.services.get(call.node("service"))
    if service is None or service.account_sid != call.account.sid:
        raise TwilioError(20404, call.request.url.path)
    return service


def member_json(number: Number, url: str) -> JsonObject:
    """A number as one of its service's."""
    return {
        "sid": number.sid,
        "account_sid": number.account_sid,
        "service_sid": number.service_sid,
        "phone_number": number.phone,
        "country_code": "BR" if number.phone.startswith("+55") else "US",
        "capabilities": ["SMS"],
        "date_created": iso(number.created_at),
        "date_updated": iso(number.created_at),
        "url": url,
    }


def owned(call: Call) -> Number:
    number = call.twilio.numbers.get(call.node())
    if number is None or number.account_sid != call.account.sid:
        raise TwilioError(20404, call.request.url.path)
    return number


def number_json(number: Number) -> JsonObject:
    base = f"/{API}/Accounts/{number.account_sid}/IncomingPhoneNumbers/{number.sid}"
    return {
        "sid": number.sid,
        "account_sid": number.account_sid,
        "phone_number": number.phone,
        "friendly_name": number.friendly_name,
        "capabilities": {"voice": True, "sms": True, "mms": False, "fax": False},
        "sms_url": number.sms_url,
        "sms_method": "POST",
        "sms_fallback_url": "",
        "sms_fallback_method": "POST",
        "sms_application_sid": None,
        "voice_url": "",
        "voice_method": "POST",
        "voice_fallback_url": "",
        "voice_fallback_method": "POST",
        "voice_application_sid": None,
        "voice_caller_id_lookup": False,
        "voice_receive_mode": "voice",
        "status_callback": "",
        "status_callback_method": "POST",
        "address_requirements": "none",
        "address_sid": None,
        "identity_sid": None,
        "bundle_sid": None,
        "trunk_sid": None,
        "emergency_status": "Inactive",
        "emergency_address_sid": None,
        "emergency_address_status": "unregistered",
        "status": "in-use",
        "origin": "twilio",
        "beta": False,
        "type": "local",
        "api_version": API,
        "date_created": when(number.created_at),
        "date_updated": when(number.created_at),
        "uri": f"{base}.json",
        "subresource_uris": {},
    }


def _account_json(account: Account) -> JsonObject:
    base = f"/{API}/Accounts/{account.sid}"
    return {
        "sid": account.sid,
        "owner_account_sid": account.sid,
        "friendly_name": account.friendly_name,
        "status": account.status,
        "type": "Full",
        "auth_token": account.auth_token,
        "date_created": when(0.0),
        "date_updated": when(0.0),
        "uri": f"{base}.json",
        "subresource_uris": {"messages": f"{base}/Messages.json"},
    }


def _service_json(service: Service, base: str) -> JsonObject:
    url = f"{base}v1/Services/{service.sid}"
    return {
        "sid": service.sid,
        "account_sid": service.account_sid,
        "friendly_name": service.friendly_name,
        "inbound_request_url": service.inbound_url or None,
        "inbound_method": "POST",
        "fallback_url": None,
        "fallback_method": "POST",
        "status_callback": None,
        "sticky_sender": True,
        "smart_encoding": False,
        "mms_converter": True,
        "fallback_to_long_code": False,
        "area_code_geomatch": True,
        "synchronous_validation": False,
        "scan_message_content": "inherit",
        "validity_period": 36_000,
        "usecase": "undeclared",
        "us_app_to_person_registered": False,
        "use_inbound_webhook_on_number": not service.inbound_url,
        "date_created": iso(service.created_at),
        "date_updated": iso(service.created_at),
        "url": url,
        "links": {"phone_numbers": f"{url}/PhoneNumbers"},
    }
