"""POST /api/v1/triggers, and what a hook does: one person, and everything to be done about them."""

import json
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from schemas.api.consents import ConsentWrite
from schemas.api.contacts import FieldValue
from schemas.api.ids import CadenceId, CampaignId, ContactId, MessageId, NumberId
from schemas.api.messages import TemplateBody, TextBody
from schemas.contents import Content
from schemas.enums import CampaignStatus
from schemas.outgoing import NamedTemplate, Order, Purpose, Recipient
from schemas.words import mark

_FORBID = ConfigDict(extra="forbid")
_BYTES = 16_000
_NOTHING = mark("Say whom it is about, or what is to be done.")
_NOBODY = mark("Say whom it is about: give a contact.")
_ONE_CONTENT = mark("Send exactly one of text and template.")
_TOO_LARGE = mark("This may be at most 16 KB.")
Tag = Annotated[str, Field(min_length=1, max_length=60)]
CadenceName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        description="Its id, or the external id you gave it.",
        examples=["welcome"],
    ),
]


class ContactPart(BaseModel):
    """Whom it is about: found by external id, else by phone, else by e-mail; made when new.

    What is absent stays as it is. At least one of the three is needed.
    """

    model_config = _FORBID

    external_id: str | None = Field(
        default=None, max_length=200, description="Your own id of this person."
    )
    phone: str | None = Field(
        default=None,
        max_length=60,
        description="As typed; without a country code it is read as one of the company's country.",
        examples=["(11) 98765-4321"],
    )
    email: str | None = Field(default=None, max_length=320)
    name: str = Field(default="", max_length=200)
    language: str | None = Field(default=None, max_length=20, examples=["pt_BR"])
    time_zone: str | None = Field(default=None, max_length=60, examples=["America/Manaus"])
    fields: dict[str, FieldValue | list[str]] = Field(
        default={}, max_length=100, description="Custom fields by key; null takes a value away."
    )
    tags: list[Tag] = Field(
        default=[], max_length=50, description="Names, put on beside what is there; new ones made."
    )
    remove_tags: list[Tag] = Field(default=[], max_length=50)
    stage: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="Of the pipeline: its name or id.",
        examples=["Qualified"],
    )
    consent: list[ConsentWrite] = Field(
        default=[], max_length=20, description="What they said; a grant needs a proof."
    )

    def values(self) -> dict[str, Any]:
        """What services.contacts reads: only what was sent."""
        own = {"external_id", "phone", "email", "name", "language", "time_zone", "fields"}
        return {name: getattr(self, name) for name in self.model_fields_set & own}


class EnrolPart(BaseModel):
    model_config = _FORBID

    cadence: CadenceName


class StopPart(BaseModel):
    """End their way through a cadence, or through all of them."""

    model_config = _FORBID

    cadence: CadenceName | None = Field(default=None, description="All, if absent.")
    detail: str = Field(default="", max_length=200, description="Shown in the timeline.")


class SendPart(BaseModel):
    """One message to the contact; exactly one of text and template."""

    model_config = _FORBID

    from_: NumberId | None = Field(
        default=None,
        alias="from",
        description="The number it is sent by; not needed where there is only one.",
    )
    text: TextBody | None = None
    template: TemplateBody | None = None
    fallback: list[TemplateBody] = Field(
        default=[],
        max_length=1,
        description="Sent instead when the 24-hour window is closed by then.",
    )
    send_at: AwareDatetime | None = None
    expires_at: AwareDatetime | None = None
    respect_quiet_hours: bool = False
    purpose: Purpose = Field(
        default=Purpose.SERVICE, description="`marketing` is refused to people who opted out."
    )
    external_id: str | None = Field(default=None, min_length=1, max_length=200)
    metadata: dict[str, JsonValue] = Field(default={}, max_length=50)

    @model_validator(mode="after")
    def _is_one(self) -> "SendPart":
        if (self.text is None) == (self.template is None):
            raise PydanticCustomError("one_content", _ONE_CONTENT)
        _check_size(self.metadata)
        return self

    def order(self, recipient: Recipient) -> Order:
        """For services.program_messages."""
        said: Content | NamedTemplate
        if self.template is not None:
            said = self.template.named()
        else:
            assert self.text is not None
            said = self.text.content()
        return Order(
            recipient,
            said,
            number_id=self.from_,
            send_at=self.send_at,
            expires_at=self.expires_at,
            fallback=self.fallback[0].named() if self.fallback else None,
            respect_quiet_hours=self.respect_quiet_hours,
            purpose=self.purpose,
            external_id=self.external_id,
            metadata=self.metadata or None,
        )


class LaunchPart(BaseModel):
    """Send a campaign now; the check before the launch holds as ever."""

    model_config = _FORBID

    campaign_id: CampaignId


class EventPart(BaseModel):
    """Something the contact did, in your system."""

    model_config = _FORBID

    name: str = Field(pattern="^[a-z][a-z0-9_]{0,59}$", examples=["meeting_booked"])
    data: dict[str, JsonValue] = Field(default={}, max_length=100)
    external_id: str | None = Field(
        default=None,
        max_length=200,
        description="Your own id of it: told twice it is one. Else the Idempotency-Key is it.",
    )
    occurred_at: AwareDatetime | None = Field(default=None, description="Now, if absent.")

    @model_validator(mode="after")
    def _is_small(self) -> "EventPart":
        _check_size(self.data)
        return self


class CallPart(BaseModel):
    """A phone call. Nothing performs calls yet: 409 `calls_unavailable`, and nothing is done."""

    model_config = _FORBID

    agent: str = Field(default="", max_length=200)
    variables: dict[str, str] = Field(default={}, max_length=50)


class Actions(BaseModel):
    """What is to be done; any of these, in one transaction."""

    model_config = _FORBID

    enrol: EnrolPart | None = None
    stop: StopPart | None = None
    send: SendPart | None = None
    launch: LaunchPart | None = None
    event: EventPart | None = None
    call: CallPart | None = None

    @property
    def need_contact(self) -> bool:
        parts = (self.enrol, self.stop, self.send, self.event, self.call)
        return any(part is not None for part in parts)


class Trigger(Actions):
    """Everything happens, or nothing does."""

    contact: ContactPart | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Trigger":
        if self.contact is None and self.need_contact:
            raise PydanticCustomError("contact_missing", _NOBODY)
        if self.contact is None and self.launch is None:
            raise PydanticCustomError("nothing_to_do", _NOTHING)
        return self


class EnrolTrigger(EnrolPart):
    contact: ContactPart


class SendTrigger(SendPart):
    contact: ContactPart


class EventTrigger(EventPart):
    contact: ContactPart


class CallTrigger(CallPart):
    contact: ContactPart


class FiredContact(BaseModel):
    id: ContactId
    status: Literal["created", "updated", "unchanged"]


class FiredEnrol(BaseModel):
    cadence_id: CadenceId
    enrolled: bool
    reason: str | None = Field(default=None, description="Why they were left out.")
    reason_text: str | None = Field(
        default=None, description="For people, in the language of Accept-Language."
    )


class FiredStop(BaseModel):
    stopped: int = Field(description="How many enrolments ended.")


class FiredSend(BaseModel):
    message_id: MessageId
    status: Literal["queued", "scheduled"]


class FiredLaunch(BaseModel):
    campaign_id: CampaignId
    status: CampaignStatus = Field(description="`awaiting_approval`: a person has to agree first.")


class FiredEvent(BaseModel):
    name: str
    new: bool = Field(description="False: it had been told before, and nothing came of it.")


class Fired(BaseModel):
    """What was done, for each part that was asked for."""

    contact: FiredContact | None = None
    enrol: FiredEnrol | None = None
    stop: FiredStop | None = None
    send: FiredSend | None = None
    launch: FiredLaunch | None = None
    event: FiredEvent | None = None


def _check_size(value: object) -> None:
    if len(json.dumps(value)) > _BYTES:
        raise PydanticCustomError("too_large", _TOO_LARGE)
