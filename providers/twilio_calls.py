"""One call to Twilio's Messages, and which of the four endings it had when it failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from pydantic_core import from_json
from pyreqwest.client import Client
from pyreqwest.exceptions import RequestError
from pyreqwest.http import Url

from providers import twilio_codes
from providers.base import (
    OutcomeUnknown,
    ProviderError,
    Recovery,
    Rejected,
    SendReceipt,
    Throttled,
)
from providers.endings import ending
from providers.sms import SmsNumber

API = "2010-04-01"
_OK = range(200, 300)
_SERVER_ERROR = 500
_REQUEST_TIMEOUT = 408
_TOO_MANY_REQUESTS = 429
_MAX_DETAIL = 500


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where Twilio's API is, and where it is to tell what becomes of a message."""

    base_url: str
    callback_url: str


class Messages:
    """The Messages of one account. The client belongs to the process and is shared."""

    def __init__(self, http: Client, addresses: Addresses, number: SmsNumber) -> None:
        self._http = http
        base = addresses.base_url.rstrip("/")
        account = number.login.account_sid
        # Read once, not for every message.
        self._url = Url(f"{base}/{API}/Accounts/{account}/Messages.json")
        self._authorization = number.login.authorization
        service, phone = {"MessagingServiceSid": number.sid}, {"From": number.phone}
        self._sender = service if number.is_service else phone
        self._callback = addresses.callback_url

    async def post(self, message_id: UUID, to: str, fields: Mapping[str, str]) -> SendReceipt:
        """Have one message sent; raises one of the four ProviderErrors."""
        # Twilio echoes nothing but the address it was told to call: our id travels there.
        callback = f"{self._callback}?message={message_id}"
        form = {"To": to, **self._sender, "StatusCallback": callback, **fields}
        request = (
            self._http.post(self._url)
            .header("Authorization", self._authorization, is_sensitive=True)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body_bytes(urlencode(form).encode())
            .build()
        )
        try:
            response = await request.send()
            answer = bytes(await response.bytes())
        except RequestError as error:
            raise ending(error) from error
        if response.status in _OK:
            return _receipt(answer)
        raise failure(response.status, answer)


def failure(status: int, answer: bytes) -> ProviderError:
    """Which of the four endings an unsuccessful answer is."""
    error = twilio_error(answer)
    code = f", code {error[0]}" if error else ""
    # Whatever a 5xx says, the message may be out: Twilio has no key by which to ask twice.
    if status >= _SERVER_ERROR or status == _REQUEST_TIMEOUT:
        return OutcomeUnknown(f"HTTP {status}{code}")
    if error is not None:
        return twilio_codes.failure(*error)
    if status == _TOO_MANY_REQUESTS:
        return Throttled("http_429", twilio_codes.DEFAULT_PAUSE)
    # Something that is not Twilio answers at this address: every message would end like this.
    return Rejected(
        f"http_{status}", "The answer did not come from Twilio", Recovery.PAUSE_CONNECTION
    )


def twilio_error(answer: bytes) -> tuple[int, str] | None:
    """Code and words of Twilio's error body; None when the body is not one."""
    try:
        error = from_json(answer)
        code = int(error["code"])
    except (ValueError, LookupError, TypeError):
        return None
    return code, str(error.get("message") or "refused")[:_MAX_DETAIL]


def _receipt(answer: bytes) -> SendReceipt:
    try:
        sid = str(from_json(answer)["sid"])
    except (ValueError, LookupError, TypeError) as error:
        # Accepted, but by which id we shall never read: only a callback can settle it.
        raise OutcomeUnknown("accepted, but the answer is unreadable") from error
    return SendReceipt(sid)
