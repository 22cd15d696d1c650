"""WhatsApp through Meta's Cloud API: one frozen template to many people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic_core import from_json, to_json
from pyreqwest.client import Client
from pyreqwest.exceptions import PoolTimeoutError, RequestError
from pyreqwest.http import Url

from providers import meta_codes
from providers.base import (
    OutboundMessage,
    OutcomeUnknown,
    ProviderError,
    Recovery,
    Rejected,
    SendReceipt,
    Throttled,
    Unavailable,
)
from schemas.templates import FrozenTemplate, Variable, variables

# How the client's chain of causes names a failure before the request was written. Its exception
# types do not tell: a time-out waiting for the answer is a ConnectTimeoutError as well.
_CONNECTING = "client error (Connect)"
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


class MetaCloudSender:
    """Implements MessageSender. Shares its client, so closing a sender closes nothing."""

    def __init__(self, http: Client, number: SendingNumber, template: FrozenTemplate) -> None:
        self._http = http
        # Read once, not for every message.
        self._url = Url(number.messages_url)
        self._token = f"Bearer {number.token}"
        self._body = compile_body(template)

    async def send(self, message: OutboundMessage) -> SendReceipt:
        request = (
            self._http.post(self._url)
            .header("Authorization", self._token, is_sensitive=True)
            .header("Content-Type", "application/json")
            .body_bytes(self._body(message))
            .build()
        )
        try:
            response = await request.send()
            answer = bytes(await response.bytes())
        except RequestError as error:
            raise _ending(error) from error
        if response.status in _OK:
            return _receipt(answer)
        raise failure(response.status, answer)

    async def close(self) -> None:
        """The client belongs to the process."""


def compile_body(template: FrozenTemplate) -> Callable[[OutboundMessage], bytes]:
    """A function that writes the request for one message; the template is looked at once."""
    slots = variables(template.components, template.parameter_format)
    named = template.parameter_format.lower() == "named"
    head = {"name": template.name, "language": {"code": template.language}}
    shells = _components(slots, named=named)

    def body(message: OutboundMessage) -> bytes:
        values = message.parameters
        filled: dict[str, object] = dict(head)
        if len(slots) != len(values):
            detail = f"{len(slots)} values needed, {len(values)} given"
            raise Rejected("parameters_mismatch", detail, Recovery.PAUSE_CAMPAIGN)
        if slots:
            filled["components"] = [
                {**shell, "parameters": [write(values[place]) for place, write in members]}
                for shell, members in shells
            ]
        payload = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": message.to,
            "type": "template",
            "template": filled,
            # Comes back in every receipt, so an unknown outcome can be settled later.
            "biz_opaque_callback_data": str(message.message_id),
        }
        return to_json(payload)

    return body


def _ending(error: RequestError) -> ProviderError:
    """Unavailable only where it is certain that nothing left; else the outcome is unknown."""
    causes = [cause["message"] for cause in error.details["causes"] or ()]
    if isinstance(error, PoolTimeoutError) or _CONNECTING in causes:
        return Unavailable("; ".join(causes[1:]) or error.message)
    return OutcomeUnknown(f"{type(error).__name__}: {error.message}")


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


_Write = Callable[[str], dict[str, object]]


def _components(
    slots: Sequence[Variable], *, named: bool
) -> list[tuple[dict[str, str], list[tuple[int, _Write]]]]:
    """Meta's components, header, body, then one for each button with a value: what stands in each,
    and which of the values go into it and how they are written.
    """
    found: dict[tuple[str, int | None], list[tuple[int, _Write]]] = {}
    kinds: dict[int | None, str] = {}
    for place, slot in enumerate(slots):
        found.setdefault((slot.place, slot.button), []).append((place, _writer(slot, named=named)))
        kinds[slot.button] = "copy_code" if slot.kind == "coupon_code" else "url"
    return [
        (
            {"type": place}
            if button is None
            else {"type": "button", "sub_type": kinds[button], "index": str(button)},
            members,
        )
        for (place, button), members in found.items()
    ]


def _writer(slot: Variable, *, named: bool) -> _Write:
    """How a value of this variable reads as one of Meta's parameters."""
    if slot.kind == "coupon_code":
        return lambda value: {"type": "coupon_code", "coupon_code": value}
    if slot.kind == "location":
        return lambda value: {"type": "location", "location": _location(value)}
    if slot.kind != "text":
        kind = slot.kind
        return lambda value: {"type": kind, kind: _reference(value)}
    if named and slot.button is None:
        name = slot.name
        return lambda value: {"type": "text", "text": value, "parameter_name": name}
    return lambda value: {"type": "text", "text": value}


def _reference(value: str) -> dict[str, str]:
    return {"link": value} if value.startswith(("http://", "https://")) else {"id": value}


def _location(value: str) -> dict[str, str]:
    """A value reads "latitude, longitude, name, address"."""
    parts = [part.strip() for part in value.split(",", 3)]
    return dict(zip(("latitude", "longitude", "name", "address"), parts, strict=False))


def _receipt(answer: bytes) -> SendReceipt:
    try:
        data = from_json(answer)
        provider_id = str(data["messages"][0]["id"])
        contacts = data.get("contacts") or [{}]
        recipient = contacts[0].get("wa_id")
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        # Accepted, but by which id we shall never read: only a receipt can settle it.
        raise OutcomeUnknown("accepted, but the answer is unreadable") from error
    return SendReceipt(provider_id, str(recipient) if recipient else None)


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
