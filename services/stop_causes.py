"""What happens to people, as what may end their cadences: replies, refusals, addresses that are dead."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import enrolment_causes
from db.queries.enrolment_stops import Cause
from db.session import Database
from schemas.cadences import Stop
from schemas.consents import Entry
from schemas.contents import Content, Reaction
from schemas.enums import Channel
from schemas.events import MessageEvent
from services import enrolment_stops
from services.automatic_replies import is_automatic

_TWILIO = "twilio"


def reply(event: MessageEvent, contact_id: UUID) -> Cause | None:
    """What a message that says something new ends: as an answer, or as one of us who writes.

    None for what a phone answers by itself.
    """
    if is_automatic(event.body):
        return None
    channel = Channel.SMS if event.provider == _TWILIO else Channel.WHATSAPP
    # From the phone that shares the number: a person of ours writes to them.
    reason = Stop.AGENT if event.echo else Stop.REPLY
    return Cause(contact_id, reason.value, channel.value, event.occurred_at)


async def taken_over(
    session: AsyncSession, company_id: UUID, contact_id: UUID, contents: Sequence[Content]
) -> None:
    """A person of ours writes to them: what goes out by itself stops. A reaction is no message."""
    if any(not isinstance(content, Reaction) for content in contents):
        await enrolment_stops.stop(session, company_id, [contact_id], Stop.AGENT)


@dataclass(slots=True)
class Failures:
    """Sends whose failure says something of their person, to be heeded once it is committed.

    Receipts hold rows of the ledger and its counters, which come behind the enrolments: so what they
    end is ended in a transaction of its own. Nothing goes out meanwhile, for the claim looks at
    the address.
    """

    # Sends of campaigns and cadences, to addresses that cannot be reached.
    unreachable: set[UUID] = field(default_factory=set)
    # Sends, and messages of conversations, whose people want no more.
    refused_sends: set[UUID] = field(default_factory=set)
    refused_messages: set[UUID] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.unreachable or self.refused_sends or self.refused_messages)

    def add(self, other: "Failures") -> None:
        self.unreachable |= other.unreachable
        self.refused_sends |= other.refused_sends
        self.refused_messages |= other.refused_messages


async def heed_failures(database: Database, company_id: UUID, failures: Failures) -> None:
    """End what these failures end, in a transaction of its own."""
    if not failures:
        return
    async with database.company(company_id) as session:
        bounced = await enrolment_causes.people_of_sends(session, failures.unreachable)
        causes = [
            Cause(contact_id, Stop.BOUNCE.value, channel) for contact_id, channel in sorted(bounced)
        ]
        refusing = await enrolment_causes.people_of_sends(session, failures.refused_sends)
        people = {contact_id for contact_id, _ in refusing}
        people |= await enrolment_causes.people_of_messages(session, failures.refused_messages)
        # All locks of both at once, for counters of the first may be waited for by others.
        await enrolment_stops.hold(session, people | {cause.contact_id for cause in causes})
        await enrolment_stops.stop_refused(session, company_id, people)
        await enrolment_stops.stop_for(session, company_id, causes)


async def heed_refusals(session: AsyncSession, company_id: UUID, entries: Iterable[Entry]) -> None:
    """End what people refuse by words that were just written into the ledger of consent."""
    refusals = [entry for entry in entries if not entry.granted]
    known = {entry.contact_id for entry in refusals if entry.contact_id is not None}
    keys = {entry.match_key for entry in refusals if entry.contact_id is None and entry.match_key}
    await heed_refusals_of(session, company_id, known, keys)


async def heed_refusals_of(
    session: AsyncSession, company_id: UUID, contact_ids: Collection[UUID], keys: Collection[str]
) -> None:
    """The same for these contacts, and whoever has these addresses."""
    owners = await enrolment_causes.owners(session, keys) if keys else set()
    await enrolment_stops.stop_refused(session, company_id, set(contact_ids) | owners)
