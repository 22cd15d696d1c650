"""Campaigns, their recipients and what became of each."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, cast

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from schemas.api.campaign_content import (
    TEXT_OF_SMS,
    AudienceBody,
    BindingsByVariable,
    ExperimentBody,
    FallbackBody,
    FallbackRead,
    HoursBody,
    SmsBody,
    VariantBodies,
    VariantBody,
    VariantRead,
    WallTime,
    bindings_of,
)
from schemas.api.ids import (
    CampaignId,
    ContactId,
    EventId,
    NumberId,
    RecipientId,
    TemplateId,
    TopicId,
    UserId,
)
from schemas.campaign_fields import DraftFields
from schemas.enums import CampaignStatus, Channel, DeliveryStatus, Purpose
from schemas.reasons import reason
from schemas.sms_text import LONGEST
from schemas.tallies import Tally

_FORBID = ConfigDict(extra="forbid")
_FROM_ATTRIBUTES = ConfigDict(from_attributes=True)


class _Settable(BaseModel):
    model_config = _FORBID

    external_id: str | None = Field(default=None, max_length=200, description="Your own id of it.")
    phone_number_id: NumberId | None = Field(
        default=None,
        description="The number it is sent by, which also decides whether it goes by WhatsApp or "
        "SMS.",
    )
    template_id: TemplateId | None = Field(default=None, description="For WhatsApp.")
    text: str | None = Field(default=None, max_length=LONGEST, description=TEXT_OF_SMS)
    sms: SmsBody = SmsBody()
    purpose: Purpose = Field(
        default=Purpose.MARKETING,
        description="Of an SMS; for WhatsApp it is the template's category. Decides which consent "
        "is needed.",
    )
    topic_id: TopicId | None = Field(
        default=None, description="What it is about: whoever refused that does not get it."
    )
    audience: AudienceBody = AudienceBody()
    bindings: BindingsByVariable = {}
    variants: VariantBodies = []
    weight: int = Field(default=1, ge=1, le=100, description="Of variant 1.")
    experiment: ExperimentBody | None = None
    hold_out_percent: int = Field(
        default=0, ge=0, le=50, description="So many get nothing, to compare with."
    )
    hours: HoursBody | None = Field(default=None, description="Null: the company's.")
    send_at_local: WallTime | None = Field(
        default=None, description="Not before this time on each person's own clock."
    )
    time_zone: str | None = Field(
        default=None,
        max_length=60,
        description="For whom no zone is known; null: the company's.",
        examples=["America/Manaus"],
    )
    scheduled_at: AwareDatetime | None = Field(
        default=None,
        description="When it is to begin. A draft begins nothing by itself: see `schedule`.",
    )
    lateness_minutes: int = Field(
        default=120, ge=0, le=10_080, description="Begun later than this it asks first."
    )
    expires_at: AwareDatetime | None = Field(
        default=None, description="After this nobody more is sent to."
    )
    rate_per_second: int | None = Field(
        default=None, ge=1, le=1000, description="Messages a second; null: what the number allows."
    )
    budget_micros: int | None = Field(
        default=None,
        ge=1,
        le=10**15,
        description="No more is spent, in millionths of the company's currency.",
    )
    auto_resume: bool = Field(
        default=True, description="Goes on by itself when what stopped it is mended in time."
    )
    fallback: FallbackBody | None = None

    def fields(self) -> DraftFields:
        """What was sent, for services.campaign_drafts."""
        values = {name: _value(getattr(self, name)) for name in self.model_fields_set}
        if "bindings" in values:
            values["bindings"] = bindings_of(self.bindings)
        return cast("DraftFields", values)


def _value(body: object) -> object:
    if isinstance(body, list):
        return [_value(one) for one in body]
    known = AudienceBody | SmsBody | VariantBody | ExperimentBody | HoursBody | FallbackBody
    return body.value() if isinstance(body, known) else body


_SMS_EXAMPLE: JsonDict = {
    "name": "Black Friday, SMS",
    "phone_number_id": "num_0199b3c8f0a77c31a5d20e4b6f8c9d10",
    "text": "Oi {{first_name}}, so hoje: 30% em toda a loja. {{link}}",
    "bindings": {
        "body.first_name": {"source": "first_name", "fallback": "cliente"},
        "body.link": {"source": "link", "value": "https://example.com/black-friday"},
    },
    "sms": {"footer": "Responda SAIR para nao receber mais.", "footer_when": "first"},
    "audience": {"everyone": True},
    "hours": {"quiet_start": "20:00", "quiet_end": "09:00", "weekdays": [1, 2, 3, 4, 5, 6]},
    "budget_micros": 150_000_000,
}
_TEST_EXAMPLE: JsonDict = {
    "name": "Two ways to say it",
    "phone_number_id": "num_0199b3c8f0a77c31a5d20e4b6f8c9d10",
    "template_id": "tpl_0199b3c8f0a77c31a5d20e4b6f8c9d11",
    "bindings": {"body.1": {"source": "first_name", "fallback": "cliente"}},
    "variants": [{"name": "Shorter", "template_id": "tpl_0199b3c8f0a77c31a5d20e4b6f8c9d12"}],
    "experiment": {"sample_percent": 20, "metric": "click", "wait_minutes": 240},
    "audience": {"tag_ids": ["tag_0199b3c8f0a77c31a5d20e4b6f8c9d13"]},
    "expires_at": "2030-11-30T02:59:00Z",
}


class CampaignCreate(_Settable):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [_SMS_EXAMPLE, _TEST_EXAMPLE]}
    )

    name: str = Field(min_length=1, max_length=200)


class CampaignUpdate(_Settable):
    """What is absent stays as it is."""

    name: str = Field(default="", max_length=200)


class CampaignClone(BaseModel):
    model_config = _FORBID

    name: str = Field(min_length=1, max_length=200)


class CampaignTest(BaseModel):
    model_config = _FORBID

    to: str = Field(
        min_length=1, max_length=40, description="A number of yours.", examples=["+5511987654321"]
    )
    variant: int = Field(default=1, ge=1, le=5)
    contact_id: ContactId | None = Field(
        default=None,
        description="Filled in as for this contact; without one a placeholder that nothing else "
        "fills is shown as it is.",
    )


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
    text: str | None
    sms: SmsBody
    purpose: Purpose
    topic_id: TopicId | None
    audience: AudienceBody
    bindings: dict[str, object]
    variants: list[VariantRead]
    weight: int
    experiment: ExperimentBody | None
    winner: int | None = Field(description="The variant that won the experiment.")
    decide_at: datetime | None = Field(description="When the experiment is decided.")
    hold_out_percent: int
    hours: HoursBody | None
    send_at_local: WallTime | None
    time_zone: str | None
    lateness_minutes: int
    expires_at: datetime | None
    rate_per_second: int | None
    budget_micros: int | None
    auto_resume: bool
    fallback: FallbackRead | None
    waits_for: str | None = Field(
        description="What a running campaign waits for.", examples=["hours", "daily_limit"]
    )
    waits_until: datetime | None
    source_id: CampaignId | None = Field(description="The campaign it is a copy of.")
    parent_id: CampaignId | None = Field(description="The campaign it is the SMS fallback of.")
    progress: CampaignProgress
    version: int = Field(description="Also the ETag; give it as If-Match to change the campaign.")
    run_url: str | None = Field(description="Its run in Temporal's own screens, where set up.")
    created_at: datetime
    updated_at: datetime
    scheduled_at: datetime | None
    launched_at: datetime | None
    frozen_at: datetime | None
    finished_at: datetime | None


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


class CampaignEventRead(BaseModel):
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
