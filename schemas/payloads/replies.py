"""What crosses the Temporal wire for single messages: ids and seconds, never what they say."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ConversationRef:
    company_id: UUID
    conversation_id: UUID


@dataclass(frozen=True, slots=True)
class ReplyInput:
    """`rounds` looks at the outbox in one run; then it continues as new."""

    company_id: UUID
    conversation_id: UUID
    rounds: int = 100

    @property
    def ref(self) -> ConversationRef:
        return ConversationRef(self.company_id, self.conversation_id)


@dataclass(frozen=True, slots=True)
class SentDue:
    # Seconds until the next message is due; None when none is left.
    next_due: float | None = None
