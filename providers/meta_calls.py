"""One call to Meta's /messages, and which of the four endings it had when it failed."""

from dataclasses import dataclass

from pydantic_core import from_json
from pyreqwest.client import Client
from pyreqwest.exceptions import RequestError
from pyreqwest.http import Url

from providers import meta_codes
from providers.base import (
    OutcomeUnknown,
    ProviderError,
    Recovery,
    Rejected,
    SendReceipt,
    Throttled,
)
from providers.endings import ending

_OK = range(200, 300)
_SERVER_ERROR = 500
_REQUEST_TIMEOUT = 408
_TOO_MANY_REQUESTS = 429
_MAX_DETAIL = 500


@dataclass(frozen=True, slots=True)
class SendingNumber:
    """Where and as whom: the address of one number's /messages and its token."""

    messages_url: str
    token: str


class Messages:
    """The /messages of one number. The client belongs to the process and is shared."""

    def __init__(self, http: Client, number: SendingNumber) -> None:
        self._http = http
        # Read once, not for every message.
        self._url = Url(number.messages_url)
        self._token = f"Bearer {number.token}"

    async def post(self, body: bytes) -> bytes:
        """Meta's answer; raises one of the four ProviderErrors."""
        request = (
            self._http.post(self._url)
            .header("Authorization", self._token, is_sensitive=True)
            .header("Content-Type", "application/json")
            .body_bytes(body)
            .build()
        )
        try:
            response = await request.send()
            answer = bytes(await response.bytes())
        except RequestError as error:
            raise ending(error) from error
        if response.status in _OK:
            return answer
        raise failure(response.status, answer)


def receipt(answer: bytes) -> SendReceipt:
    try:
        data = from_json(answer)
        provider_id = str(data["messages"][0]["id"])
        contacts = data.get("contacts") or [{}]
        recipient = contacts[0].get("wa_id")
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        # Accepted, but by which id we shall never read: only a receipt can settle it.
        raise OutcomeUnknown("accepted, but the answer is unreadable") from error
    return SendReceipt(provider_id, str(recipient) if recipient else None)


def failure(status: int, answer: bytes) -> ProviderError:
    """Which of the four endings an unsuccessful answer is."""
    error = meta_error(answer)
    if error is not None and status >= _SERVER_ERROR and error[0] in meta_codes.VAGUE:
        return OutcomeUnknown(f"HTTP {status}, code {error[0]}")
    if error is not None:
        return meta_codes.failure(*error)
    if status == _TOO_MANY_REQUESTS:
        return Throttled("http_429", meta_codes.DEFAULT_PAUSE)
    if status >= _SERVER_ERROR or status == _REQUEST_TIMEOUT:
        return OutcomeUnknown(f"HTTP {status} without Meta's error")
    # Something that is not Meta answers at this address: every message would end like this.
    return Rejected(
        f"http_{status}", "The answer did not come from Meta", Recovery.PAUSE_CONNECTION
    )


def meta_error(answer: bytes) -> tuple[int, str] | None:
    """Code and words of Meta's error body; None when the body is not one."""
    try:
        error = from_json(answer)["error"]
        code = int(error["code"])
    except (ValueError, LookupError, TypeError):
        return None
    extra = error.get("error_data")
    details = extra.get("details") if isinstance(extra, dict) else None
    return code, str(details or error.get("message") or "refused")[:_MAX_DETAIL]
