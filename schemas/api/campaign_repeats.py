"""What is done again, or differently, with the people of a campaign that has begun."""

from datetime import datetime
from typing import Annotated, cast

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from schemas.api.campaign_content import Binding, ExperimentBody, HoursBody, bindings_of
from schemas.api.campaigns import CampaignProgress, CampaignRead
from schemas.api.ids import CampaignId, RecipientId, TemplateId
from schemas.audiences import Outcome
from schemas.repeats import PendingFields
from schemas.sms_text import LONGEST

_FORBID = ConfigDict(extra="forbid")
_FROM_ATTRIBUTES = ConfigDict(from_attributes=True)
_MOST = 1_000


class RetryFailed(BaseModel):
    model_config = _FORBID

    reasons: list[Annotated[str, Field(max_length=100)]] | None = Field(
        default=None,
        max_length=100,
        description="For whom: the reasons they failed for; null: all of which another try may "
        "help by itself.",
        examples=[None],
    )


class ResumeUnknown(BaseModel):
    """An explicit choice: some of these people may get the message twice."""

    model_config = _FORBID

    count: int = Field(
        ge=1, description="`progress.counts.unknown` as it was shown; 409 when it has changed."
    )


class RecipientsDrop(BaseModel):
    model_config = _FORBID

    recipient_ids: list[RecipientId] = Field(min_length=1, max_length=_MOST)


class RecipientsDropped(BaseModel):
    dropped: int = Field(description="Those of them who were still waiting.")


class CampaignResend(BaseModel):
    model_config = _FORBID

    name: str = Field(min_length=1, max_length=200)
    outcome: Outcome = Field(description="Of whom; as it is known when the new campaign begins.")


class PendingChange(BaseModel):
    """What is absent stays. Other words are filled from the contacts as they are now."""

    model_config = _FORBID

    rate_per_second: int | None = Field(default=None, ge=1, le=1_000)
    hours: HoursBody | None = Field(default=None, description="null: the company's.")
    expires_at: AwareDatetime | None = None
    budget_micros: int | None = Field(default=None, ge=1, le=10**15)
    template_id: TemplateId = Field(default=cast("TemplateId", None), description="For WhatsApp.")
    text: str = Field(default="", max_length=LONGEST, description="For SMS.")
    bindings: dict[str, Binding] = Field(default={}, max_length=100)

    def fields(self) -> PendingFields:
        """What was sent, for services.repeats."""
        values = {name: getattr(self, name) for name in self.model_fields_set}
        if values.get("hours") is not None:
            values["hours"] = values["hours"].value()
        if "bindings" in values:
            values["bindings"] = bindings_of(self.bindings)
        return cast("PendingFields", values)


class PendingChanged(BaseModel):
    campaign: CampaignRead
    reworded: int = Field(description="How many who wait get the other words.")
    lacking: int = Field(description="How many of them lack a value for those, and are left out.")


class VariantChoice(BaseModel):
    model_config = _FORBID

    variant: int = Field(ge=1, le=50, description="1 is the campaign's own content.")


class VariantResult(BaseModel):
    model_config = _FROM_ATTRIBUTES

    variant: int
    taken: int
    failed: int
    delivered: int
    read: int
    clicks: int
    replies: int
    opt_outs: int


class ExperimentRead(BaseModel):
    """A test as it stands."""

    rules: ExperimentBody
    stage: str = Field(examples=["sampling", "waiting", "unclear", "decided", "stopped"])
    decide_at: datetime | None
    winner: int | None = Field(description="0: it was stopped, and the rest got nothing.")
    waiting: int = Field(description="How many wait for the winner.")
    leader: int | None = Field(description="Who would win now; null: unclear.")
    why: str = Field(examples=["best", "only_one", "tie", "too_few", "all_beyond_guard"])
    chance: float | None = Field(
        description="How likely a difference this large is by chance alone (p-value)."
    )
    results: list[VariantResult]


class FallbackReport(BaseModel):
    """The SMS to whom a WhatsApp campaign did not reach."""

    campaign_id: CampaignId
    progress: CampaignProgress
    reached_twice: int = Field(description="Whom WhatsApp reached after the SMS had gone out.")
