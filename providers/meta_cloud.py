"""WhatsApp through Meta's Cloud API: frozen templates to many people."""

from collections.abc import Callable, Sequence

from pydantic_core import to_json
from pyreqwest.client import Client

from providers.base import OutboundMessage, SendReceipt, way_of
from providers.meta_calls import Messages, SendingNumber, receipt
from providers.meta_template import filler
from schemas.templates import FrozenTemplate, render


class MetaCloudSender:
    """Implements MessageSender. Shares its client, so closing a sender closes nothing."""

    def __init__(
        self, http: Client, number: SendingNumber, variants: Sequence[FrozenTemplate]
    ) -> None:
        self._messages = Messages(http, number)
        self._bodies = [compile_body(template) for template in variants]

    async def send(self, message: OutboundMessage) -> SendReceipt:
        body = way_of(self._bodies, message)
        return receipt(await self._messages.post(body(message)))

    async def close(self) -> None:
        """The client belongs to the process."""


def compile_body(template: FrozenTemplate) -> Callable[[OutboundMessage], bytes]:
    """A function that writes the request for one message; the template is looked at once.

    A template without a name is free words, for those who wrote to us in the last 24 hours.
    """
    if not template.name:
        return _compile_text(template)
    fill = filler(template)

    def body(message: OutboundMessage) -> bytes:
        return to_json(
            {
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                "to": message.to,
                "type": "template",
                "template": fill(message.parameters),
                # Comes back in every receipt, so an unknown outcome can be settled later.
                "biz_opaque_callback_data": str(message.message_id),
            }
        )

    return body


def _compile_text(spoken: FrozenTemplate) -> Callable[[OutboundMessage], bytes]:
    def body(message: OutboundMessage) -> bytes:
        said = render(spoken.components, spoken.parameter_format, message.parameters)
        return to_json(
            {
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                "to": message.to,
                "type": "text",
                "text": {"body": said.body, "preview_url": True},
                "biz_opaque_callback_data": str(message.message_id),
            }
        )

    return body
