"""Twilio's callbacks as events: what became of our SMS, and what customers write."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from pydantic_core import from_json

from providers import twilio_codes
from providers.meta_json import clean, mapping, text
from providers.sms import Callback
from providers.twilio_signature import form, is_signed
from schemas.enums import DeliveryStatus
from schemas.events import InboundEvent, MessageEvent, OtherEvent, StatusEvent

PROVIDER = "twilio"
# Our own id, in the query of the address we asked to be called.
MESSAGE = "message"
STATUSES = {
    "accepted": DeliveryStatus.ACCEPTED,
    "scheduled": DeliveryStatus.ACCEPTED,
    "queued": DeliveryStatus.ACCEPTED,
    "sending": DeliveryStatus.ACCEPTED,
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
    "undelivered": DeliveryStatus.FAILED,
    "failed": DeliveryStatus.FAILED,
    "canceled": DeliveryStatus.FAILED,
}
_ACCOUNT = re.compile("AC[0-9a-fA-F]{32}")
_PHONE = re.compile(r"\+?([0-9]{3,15})")
_LONGEST_CODE = 5
_LONGEST_ID = 64
_MOST_FILES = 10


class TwilioReader:
    """Implements SmsReader; several tokens at once let one replace another."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tuple(tokens)

    def verify(self, call: Callback) -> bool:
        return is_signed(call, self._tokens)

    def read(self, call: Callback, now: datetime) -> list[InboundEvent]:
        message = parse_qs(urlsplit(call.url).query).get(MESSAGE, [""])[0]
        return _events(_params(call), str(clean(message)), now)


def account_of(call: Callback) -> str | None:
    """Whose call it says it is; nothing is proven by that."""
    told = _params(call).get("AccountSid", "")
    return told if _ACCOUNT.fullmatch(told) else None


def _params(call: Callback) -> dict[str, str]:
    """What is named twice is what stands first, for whoever asks."""
    return {str(clean(name)): str(clean(value)) for name, value in reversed(form(call))}


def stored(body: bytes) -> bool:
    """Whether this is a stored event of Twilio's, by what stands in its first line of names."""
    try:
        return {"params", "received_at"} <= mapping(from_json(body)).keys()
    except ValueError:
        return False


def parse(body: bytes) -> list[InboundEvent]:
    """The events of one that was stored."""
    try:
        stored = mapping(from_json(body))
        received_at = datetime.fromisoformat(text(stored.get("received_at")))
    except ValueError:
        return []
    params = {name: text(value) for name, value in mapping(stored.get("params")).items()}
    return _events(params, text(stored.get(MESSAGE)), received_at)


def _events(params: Mapping[str, str], message: str, at: datetime) -> list[InboundEvent]:
    payload: dict[str, object] = {
        "params": dict(params),
        MESSAGE: message,
        "received_at": at.astimezone(UTC).isoformat(),
    }
    sid = params.get("MessageSid") or params.get("SmsSid") or ""
    word = params.get("MessageStatus") or params.get("SmsStatus") or ""
    if sid and word == "received":
        return [_message(params, sid, at, payload)]
    if sid and word in STATUSES:
        return [_status(params, (sid, word), message, at, payload)]
    return [_other(params, f"{sid}:{word}:{at.isoformat()}", at, payload)]


def _status(
    params: Mapping[str, str],
    told: tuple[str, str],
    message: str,
    at: datetime,
    payload: dict[str, object],
) -> StatusEvent:
    (sid, word), code = told, params.get("ErrorCode", "")
    status = STATUSES[word]
    failed = status is DeliveryStatus.FAILED
    return StatusEvent(
        provider=PROVIDER,
        account_id=params.get("AccountSid", ""),
        external_id=f"{sid}:{word}:{code}"[:_LONGEST_ID],
        kind="status",
        occurred_at=at,
        payload=payload,
        status=status,
        provider_id=sid,
        message_id=_uuid(message),
        error_code=(code or word) if failed else None,
        recovery=recovery(code) if failed else None,
    )


def _message(
    params: Mapping[str, str], sid: str, at: datetime, payload: dict[str, object]
) -> InboundEvent:
    sender = _PHONE.fullmatch(params.get("From", ""))
    if sender is None:
        # WhatsApp over Twilio ("whatsapp:+55…"), or a name: nobody we could answer by SMS.
        return _other(params, sid, at, payload)
    ours = (params.get("To", ""), params.get("MessagingServiceSid", ""))
    return MessageEvent(
        provider=PROVIDER,
        account_id=params.get("AccountSid", ""),
        external_id=sid[:_LONGEST_ID],
        kind="message",
        occurred_at=at,
        payload=payload,
        provider_id=sid,
        sender=sender[1],
        message_kind="text",
        body=params.get("Body", ""),
        part=_part(params),
        numbers=tuple(filter(None, ours)),
    )


def _part(params: Mapping[str, str]) -> dict[str, object]:
    """What Twilio heard of STOP, and the files of an MMS, which are not fetched."""
    found: dict[str, object] = {}
    if told := params.get("OptOutType"):
        found["OptOutType"] = told
    count = params.get("NumMedia", "0")
    files = min(int(count), _MOST_FILES) if count.isdecimal() and len(count) < 4 else 0  # noqa: PLR2004
    if files:
        found["mms"] = [params.get(f"MediaContentType{place}", "") for place in range(files)]
    return found


def _other(
    params: Mapping[str, str], external_id: str, at: datetime, payload: dict[str, object]
) -> OtherEvent:
    return OtherEvent(
        provider=PROVIDER,
        account_id=params.get("AccountSid", ""),
        external_id=external_id[:_LONGEST_ID],
        kind="other_sms",
        occurred_at=at,
        payload=payload,
    )


def recovery(code: str) -> str:
    """What a failure with this code asks of us: a providers.base.Recovery."""
    number = int(code) if code.isdecimal() and len(code) <= _LONGEST_CODE else 0
    return twilio_codes.recovery(number).value


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
