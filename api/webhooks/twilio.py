"""What Twilio calls: what became of our SMS, and what customers write. Plain ASGI, like Meta's door.

POST /webhooks/twilio for every account: the call names its account, whose auth token signs it.
Events are committed before the answer.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from starlette.types import Receive, Scope, Send

from api.webhooks.answers import BodyTooLarge, ClientGone, read_body, refuse, say
from api.webhooks.intake import Intake
from api.webhooks.sms_directory import SmsDirectory, SmsEndpoint
from providers.sms import Callback
from services.inbound import Routed

_log = structlog.get_logger()
# TwiML that says nothing: no message is answered here.
_NOTHING = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'

AccountOf = Callable[[Callback], str | None]


class TwilioWebhooks:
    """An ASGI application for /webhooks/twilio."""

    def __init__(
        self, directory: SmsDirectory, account_of: AccountOf, intake: Intake, address: str
    ) -> None:
        self._directory = directory
        self._account_of = account_of
        self._intake = intake
        # As the provider knows it: what stands in Host may be a proxy's.
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            await refuse(send, 405, "method_not_allowed", "Only POST is known here.")
            return
        try:
            call = self._call(scope, await read_body(scope, receive))
            endpoint = await self._endpoint(call)
        except BodyTooLarge:
            await refuse(send, 413, "too_large", "A webhook may weigh 4 MB.")
        except ClientGone:
            return
        except Exception as error:  # noqa: BLE001 - the provider calls again, whatever it was
            _log.error("webhook_without_connection", error=type(error).__name__)
            await refuse(send, 503, "not_ready", "The connection could not be read. Call again.")
        else:
            await self._answer(endpoint, call, send)

    async def _answer(self, endpoint: SmsEndpoint | None, call: Callback, send: Send) -> None:
        # One answer for a stranger's account and a wrong signature: neither is confirmed.
        if endpoint is None or not endpoint.reader.verify(call):
            await refuse(send, 403, "bad_signature", "The signature is missing or wrong.")
        elif await self._keep(endpoint, call):
            await say(send, 200, _NOTHING, b"text/xml; charset=utf-8")
        else:
            await refuse(send, 503, "not_stored", "The events could not be stored. Call again.")

    async def _endpoint(self, call: Callback) -> SmsEndpoint | None:
        account = self._account_of(call)
        return await self._directory.endpoint(account) if account else None

    async def _keep(self, endpoint: SmsEndpoint, call: Callback) -> bool:
        """Commit the events; False when the database cannot be reached."""
        owner = endpoint.owner
        try:
            events = endpoint.reader.read(call, datetime.now(UTC))
            routed = [Routed(owner.connection_id, event) for event in events]
            await self._intake.put(owner.company_id, routed)
        except Exception as error:  # noqa: BLE001 - the provider calls again, whatever it was
            # The error's text may quote a customer's message.
            _log.error("webhook_not_stored", error=type(error).__name__)
            return False
        return True

    def _call(self, scope: Scope, body: bytes) -> Callback:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        query = scope["query_string"].decode("latin-1")
        return Callback(
            url=f"{self._address}?{query}" if query else self._address,
            body=body,
            content_type=headers.get(b"content-type", ""),
            signature=headers.get(b"x-twilio-signature", ""),
        )
