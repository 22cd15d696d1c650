"""Consent, suppressions, topics and the company's policies, as programs outside read and write them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, FiniteFloat

from schemas.api.contacts import BatchError
from schemas.api.ids import ContactId, ImportId, TopicId
from schemas.enums import Channel, ConsentSource, ImportStatus

_FORBID = ConfigDict(extra="forbid")
_FROM_ATTRIBUTES = ConfigDict(from_attributes=True)
MOST_IN_BATCH = 1000
ScopeText = Annotated[
    str,
    Field(
        max_length=60,
        description="`all`, `marketing`, or `topic:<topic id>`.",
        examples=["all"],
    ),
]
Proof = Annotated[
    dict[str, str | int | FiniteFloat | bool | None],
    Field(
        max_length=20,
        description="What shows it: a form's address, a call's id, … Name nobody in it: it stays "
        "when the contact is erased.",
        examples=[{"form": "https://example.com/newsletter", "ip": "203.0.113.7"}],
    ),
]


class ConsentWrite(BaseModel):
    """What a person said to you."""

    model_config = _FORBID

    channel: Channel
    scope: ScopeText = "all"
    granted: bool
    occurred_at: AwareDatetime | None = Field(default=None, description="Now, if absent.")
    proof: Proof = Field(default={}, description="Required where `granted` is true.")


class ConsentRead(BaseModel):
    """One line of the ledger."""

    model_config = _FROM_ATTRIBUTES

    channel: Channel
    scope: str
    granted: bool
    source: ConsentSource
    proof: dict[str, Any]
    recorded_by: str | None = Field(description="Who noted it, if it was one of you.")
    address: str = Field(description="The number it is about, as digits to be matched by.")
    occurred_at: datetime
    created_at: datetime


class RefusalRead(BaseModel):
    """What must not be sent on a channel, as it stands now."""

    model_config = _FROM_ATTRIBUTES

    channel: Channel
    scope: str
    reason: str
    since: datetime


class ConsentResult(BaseModel):
    """What the contact refuses now."""

    refused: list[RefusalRead]


class SuppressionRead(BaseModel):
    address: str = Field(description="The number as digits to be matched by.")
    channel: Channel
    scope: str
    reason: str
    contact_id: ContactId | None
    created_at: datetime


class SuppressionWrite(BaseModel):
    """One person who is not to be written to."""

    model_config = _FORBID

    phone: str = Field(
        max_length=60,
        description="As typed; without a country code it is read as one of the company's country.",
        examples=["(11) 98765-4321"],
    )
    channels: list[Channel] = Field(default=list(Channel), min_length=1, max_length=len(Channel))
    scope: ScopeText = "all"
    occurred_at: AwareDatetime | None = None
    proof: Proof = {}


class SuppressionBatch(BaseModel):
    model_config = _FORBID

    suppressions: list[SuppressionWrite] = Field(min_length=1, max_length=MOST_IN_BATCH)


class SuppressionResult(BaseModel):
    index: int
    status: Literal["suppressed", "unchanged", "failed"]
    errors: list[BatchError] = []


class SuppressionBatchRead(BaseModel):
    results: list[SuppressionResult]


class SuppressionImportCounts(BaseModel):
    rows: int
    suppressed: int
    unchanged: int
    duplicates: int
    rejected: int


class SuppressionImportRead(BaseModel):
    """A list of people who are not to be written to. There is nothing to undo: it only adds."""

    id: ImportId
    status: ImportStatus
    file_name: str
    columns: list[str]
    column: int | None = Field(description="Where the numbers are; null: you have to say.")
    channels: list[Channel]
    scope: str
    counts: SuppressionImportCounts = Field(
        description="While it is `checked`, what would happen; afterwards what happened."
    )
    total_rows: int | None
    error_code: str | None
    error_detail: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class SuppressionColumn(BaseModel):
    model_config = _FORBID

    column: int = Field(ge=0, le=500, description="Counted from 0.")


class TopicWrite(BaseModel):
    model_config = _FORBID

    name: str = Field(min_length=1, max_length=60)
    description: str = Field(default="", max_length=200)


class TopicRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    id: TopicId
    name: str
    description: str
    created_at: datetime
    updated_at: datetime


class Keywords(BaseModel):
    model_config = _FORBID

    stop: list[str] = Field(default=[], max_length=30)
    start: list[str] = Field(default=[], max_length=30)


class Confirmations(BaseModel):
    model_config = _FORBID

    stop: str = Field(default="", max_length=600)
    start: str = Field(default="", max_length=600)


class PolicyRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    stop_everywhere: bool = Field(
        description="A STOP on one channel stops marketing on all of them."
    )
    require_consent: bool = Field(
        description="Marketing only to people whose consent is on record."
    )
    keywords: Keywords = Field(description="Your own words beside the built-in ones.")
    confirmations: Confirmations = Field(description="Empty: the built-in words.")
    frequency_cap: int | None = Field(description="Marketing messages a person; null: any number.")
    frequency_days: int
    duplicate_hours: int = Field(description="0: the same may be sent again at once.")
    attribution_days: int
    currency: str = Field(description="ISO 4217; all amounts are in millionths of it.")
    monthly_budget_micros: int | None = Field(
        description="For the campaigns launched in a month; null: no limit."
    )
    approval_recipients: int | None = Field(
        description="From so many recipients a second person has to approve; null: never."
    )
    approval_micros: int | None = Field(description="The same by cost.")


class PolicyUpdate(BaseModel):
    """What is absent stays as it is."""

    model_config = _FORBID

    stop_everywhere: bool = True
    require_consent: bool = False
    keywords: Keywords = Keywords()
    confirmations: Confirmations = Confirmations()
    frequency_cap: int | None = Field(default=None, ge=1, le=1000)
    frequency_days: int = Field(default=7, ge=1, le=90)
    duplicate_hours: int = Field(default=24, ge=0, le=720)
    attribution_days: int = Field(default=7, ge=1, le=60)
    currency: str = Field(default="BRL", min_length=3, max_length=3)
    monthly_budget_micros: int | None = Field(default=None, ge=0)
    approval_recipients: int | None = Field(default=None, ge=1)
    approval_micros: int | None = Field(default=None, ge=1)
