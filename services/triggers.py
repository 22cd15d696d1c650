"""One call from another system: a person, and everything to be done about them, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from pydantic_core import PydanticCustomError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.conversations import Message
from db.queries import outbox
from db.queries import triggers as rows
from schemas.api.ids import CADENCE, STAGE, Prefixed
from schemas.errors import FieldError, InvalidInput, InvalidState
from schemas.outgoing import Recipient
from schemas.triggers import (
    EnrolPart,
    EventPart,
    Fired,
    FiredContact,
    FiredEnrol,
    FiredEvent,
    FiredLaunch,
    FiredSend,
    FiredStop,
    SendPart,
    StopPart,
    Trigger,
)
from schemas.words import mark
from services import (
    contact_events,
    conversations,
    enrolling,
    enrolment_stops,
    launches,
    leads,
    program_messages,
    trigger_contacts,
)
from services.inboxes import all_eyes
from services.trigger_contacts import within

_NO_CADENCE = mark("There is no cadence with this id or external id.")
_NO_STAGE = mark("The pipeline has no such stage.")


class CallsUnavailable(InvalidState):
    code = "calls_unavailable"

    def __init__(self) -> None:
        super().__init__("Phone calls cannot be made yet. Nothing was done.")


@dataclass(frozen=True, slots=True)
class Told:
    """Who tells us, and the name of this telling: the same name twice is one."""

    # "api" or "hook", as contacts and enrolments keep it.
    source: str
    key: str
    key_id: UUID | None = None
    # The hook.
    source_id: UUID | None = None
    proof: Mapping[str, object] = field(default_factory=dict)

    @property
    def own_id(self) -> str:
        """Stands for the teller's own id of it where none is given."""
        return f"{self.source}:{sha256(self.key.encode()).hexdigest()}"


@dataclass(slots=True)
class Outcome:
    """What was done, and what has to be told after the commit."""

    fired: Fired
    contact_id: UUID | None = None
    message: Message | None = None
    campaign: Campaign | None = None


async def fire(session: AsyncSession, company_id: UUID, wanted: Trigger, told: Told) -> Outcome:
    """Do all of it in the caller's transaction; whatever is raised, nothing must be committed.

    What they said about being written to counts for the message; a stop and an event come before
    the enrolment, which they are not about. Safe to repeat with the same `told.key`.
    """
    if wanted.call is not None:
        raise CallsUnavailable
    outcome = Outcome(Fired())
    if wanted.contact is not None:
        await _contact(session, company_id, wanted, told, outcome)
    if wanted.launch is not None:
        with within("launch"):
            outcome.campaign = await launches.launch(
                session, wanted.launch.campaign_id, key_id=told.key_id
            )
        outcome.fired.launch = FiredLaunch(
            campaign_id=outcome.campaign.id, status=outcome.campaign.status
        )
    if outcome.contact_id is not None:
        await _lead(session, company_id, wanted, told, outcome)
    return outcome


async def _contact(
    session: AsyncSession, company_id: UUID, wanted: Trigger, told: Told, outcome: Outcome
) -> None:
    """The person, what they allow, and the message to them."""
    assert wanted.contact is not None
    found = await trigger_contacts.upsert(session, company_id, wanted.contact, source=told.source)
    outcome.contact_id = found.contact.id
    outcome.fired.contact = FiredContact(id=found.contact.id, status=found.status)
    recipient = Recipient(contact_id=found.contact.id)
    if wanted.send is not None:
        # Locked before the ledger of consent, whose turn comes after every other lock.
        recipient = await _conversation(session, company_id, found.contact.id, wanted.send)
    await trigger_contacts.record_consent(
        session, company_id, found.contact.id, wanted.contact.consent, told.proof
    )
    if wanted.send is not None:
        outcome.message = await _send(session, company_id, wanted.send, recipient, told)
        status = "scheduled" if outcome.message.scheduled else "queued"
        outcome.fired.send = FiredSend.model_validate(
            {"message_id": outcome.message.id, "status": status}
        )


async def _conversation(
    session: AsyncSession, company_id: UUID, contact_id: UUID, wanted: SendPart
) -> Recipient:
    with within("send"):
        number_id = wanted.from_ or await program_messages.only_inbox(session)
        started = await conversations.start(
            session, all_eyes(), company_id, number_id, contact_id=contact_id, source="api"
        )
        await outbox.lock(session, started.id)
    return Recipient(conversation_id=started.id)


async def _send(
    session: AsyncSession, company_id: UUID, wanted: SendPart, recipient: Recipient, told: Told
) -> Message:
    with within("send"):
        return await program_messages.send(
            session, company_id, wanted.order(recipient), f"trigger:{told.key}"
        )


async def _lead(
    session: AsyncSession, company_id: UUID, wanted: Trigger, told: Told, outcome: Outcome
) -> None:
    """Where they stand, what they did, and which cadences they leave and enter."""
    assert wanted.contact is not None
    assert outcome.contact_id is not None
    if wanted.contact.stage is not None:
        stage_id = await stage_of(session, wanted.contact.stage)
        await leads.move(session, company_id, [outcome.contact_id], stage_id)
    if wanted.event is not None:
        outcome.fired.event = await _event(
            session, company_id, outcome.contact_id, wanted.event, told
        )
    if wanted.stop is not None:
        outcome.fired.stop = await _stop(session, company_id, outcome.contact_id, wanted.stop)
    if wanted.enrol is not None:
        outcome.fired.enrol = await _enrol(
            session, company_id, outcome.contact_id, wanted.enrol, told
        )


async def _event(
    session: AsyncSession, company_id: UUID, contact_id: UUID, wanted: EventPart, told: Told
) -> FiredEvent:
    with within("event"):
        is_new = await contact_events.record(
            session,
            company_id,
            contact_id,
            wanted.name,
            data=wanted.data,
            source=told.source,
            external_id=wanted.external_id or told.own_id,
            occurred_at=wanted.occurred_at or datetime.now(UTC),
        )
    return FiredEvent(name=wanted.name, new=is_new)


async def _stop(
    session: AsyncSession, company_id: UUID, contact_id: UUID, wanted: StopPart
) -> FiredStop:
    cadence_id = None
    if wanted.cadence is not None:
        cadence_id = await cadence_of(session, wanted.cadence, "stop/cadence")
    live = await rows.live_enrolments(session, contact_id, cadence_id)
    ended = await enrolment_stops.end(
        session, company_id, live, "removed", detail=wanted.detail or None
    )
    return FiredStop(stopped=len(ended))


async def _enrol(
    session: AsyncSession, company_id: UUID, contact_id: UUID, wanted: EnrolPart, told: Told
) -> FiredEnrol:
    cadence_id = await cadence_of(session, wanted.cadence, "enrol/cadence")
    (placed,) = await enrolling.place(
        session,
        company_id,
        cadence_id,
        [contact_id],
        source=told.source,
        source_id=told.source_id,
    )
    return FiredEnrol(
        cadence_id=cadence_id, enrolled=placed.enrolment_id is not None, reason=placed.reason
    )


async def cadence_of(session: AsyncSession, named: str, place: str) -> UUID:
    """By its id, or the caller's own. Raises InvalidInput naming the place."""
    found = await rows.cadence(session, _id_or_name(CADENCE, named))
    if found is None:
        raise InvalidInput(_NO_CADENCE, [FieldError(place, "not_found", _NO_CADENCE)])
    return found


async def stage_of(session: AsyncSession, named: str) -> UUID:
    """By its id or name. Raises InvalidInput."""
    found = await rows.stage(session, _id_or_name(STAGE, " ".join(named.split())))
    if found is None:
        raise InvalidInput(_NO_STAGE, [FieldError("contact/stage", "not_found", _NO_STAGE)])
    return found


def _id_or_name(kind: Prefixed, named: str) -> UUID | str:
    try:
        return kind.parse(named)
    except PydanticCustomError:
        return named
