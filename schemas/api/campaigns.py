"""Campaigns, their recipients and what became of each."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, cast

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.api.ids import (
    CampaignId,
    ContactId,
    EventId,
    NumberId,
    RecipientId,
    SegmentId,
    TagId,
    TemplateId,
    UserId,
)
from schemas.audiences import Audience
from schemas.campaign_fields import DraftFields
from schemas.enums import CampaignStatus, Channel, DeliveryStatus
from schemas.reasons import reason
from schemas.tallies import Tally

_FORBID = ConfigDict(extra="forbid")
_FROM_ATTRIBUTES = ConfigDict(from_attributes=True)
_MOST_PARTS = 100
_MOST_CONTACTS = 10_000


class AudienceBody(BaseModel):
    """Everybody of any included part who is in no excluded part."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    everyone: bool = False
    segment_ids: list[SegmentId] = Field(default=[], max_length=_MOST_PARTS)
    tag_ids: list[TagId] = Field(default=[], max_length=_MOST_PARTS)
    contact_ids: list[ContactId] = Field(default=[], max_length=_MOST_CONTACTS)
    exclude_segment_ids: list[SegmentId] = Field(default=[], max_length=_MOST_PARTS)
    exclude_tag_ids: list[TagId] = Field(default=[], max_length=_MOST_PARTS)

    def audience(self) -> Audience:
        return Audience(
            everyone=self.everyone,
            segment_ids=tuple(self.segment_ids),
            tag_ids=tuple(self.tag_ids),
            contact_ids=tuple(self.contact_ids),
            exclude_segment_ids=tuple(self.exclude_segment_ids),
            exclude_tag_ids=tuple(self.exclude_tag_ids),
        )


class Binding(BaseModel):
    """What fills one variable of the template."""

    model_config = _FORBID

    source: str = Field(
        max_length=100,
        description="`text`, `name`, `first_name`, `phone`, `email`, `language`, `external_id`, "
        "or `field:<key>` for a custom field.",
        examples=["first_name"],
    )
    value: str | None = Field(default=None, max_length=1024, description="For `text`.")
    fallback: str | None = Field(
        default=None, max_length=1024, description="For contacts that have no value."
    )


class _Settable(BaseModel):
    model_config = _FORBID

    external_id: str | None = Field(default=None, max_length=200, description="Your own id of it.")
    phone_number_id: NumberId | None = Field(default=None, description="The number it is sent by.")
    template_id: TemplateId | None = None
    audience: AudienceBody = AudienceBody()
    bindings: dict[str, Binding] = Field(
        default={},
        max_length=_MOST_PARTS,
        description="By variable, such as `body.1` or `header.image`; what is not named is taken "
        "from the template's own bindings.",
    )
    rate_per_second: int | None = Field(
        default=None, ge=1, le=1000, description="Messages a second; null: what the number allows."
    )

    def fields(self) -> DraftFields:
        """What was sent, for services.campaign_drafts."""
        values = {name: getattr(self, name) for name in self.model_fields_set}
        if "audience" in values:
            values["audience"] = self.audience.audience()
        if "bindings" in values:
            values["bindings"] = {
                key: binding.model_dump(exclude_none=True) for key, binding in self.bindings.items()
            }
        return cast("DraftFields", values)


class CampaignCreate(_Settable):
    name: str = Field(min_length=1, max_length=200)


class CampaignUpdate(_Settable):
    """What is absent stays as it is."""

    name: str = Field(default="", max_length=200)


class CampaignClone(BaseModel):
    model_config = _FORBID

    name: str = Field(min_length=1, max_length=200)


class CampaignSchedule(BaseModel):
    model_config = _FORBID

    scheduled_at: AwareDatetime = Field(description="With a time zone; in the future.")


class ReasonCount(BaseModel):
    reason: str
    text: str = Field(description="For people, in the language of Accept-Language.")
    count: int

    @classmethod
    def of(cls, counts: list[tuple[str, int]], say: Callable[[str], str]) -> "list[ReasonCount]":
        return [cls(reason=code, text=say(reason(code).text), count=n) for code, n in counts]


class CampaignProgress(BaseModel):
    """`counts` adds up to `total`: everybody is in exactly one status.

    `accepted`, `delivered` and `read` are what was reached: `delivered` includes who has read.
    """

    total: int
    recipients: int = Field(description="`total` without those left out from the beginning.")
    waiting: int
    accepted: int
    delivered: int
    read: int
    counts: dict[DeliveryStatus, int]
    skipped: list[ReasonCount]
    failed: list[ReasonCount]
    unknown: list[ReasonCount]

    @classmethod
    def of(cls, tally: Tally, say: Callable[[str], str]) -> "CampaignProgress":
        def reasons(status: DeliveryStatus) -> list[ReasonCount]:
            return ReasonCount.of(tally.reasons(status), say)

        return cls(
            total=tally.total,
            recipients=tally.recipients,
            waiting=tally.waiting,
            accepted=tally.accepted,
            delivered=tally.delivered,
            read=tally.read,
            counts={status: tally.at(status) for status in DeliveryStatus},
            skipped=reasons(DeliveryStatus.SKIPPED),
            failed=reasons(DeliveryStatus.FAILED),
            unknown=reasons(DeliveryStatus.UNKNOWN),
        )


class CampaignRead(BaseModel):
    id: CampaignId
    name: str
    external_id: str | None
    channel: Channel
    status: CampaignStatus
    status_code: str | None = Field(description="Why it is auto_paused or failed, for programs.")
    status_text: str | None = Field(description="The same for people.")
    status_detail: str | None = Field(description="The provider's own words.")
    phone_number_id: NumberId | None
    template_id: TemplateId | None
    audience: AudienceBody
    bindings: dict[str, object]
    rate_per_second: int | None
    progress: CampaignProgress
    version: int = Field(description="Also the ETag; give it as If-Match to change the campaign.")
    run_url: str | None = Field(description="Its run in Temporal's own screens, where set up.")
    created_at: datetime
    updated_at: datetime
    scheduled_at: datetime | None
    launched_at: datetime | None
    frozen_at: datetime | None
    finished_at: datetime | None


class PreflightRead(BaseModel):
    """What a launch would do now."""

    matched: int = Field(description="Contacts of the audience, before anybody is left out.")
    reachable: int
    excluded: list[ReasonCount]
    rate_per_second: int
    estimated_seconds: float = Field(description="At best: with the whole rate for itself.")


class RecipientRead(BaseModel):
    id: RecipientId
    contact_id: ContactId
    name: str | None
    external_id: str | None
    address: str
    status: DeliveryStatus
    reason: str | None = Field(description="Why skipped, failed or unknown: our code or Meta's.")
    reason_text: str | None = Field(description="The same for people.")
    reason_detail: str | None = Field(description="The provider's own words.")
    provider_id: str | None
    attempts: int
    accepted_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    failed_at: datetime | None


class EventRead(BaseModel):
    """One line of a campaign's history."""

    model_config = _FROM_ATTRIBUTES

    id: EventId
    kind: str = Field(examples=["launched", "paused", "auto_paused", "resumed", "completed"])
    code: str | None
    detail: str | None
    user_id: UserId | None = Field(description="Who did it; null for a program or by itself.")
    created_at: datetime


class RecipientRef(BaseModel):
    """One contact, by exactly one of its names."""

    model_config = _FORBID

    contact_id: ContactId | None = None
    external_id: str | None = Field(default=None, min_length=1, max_length=200)
    phone: str | None = Field(default=None, min_length=1, max_length=40)

    @model_validator(mode="after")
    def _one_name(self) -> "RecipientRef":
        if sum(value is not None for value in (self.contact_id, self.external_id, self.phone)) != 1:
            raise PydanticCustomError("one_name", "Give one of contact_id, external_id and phone.")
        return self


class RecipientsBatch(BaseModel):
    model_config = _FORBID

    recipients: list[RecipientRef] = Field(min_length=1, max_length=1000)


class RecipientResult(BaseModel):
    index: int
    status: Literal["added", "not_found"]
    contact_id: ContactId | None


class RecipientsAdded(BaseModel):
    """One result for each row that was sent, in its order."""

    results: list[RecipientResult]
    added: int
    not_found: int
