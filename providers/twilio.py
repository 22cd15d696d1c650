"""SMS through Twilio: one frozen text to many people, and single messages people write."""

from datetime import UTC, datetime

from pyreqwest.client import Client

from providers.base import ChatMessage, OutboundMessage, Recovery, Rejected, SendReceipt
from providers.sms import SmsCampaign, SmsNumber, texts
from providers.twilio_calls import Addresses, Messages
from schemas.contents import Text

_SHORTEST, _LONGEST = 1, 36_000


class TwilioSender:
    """Implements MessageSender. Shares its client, so closing a sender closes nothing."""

    def __init__(
        self, http: Client, addresses: Addresses, number: SmsNumber, campaign: SmsCampaign
    ) -> None:
        self._messages = Messages(http, addresses, number)
        self._expires_at = campaign.expires_at
        self._text = texts(campaign)

    async def send(self, message: OutboundMessage) -> SendReceipt:
        fields = {"Body": self._text(message)}
        if self._expires_at is not None:
            fields["ValidityPeriod"] = str(validity(self._expires_at, datetime.now(UTC)))
        return await self._messages.post(message.message_id, message.to, fields)

    async def close(self) -> None:
        """The client belongs to the process."""


class TwilioChatSender:
    """Implements ChatSender: text only, which is all an SMS can be."""

    def __init__(self, http: Client, addresses: Addresses, number: SmsNumber) -> None:
        self._messages = Messages(http, addresses, number)

    async def send(self, message: ChatMessage) -> SendReceipt:
        if not isinstance(message.content, Text):
            raise Rejected("not_text", "An SMS can only be text", Recovery.FAIL)
        return await self._messages.post(
            message.message_id, message.to, {"Body": message.content.body}
        )

    async def mark_read(self, provider_id: str, *, typing: bool = False) -> None:
        """An SMS does not tell its writer that it was read."""

    async def close(self) -> None:
        """The client belongs to the process."""


def validity(expires_at: datetime, now: datetime) -> int:
    """How many seconds Twilio may still try."""
    return max(_SHORTEST, min(_LONGEST, int((expires_at - now).total_seconds())))
