"""What the rest of the program knows about any messaging provider.

Success, and the four ways a call can end badly. Which of the four it was decides whether a
person may get a message twice, so each adapter has a table test for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol, TypeVar
from uuid import UUID

from schemas.contents import Content
from schemas.events import InboundEvent

_Way = TypeVar("_Way")


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """One message to hand over. `message_id` is ours and comes back in every receipt."""

    message_id: UUID
    # E.164 with +.
    to: str
    # Values of the template's variables, in the frozen template's order.
    parameters: tuple[str, ...] = ()
    # Which of the campaign's ways to say it, from 1 on.
    variant: int = 1


@dataclass(frozen=True, slots=True)
class SendReceipt:
    """The provider accepted the message; it is not delivered yet."""

    provider_id: str
    # The provider's own id for the recipient (Meta's wa_id), when it tells.
    recipient_id: str | None = None


class MessageSender(Protocol):
    async def send(self, message: OutboundMessage) -> SendReceipt:
        """Hand one message over; raises one of the four ProviderErrors."""
        ...

    async def close(self) -> None: ...


class SenderFactory(Protocol):
    async def __call__(self, company_id: UUID, campaign_id: UUID) -> MessageSender:
        """The sender a frozen campaign goes out by; the caller closes it."""
        ...


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message of a conversation. `message_id` is ours and comes back in every receipt."""

    message_id: UUID
    # E.164 with +.
    to: str
    content: Content
    # The provider's id of the message this one answers.
    reply_to: str | None = None
    # The provider's id of the content's file.
    media_id: str | None = None


class ChatSender(Protocol):
    """One number of ours, for the messages people write."""

    async def send(self, message: ChatMessage) -> SendReceipt:
        """Hand one message over; raises one of the four ProviderErrors."""
        ...

    async def mark_read(self, provider_id: str, *, typing: bool = False) -> None:
        """Show the customer that their message was read, and perhaps that somebody types."""
        ...

    async def close(self) -> None: ...


class MessageReader(Protocol):
    """Turns a provider's webhook into events; no company is known here yet."""

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        """True if the raw bytes carry a valid signature of any of our secrets."""
        ...

    def parse(self, body: bytes) -> list[InboundEvent]:
        """All events of one webhook; what is unknown comes as an OtherEvent, never an error."""
        ...


class Recovery(StrEnum):
    """What a provider's refusal asks of us, by its code (providers.verdicts)."""

    # This message is refused; nobody and nothing else is concerned.
    FAIL = "fail"
    # Nothing reaches this address on this channel: none is tried again until it writes to us.
    UNREACHABLE = "unreachable"
    # The provider holds this message back from this person: much later it may let one through.
    HOLD = "hold"
    # The phone was off or nobody knows why: once more, much later.
    RETRY_ONCE = "retry_once"
    # No marketing to this person any more.
    SUPPRESS = "suppress"
    # The campaign's values or settings are wrong: every further message of it would fail too.
    PAUSE_CAMPAIGN = "pause_campaign"
    # The template is paused or gone: so would those of every campaign that sends it.
    PAUSE_TEMPLATE = "pause_template"
    # The number is limited or blocked.
    PAUSE_NUMBER = "pause_number"
    # Token, permission, account or payment.
    PAUSE_CONNECTION = "pause_connection"


# What stops more than the one message.
PAUSES = frozenset(
    {
        Recovery.PAUSE_CAMPAIGN,
        Recovery.PAUSE_TEMPLATE,
        Recovery.PAUSE_NUMBER,
        Recovery.PAUSE_CONNECTION,
    }
)
# What the recipient may get after all, much later.
LATER = frozenset({Recovery.HOLD, Recovery.RETRY_ONCE})


class ProviderError(Exception):
    """Base of the four ways a provider call can end badly."""


class Rejected(ProviderError):
    """The provider refused this message; sending it again as it is cannot help."""

    def __init__(self, code: str, detail: str, recovery: Recovery = Recovery.FAIL) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.recovery = recovery


class Throttled(ProviderError):
    """Nothing was sent; ask again after a pause.

    `whole_number` is False when only this recipient has to wait (Meta's pair rate).
    """

    def __init__(self, code: str, retry_after: timedelta, *, whole_number: bool = True) -> None:
        super().__init__(f"{code}: throttled for {retry_after}")
        self.code = code
        self.retry_after = retry_after
        self.whole_number = whole_number


def way_of(ways: Sequence[_Way], message: OutboundMessage) -> _Way:
    """What was made of this message's variant; raises Rejected where there is no such variant.

    Nothing has left then, and the next message may lack it too.
    """
    if not 1 <= message.variant <= len(ways):
        detail = f"there is no variant {message.variant}"
        raise Rejected("parameters_mismatch", detail, Recovery.PAUSE_CAMPAIGN)
    return ways[message.variant - 1]


class Unavailable(ProviderError):
    """The request never reached the provider, so it is safe to repeat."""


class OutcomeUnknown(ProviderError):
    """The request left, no answer came: the message may or may not be out."""
