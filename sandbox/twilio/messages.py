"""`/Messages.json`: send one, look one up, list them."""

import asyncio
import re
import time
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import JSONResponse, Response

from sandbox.meta.endpoints import HangUp
from sandbox.twilio.deliveries import Deliveries
from sandbox.twilio.errors import TwilioError
from sandbox.twilio.model import API, Number, Sms, new_sid
from sandbox.twilio.outcomes import Outcome, outcome_for
from sandbox.twilio.segments import segments
from sandbox.twilio.wire import Call, page, when

JsonObject = dict[str, Any]
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_LONGEST_BODY = 1600
_VALIDITY = range(1, 36_001)
# How long callbacks that come before the answer may hold it up.
_CALLBACKS_FIRST = 3.0


async def create(call: Call) -> Response:
    form, twilio = await call.form(), call.twilio
    call.entry.recipient = form.get("To", "").lstrip("+") or None
    call.entry.callback = form.get("StatusCallback")
    if not twilio.within_throughput(call.account.sid):
        call.entry.outcome = "throughput"
        raise TwilioError(20429)
    number, service_sid = _checked(call, form)
    outcome = outcome_for(form["To"])
    call.entry.outcome = outcome.name
    if outcome.refuse is not None:
        raise TwilioError(outcome.refuse, form["To"])
    if outcome.throttle is not None and _throttled(call, form["To"]):
        raise TwilioError(outcome.throttle)
    sms = _accept(call, form, number, service_sid, outcome) if outcome.accepted else None
    if outcome.hang_up:
        raise HangUp
    if outcome.callbacks_first:
        await _callbacks_first(call)
    if outcome.slow:
        await asyncio.sleep(twilio.behaviour.slow_answer)
    if sms is None or outcome.server_error:
        raise TwilioError(20500)
    return JSONResponse(as_json(sms), 201)


async def fetch(call: Call) -> Response:
    return JSONResponse(as_json(_owned(call)))


async def cancel(call: Call) -> Response:
    """`Status=canceled`: of what has not left yet."""
    sms, form = _owned(call), await call.form()
    if form.get("Status") == "canceled" and sms.status in ("accepted", "queued", "scheduled"):
        Deliveries(call.twilio).report(sms, "canceled")
    return JSONResponse(as_json(sms))


async def list_all(call: Call) -> Response:
    """Newest first; by To, From and the day it was sent."""
    query, twilio = call.request.query_params, call.twilio
    if to := query.get("To"):
        sids = twilio.by_address.get(to, [])
        found = [twilio.messages[sid] for sid in sids if sid in twilio.messages]
    else:
        found = list(twilio.messages.values())
    mine = [sms for sms in reversed(found) if sms.account_sid == call.account.sid]
    if sender := query.get("From"):
        mine = [sms for sms in mine if sms.sender == sender]
    mine = [sms for sms in mine if _is_of_days(sms, query)]
    shown, links = page(call.request, mine, lambda sms: sms.sid)
    return JSONResponse({**links, "messages": [as_json(sms) for sms in shown]})


def as_json(sms: Sms) -> JsonObject:
    base = f"/{API}/Accounts/{sms.account_sid}/Messages/{sms.sid}"
    return {
        "sid": sms.sid,
        "account_sid": sms.account_sid,
        "messaging_service_sid": sms.service_sid,
        "from": sms.sender or None,
        "to": sms.to,
        "body": sms.body,
        "status": sms.status,
        "direction": "inbound" if sms.inbound else "outbound-api",
        "num_segments": str(sms.segments),
        "num_media": "0",
        "date_created": when(sms.created_at),
        "date_updated": when(sms.sent_at or sms.created_at),
        "date_sent": when(sms.sent_at),
        "error_code": sms.error_code,
        "error_message": None,
        "price": None,
        "price_unit": "USD",
        "api_version": API,
        "uri": f"{base}.json",
        "subresource_uris": {"media": f"{base}/Media.json"},
    }


def _checked(call: Call, form: JsonObject) -> tuple[Number, str | None]:
    """Who sends it; or the error it deserves."""
    twilio, to, body = call.twilio, form.get("To", ""), form.get("Body", "")
    if not to:
        raise TwilioError(21604)
    if not body:
        raise TwilioError(21602)
    number, service_sid = _sender(call, form)
    if not _E164.fullmatch(to):
        raise TwilioError(21211, to)
    if to == number.phone:
        raise TwilioError(21266, to)
    if len(body) > _LONGEST_BODY:
        raise TwilioError(21617)
    callback = form.get("StatusCallback")
    if callback is not None and urlsplit(callback).scheme not in ("http", "https"):
        raise TwilioError(21609, callback)
    validity = form.get("ValidityPeriod", "1")
    if not validity.isdigit() or int(validity) not in _VALIDITY:
        raise TwilioError(20001, "ValidityPeriod")
    if (number.service_sid or number.sid, to) in twilio.stopped:
        raise TwilioError(21610)
    return number, service_sid


def _sender(call: Call, form: JsonObject) -> tuple[Number, str | None]:
    twilio, account = call.twilio, call.account.sid
    if service_sid := form.get("MessagingServiceSid"):
        service = twilio.services.get(service_sid)
        if service is None or service.account_sid != account:
            raise TwilioError(21701)
        numbers = twilio.numbers_of(service_sid)
        if not numbers:
            raise TwilioError(21703)
        # One person always hears from the same of its numbers.
        return numbers[sum(form["To"].encode()) % len(numbers)], service_sid
    if not form.get("From"):
        raise TwilioError(21603)
    number = twilio.number_by_phone(account, form["From"])
    if number is None:
        raise TwilioError(21606, form["From"])
    return number, None


def _throttled(call: Call, to: str) -> bool:
    call.twilio.throttled[to] += 1
    return call.twilio.throttled[to] <= call.twilio.behaviour.throttle_tries


def _accept(
    call: Call, form: JsonObject, number: Number, service_sid: str | None, outcome: Outcome
) -> Sms:
    twilio, size = call.twilio, segments(form["Body"])
    wait = twilio.queued_for(number.sid, size)
    if wait is None:
        call.entry.outcome = "queue_full"
        raise TwilioError(21611)
    sms = Sms(
        sid=new_sid("SM"),
        account_sid=call.account.sid,
        sender=number.phone,
        to=form["To"],
        body=form["Body"],
        status="accepted" if service_sid else "queued",
        segments=size,
        created_at=time.time(),
        service_sid=service_sid,
        callback=form.get("StatusCallback", ""),
    )
    call.entry.accepted, call.entry.message_id = True, sms.sid
    twilio.store(sms, number)
    Deliveries(twilio).follow(sms, outcome, wait)
    return sms


async def _callbacks_first(call: Call) -> None:
    """Wait until the receiver has what is under way, but not for ever."""
    waited = 0.0
    while call.twilio.pending and waited < _CALLBACKS_FIRST:
        await asyncio.sleep(0.01)
        waited += 0.01


def _owned(call: Call) -> Sms:
    sms = call.twilio.messages.get(call.node())
    if sms is None or sms.account_sid != call.account.sid:
        raise TwilioError(20404, call.request.url.path)
    return sms


def _is_of_days(sms: Sms, query: Any) -> bool:
    """`DateSent`, `DateSent>` and `DateSent<` (which include their day), as Twilio names them."""
    wanted = {sign: query.get(f"DateSent{sign}") for sign in ("", ">", "<")}
    if not any(wanted.values()):
        return True
    if sms.sent_at is None:
        return False
    day = datetime.fromtimestamp(sms.sent_at, UTC).date()
    exact, after, before = (_day(wanted[sign]) for sign in ("", ">", "<"))
    return (
        (exact is None or day == exact)
        and (after is None or day >= after)
        and (before is None or day <= before)
    )


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given[:10]) if given else None
    except ValueError as error:
        raise TwilioError(20001, "DateSent") from error
