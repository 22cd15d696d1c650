"""One call from another system: a person, and everything to be done about them.

The narrow addresses are the same call with one part of it, and one way through the program. What is
about one person is what triggers:fire is for; a launch, which is about many, asks for its own scope.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, status

from api.dependencies import CallerDep, DatabaseDep, TemporalDep, require
from api.errors import translate
from api.idempotency import HEADER, IdempotencyDep
from schemas.enums import Scope
from schemas.payloads.campaigns import CampaignInput
from schemas.payloads.replies import ConversationRef
from schemas.triggers import (
    CallPart,
    CallTrigger,
    EnrolPart,
    EnrolTrigger,
    EventPart,
    EventTrigger,
    Fired,
    LaunchPart,
    SendPart,
    SendTrigger,
    Trigger,
)
from services import enrolling, triggers
from services.live import LiveHints
from services.triggers import Outcome, Told
from workflows import starters

router = APIRouter(
    prefix="/triggers", tags=["triggers"], dependencies=[Depends(require(Scope.TRIGGERS_FIRE))]
)


class Trigging:
    """Does it in one transaction, then tells whoever has to go on with it."""

    def __init__(
        self,
        *,
        request: Request,
        caller: CallerDep,
        database: DatabaseDep,
        temporal: TemporalDep,
        _: IdempotencyDep,
    ) -> None:
        self._request = request
        self._caller = caller
        self._database = database
        self._temporal = temporal

    async def __call__(self, wanted: Trigger) -> Fired:
        if wanted.launch is not None:
            self._caller.must_have(Scope.CAMPAIGNS_RUN)
        company_id = self._caller.company_id
        told = Told("api", self._request.headers[HEADER], key_id=self._caller.key_id)
        async with self._database.company(company_id) as session:
            outcome = await triggers.fire(session, company_id, wanted, told)
        await self._tell(outcome)
        fired = outcome.fired
        if fired.enrol is not None and fired.enrol.reason is not None:
            words = enrolling.LEFT_OUT.get(fired.enrol.reason, fired.enrol.reason)
            fired.enrol.reason_text = translate(self._request, words)
        return fired

    async def _tell(self, outcome: Outcome) -> None:
        company_id = self._caller.company_id
        hints: LiveHints = self._request.app.state.hints
        message, campaign = outcome.message, outcome.campaign
        if message is not None:
            hints.changed(
                company_id,
                "conversation",
                message.conversation_id,
                inbox=message.phone_number_id,
            )
            ref = ConversationRef(company_id, message.conversation_id)
            await starters.follow_replies(self._temporal, ref)
        if campaign is not None:
            hints.changed(company_id, "campaign", campaign.id)
            ref_of = CampaignInput(company_id, campaign.id, campaign.channel)
            await starters.follow_campaign(self._temporal, ref_of)


FireDep = Annotated[Trigging, Depends()]


@router.post("", operation_id="fire_trigger", status_code=status.HTTP_200_OK)
async def fire_trigger(wanted: Trigger, fire: FireDep) -> Fired:
    """A contact, found or made, and any of enrol, stop, send, launch and event.

    Everything happens in one transaction, or nothing does. Needs an `Idempotency-Key`. That
    somebody is left out of a cadence is no failure: `enrol` says why. `launch` also needs the scope
    `campaigns:run`: without it 403 `missing_scope`, and nothing is done.
    """
    return await fire(wanted)


@router.post("/enrol", operation_id="trigger_enrol")
async def trigger_enrol(wanted: EnrolTrigger, fire: FireDep) -> Fired:
    """Have a contact, found or made, go through a cadence."""
    part = EnrolPart(cadence=wanted.cadence)
    return await fire(Trigger(contact=wanted.contact, enrol=part))


@router.post("/send", operation_id="trigger_send")
async def trigger_send(wanted: SendTrigger, fire: FireDep) -> Fired:
    """Send one message to a contact, found or made."""
    part = SendPart.model_validate(wanted.model_dump(exclude={"contact"}, by_alias=True))
    return await fire(Trigger(contact=wanted.contact, send=part))


@router.post("/event", operation_id="trigger_event")
async def trigger_event(wanted: EventTrigger, fire: FireDep) -> Fired:
    """Tell what a contact, found or made, did in your system. Goals and stops listen to it."""
    part = EventPart.model_validate(wanted.model_dump(exclude={"contact"}))
    return await fire(Trigger(contact=wanted.contact, event=part))


@router.post(
    "/launch",
    operation_id="trigger_launch",
    dependencies=[Depends(require(Scope.CAMPAIGNS_RUN))],
)
async def trigger_launch(wanted: LaunchPart, fire: FireDep) -> Fired:
    """Send a campaign now. The company's limits hold as ever: it may wait for a second person.

    Needs the scope `campaigns:run` beside `triggers:fire`.
    """
    return await fire(Trigger(launch=wanted))


@router.post("/call", operation_id="trigger_call")
async def trigger_call(wanted: CallTrigger, fire: FireDep) -> Fired:
    """A phone call to a contact. Not there yet: 409 `calls_unavailable`, and nothing is done."""
    part = CallPart.model_validate(wanted.model_dump(exclude={"contact"}))
    return await fire(Trigger(contact=wanted.contact, call=part))
