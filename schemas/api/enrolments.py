"""Who is in a cadence, as programs outside read and change it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.api.cadence_jobs import CadenceJobRead
from schemas.api.campaigns import RecipientRef
from schemas.api.ids import (
    CadenceId,
    CampaignId,
    ContactId,
    ConversationId,
    EnrolmentId,
    RecipientId,
    SegmentId,
    SourceId,
)
from schemas.enums import DeliveryStatus, EnrolmentStatus

_FORBID = ConfigDict(extra="forbid")
MOST_AT_ONCE = 1_000
Detail = Annotated[
    str | None, Field(max_length=500, description="Why, for whoever reads the enrolment's story.")
]


class EnrolmentsCreate(BaseModel):
    """Contacts by their names, or everybody of a segment."""

    model_config = _FORBID

    contacts: list[RecipientRef] = Field(default=[], max_length=MOST_AT_ONCE)
    segment_id: SegmentId | None = Field(
        default=None,
        description="Everybody who is in it now, however many: enrolled in the background by a "
        "source, which tells how far it is.",
    )

    @model_validator(mode="after")
    def _one_way(self) -> "EnrolmentsCreate":
        if bool(self.contacts) == (self.segment_id is not None):
            raise PydanticCustomError("one_way", "Give either contacts or segment_id.")
        return self


class EnrolmentResult(BaseModel):
    """What became of one of the contacts named."""

    index: int
    contact_id: ContactId | None
    enrolment_id: EnrolmentId | None
    reason: str | None = Field(description="Why they were left out; null for who entered.")
    message: str | None


class EnrolmentsCreated(BaseModel):
    enrolled: int
    left_out: dict[str, int] = Field(description="How many were left out, by reason.")
    results: list[EnrolmentResult] = Field(description="In the order of `contacts`.")
    source_id: SourceId | None = Field(description="Of a segment: what enrols its people.")


class EnrolmentRead(BaseModel):
    id: EnrolmentId
    cadence_id: CadenceId
    cadence_name: str
    contact_id: ContactId
    contact_name: str | None = Field(description="Null once the contact was deleted.")
    contact_phone: str | None
    version: int
    lap: int = Field(description="1 the first time this contact is in this cadence.")
    status: EnrolmentStatus
    step_key: str | None = Field(description="The step it stands at; null before the first.")
    due_at: datetime | None = Field(description="When it goes on.")
    reason: str | None = Field(description="Why it ended.")
    detail: str | None
    source: str = Field(examples=["api", "console", "segment", "keyword", "tag", "stage"])
    source_id: SourceId | None
    last_sent_at: datetime | None
    entered_at: datetime
    ended_at: datetime | None


class StepMessageRead(BaseModel):
    """A step's message as it stands in the send ledger."""

    recipient_id: RecipientId
    campaign_id: CampaignId
    status: DeliveryStatus
    reason: str | None
    accepted_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None


class StoryEntryRead(BaseModel):
    at: datetime
    kind: str = Field(
        examples=["entered", "step", "paused", "resumed", "skipped", "moved", "ended"]
    )
    step_key: str | None
    outcome: str | None
    reason: str | None
    detail: str | None
    user_name: str | None = Field(description="Who did it; null for a program or by itself.")
    message: StepMessageRead | None


class ComingRead(BaseModel):
    step_key: str
    kind: str = Field(examples=["message", "wait", "condition"])
    at: datetime | None = Field(description="Known of the step they stand at.")
    message: StepMessageRead | None


class EnrolmentDetail(EnrolmentRead):
    timeline: list[StoryEntryRead] = Field(description="The oldest first.")
    coming: list[ComingRead] = Field(description="What comes next, up to the next condition.")
    conversation_id: ConversationId | None


class EnrolmentAction(BaseModel):
    """Why."""

    model_config = _FORBID

    detail: Detail = None


class EnrolmentsAction(EnrolmentAction):
    """Those named; or everybody the filters let through."""

    enrolment_ids: list[EnrolmentId] = Field(default=[], max_length=MOST_AT_ONCE)
    everybody: Literal[True] | None = Field(
        default=None, description="All of the cadence, narrowed by the filters below."
    )
    status: list[EnrolmentStatus] = Field(default=[], max_length=5)
    step_key: str | None = Field(
        default=None, max_length=100, description="Who stands at this step. `skip` asks for it."
    )
    version: int | None = Field(default=None, ge=1, le=32_767)

    @model_validator(mode="after")
    def _one_way(self) -> "EnrolmentsAction":
        if bool(self.enrolment_ids) == bool(self.everybody):
            raise PydanticCustomError("one_way", "Give either enrolment_ids or everybody.")
        return self


class EnrolmentsChanged(BaseModel):
    changed: int
    more: bool = Field(description="Never true any more: of many people `job` takes care.")
    job: CadenceJobRead | None = Field(
        default=None,
        description="With 202, for more than 2,000 people or while another job of the cadence is "
        "under way: what changes them, and tells how far it is.",
    )
