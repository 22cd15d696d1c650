"""Somebody who walks through a cadence, as far as they come in one page."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from db.queries.travelling import CountKey, Done, Stand, Traveller
from schemas.cadences import StepOutcome


@dataclass(slots=True)
class Walk:
    """One enrolment while its page lasts."""

    who: Traveller
    # When it came to where it stands: what a wait counts from.
    at: datetime
    # It stands at this step, and has to do it; None: at the end.
    step: str | None = None
    stand: Stand | None = None
    done: list[Done] = field(default_factory=list)
    last_recipient_id: UUID | None = None
    last_sent_at: datetime | None = None


def waiting(version: int, step_key: str) -> CountKey:
    """As what somebody is counted who stands at this step."""
    return CountKey(version, step_key, StepOutcome.WAITING)


def as_now(walk: Walk) -> Traveller:
    """The enrolment with what its walk has changed of it: a message of this very page counts."""
    who = walk.who
    return Traveller(
        who.id,
        who.contact_id,
        who.version,
        who.lap,
        who.step_key,
        who.due_at,
        last_recipient_id=walk.last_recipient_id,
        last_sent_at=walk.last_sent_at,
    )
