"""What somebody allowed or forbade, as it is told to the ledger. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from schemas.enums import Channel, ConsentSource

# Whoever else is told of it, these are the person's own words.
OWN_WORDS = (ConsentSource.KEYWORD, ConsentSource.BUTTON, ConsentSource.PROVIDER)
# In a proof: the channel on which it was said, where it holds for another one too.
SAID_ON = "said_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One word on one channel: about a contact, about an address, or both.

    With a contact, or an address that is one's, it is about all numbers of that person.
    """

    channel: Channel
    # schemas.policies: "all", "marketing" or a topic's.
    scope: str
    granted: bool
    source: ConsentSource
    occurred_at: datetime
    contact_id: UUID | None = None
    match_key: str | None = None
    # What shows that it was said. Names nobody: the line outlives the contact.
    proof: Mapping[str, object] = field(default_factory=dict)
    recorded_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether something is forbidden to be sent to an address now."""

    channel: Channel
    match_key: str
    scope: str
    refused: bool
