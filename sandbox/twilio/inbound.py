"""A customer writes an SMS: told to the business, and heard by Twilio's own opt-out."""

import time
from collections.abc import Mapping

from sandbox.meta.model import Phone
from sandbox.twilio.model import API, Number, Sms, new_sid
from sandbox.twilio.segments import segments
from sandbox.twilio.world import TwilioWorld

_STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
_START = {"START", "YES", "UNSTOP"}
_HELP = {"HELP", "INFO"}
_BRAZIL = "+55"


def receive(
    twilio: TwilioWorld,
    phone: Phone,
    number: Number,
    body: str,
    *,
    media: Mapping[str, str] | None = None,
) -> Sms:
    """Store what a customer wrote and call the number's address. `media`: addresses and types."""
    sender = twilio.dialled.get(phone.wa_id, f"+{phone.wa_id}")
    sms = Sms(
        sid=new_sid("MM" if media else "SM"),
        account_sid=number.account_sid,
        sender=sender,
        to=number.phone,
        body=body,
        status="received",
        segments=segments(body),
        created_at=time.time(),
        inbound=True,
        service_sid=number.service_sid,
    )
    twilio.store(sms, number)
    kind = _heard(twilio, number, sender, body)
    account = twilio.accounts[number.account_sid]
    if url := _address(twilio, number):
        form = _form(sms, number, kind, media or {})
        twilio.callbacks.put(url, account.auth_token, form, twilio.behaviour.callback_tries)
    return sms


def _heard(twilio: TwilioWorld, number: Number, sender: str, body: str) -> str | None:
    """STOP, START or HELP, when that is all they wrote; Twilio blocks whoever wrote STOP."""
    word = body.strip().upper()
    key = (number.service_sid or number.sid, sender)
    if word in _STOP:
        twilio.stopped.add(key)
        return "STOP"
    if word in _START:
        twilio.stopped.discard(key)
        return "START"
    return "HELP" if word in _HELP else None


def _address(twilio: TwilioWorld, number: Number) -> str:
    service = twilio.services.get(number.service_sid or "")
    own = service.inbound_url if service else ""
    return own or number.sms_url or twilio.behaviour.webhook_url or ""


def _form(sms: Sms, number: Number, kind: str | None, media: Mapping[str, str]) -> dict[str, str]:
    form = {
        "AccountSid": sms.account_sid,
        "ApiVersion": API,
        "Body": sms.body,
        "From": sms.sender,
        "FromCity": "",
        "FromCountry": "BR" if sms.sender.startswith(_BRAZIL) else "US",
        "FromState": "",
        "FromZip": "",
        "MessageSid": sms.sid,
        "NumMedia": str(len(media)),
        "NumSegments": str(sms.segments),
        "SmsMessageSid": sms.sid,
        "SmsSid": sms.sid,
        "SmsStatus": "received",
        "To": sms.to,
        "ToCity": "",
        "ToCountry": "BR" if sms.to.startswith(_BRAZIL) else "US",
        "ToState": "",
        "ToZip": "",
    }
    for place, (url, mime_type) in enumerate(media.items()):
        form |= {f"MediaUrl{place}": url, f"MediaContentType{place}": mime_type}
    if number.service_sid:
        form["MessagingServiceSid"] = number.service_sid
        # Told by services with Advanced Opt-Out, as this one is.
        if kind:
            form["OptOutType"] = kind
    return form
