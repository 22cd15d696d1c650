"""What a provider can tell us, in one shape for all of them. Standard library only."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from schemas.enums import DeliveryStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundEvent:
    """Base: where it belongs and how a repeat of it is recognised."""

    provider: str
    # Meta: the phone number id, or the WABA id where the event names no number.
    account_id: str
    # Same event, same id, for ever: the key of the raw store.
    external_id: str
    kind: str
    occurred_at: datetime
    # The event's own JSON, so that it can be stored and replayed alone.
    payload: dict[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEvent(InboundEvent):
    """A receipt for a message we sent."""

    status: DeliveryStatus
    provider_id: str
    # Our own message id, when the provider echoes it.
    message_id: UUID | None = None
    # The provider's id of the recipient (wa_id).
    recipient_id: str | None = None
    error_code: str | None = None
    error_detail: str | None = None
    # What the failure asks of us beyond this message: a providers.base.Recovery.
    recovery: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEvent(InboundEvent):
    """A customer wrote; or (`echo`) we did, on the phone that shares the number."""

    provider_id: str
    # Digits of the sender's phone or wa_id; None when only a business-scoped id is told.
    sender: str | None
    sender_user_id: str | None = None
    sender_name: str | None = None
    # text, image, button, interactive, reaction, location, … or "unknown".
    message_kind: str = "text"
    body: str = ""
    # The message it answers, or (reaction, edit, revoke) the one it is about.
    context_id: str | None = None
    # The provider's own part of this kind, e.g. an image's id, type and caption.
    part: dict[str, object] = field(default_factory=dict, repr=False)
    # Then sender is the customer it was written to.
    echo: bool = False
    # Which of our numbers it was written to, where account_id names none: E.164 with +, or the
    # provider's id, the surest first.
    numbers: tuple[str, ...] = ()

    @property
    def ours(self) -> tuple[str, ...]:
        """What may name our number, the surest first."""
        return self.numbers or (self.account_id,)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateEvent(InboundEvent):
    """A template changed at the provider."""

    provider_template_id: str
    name: str
    language: str
    # "status", "category" or "quality"; `after` is the new value, lower case.
    change: str
    before: str | None = None
    after: str = ""
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEvent(InboundEvent):
    """The provider says something about an account or number: quality, restriction, limits."""

    event: str
    detail: str = ""
    # Digits of the number it is about, when it names one.
    number: str | None = None
    # How many people may be written to in 24 hours from now on, as the provider words it: a tier's
    # name or a number.
    daily_limit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceEvent(InboundEvent):
    """A customer told the provider whether we may send them marketing."""

    sender: str
    allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherEvent(InboundEvent):
    """Something we do not act on: stored, acknowledged, ignored."""
