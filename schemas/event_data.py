"""What each event carries as its `data`: one shape for each kind of thing.

Ids are written as programs outside know them. Fields are only ever added.
"""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.ids import (
    CadenceId,
    CampaignId,
    ConnectionId,
    ContactId,
    ConversationId,
    EndpointId,
    EnrolmentId,
    ImportId,
    MessageId,
    NumberId,
    RecipientId,
    RuleId,
    RuleRunId,
    StageId,
    TagId,
    TeamId,
    TemplateId,
    TopicId,
    UserId,
)
from schemas.enums import (
    CampaignStatus,
    Channel,
    ConversationStatus,
    DeliveryStatus,
    ImportKind,
    ImportStatus,
    StageOutcome,
    TemplateStatus,
)


class EventData(BaseModel):
    """What is not known to the program's own version is left out."""

    model_config = ConfigDict(extra="ignore", from_attributes=True)


class MessageData(EventData):
    """A message of a conversation (`message_id`), or a send of a campaign or cadence
    (`recipient_id`).
    """

    message_id: MessageId | None = None
    recipient_id: RecipientId | None = None
    campaign_id: CampaignId | None = None
    cadence_id: CadenceId | None = Field(default=None, description="Sent by a step of a cadence.")
    conversation_id: ConversationId | None = None
    contact_id: ContactId
    phone: str | None = Field(default=None, description="The contact's, E.164.")
    number_id: NumberId | None = Field(default=None, description="Ours.")
    channel: Channel
    kind: str | None = Field(default=None, description="text, image, template, …")
    text: str | None = Field(default=None, description="Of messages of a conversation.")
    status: DeliveryStatus | None = Field(default=None, description="Of what we send.")
    error_code: str | None = None
    error_detail: str | None = None
    reply_to_recipient_id: RecipientId | None = Field(
        default=None, description="The campaign's send it answers, where the provider names it."
    )
    external_id: str | None = Field(default=None, description="Your own id of it.")
    metadata: dict[str, Any] = Field(default={}, description="What you gave when you sent it.")


class ConversationData(EventData):
    conversation_id: ConversationId
    contact_id: ContactId
    number_id: NumberId
    channel: Channel
    status: ConversationStatus
    assignee_id: UserId | None = None
    team_id: TeamId | None = None
    previous_assignee_id: UserId | None = Field(
        default=None, description="Of assigned and handoff: who had it before."
    )
    user_id: UserId | None = Field(default=None, description="Who did it; null: nobody by hand.")
    waiting_since: datetime | None = Field(
        default=None, description="Since when the customer waits for an answer."
    )
    window_expires_at: datetime | None = Field(
        default=None, description="Until when WhatsApp lets you write freely."
    )
    minutes: int | None = Field(
        default=None, description="Of unanswered: so long; of window_closing: so much is left."
    )


class ContactData(EventData):
    contact_id: ContactId
    external_id: str | None = None
    name: str = ""
    phone: str | None = None
    email: str | None = None
    language: str | None = None
    tag_ids: list[TagId] = []
    fields: dict[str, Any] = {}
    source: str = Field(default="", description="Where the contact came from.")


class ContactUpdatedData(ContactData):
    changed: list[str] = Field(default=[], description="The names of what is different now.")


class ContactMergedData(ContactData):
    """The contact that stayed, as it is now."""

    merged_contact_ids: list[ContactId] = Field(description="Those that are gone.")


class ContactGoneData(EventData):
    contact_id: ContactId
    external_id: str | None = None


class ConsentData(EventData):
    contact_id: ContactId | None = None
    phone: str | None = None
    channel: Channel
    scope: str = Field(default="all", description="all, marketing or topic.")
    topic_id: TopicId | None = None
    source: str = Field(default="", description="keyword, provider, agent, api, import, …")


class TagData(EventData):
    contact_id: ContactId
    tag_id: TagId
    name: str = ""


class ContactEventData(EventData):
    """Something another system says a contact did."""

    contact_id: ContactId
    name: str
    data: dict[str, Any] = {}
    source: str = ""
    external_id: str | None = None


class LeadData(EventData):
    contact_id: ContactId
    stage_id: StageId | None = None
    stage: str = Field(default="", description="Its name.")
    outcome: StageOutcome | None = None
    previous_stage_id: StageId | None = None
    user_id: UserId | None = None


class CampaignData(EventData):
    campaign_id: CampaignId
    external_id: str | None = None
    name: str
    channel: Channel | None = None
    status: CampaignStatus
    code: str | None = Field(default=None, description="Why it stopped by itself.")
    detail: str | None = None
    counts: dict[str, int] = Field(
        default={}, description="Recipients by status, at this moment.", examples=[{"sent": 9}]
    )


class CadenceData(EventData):
    cadence_id: CadenceId
    name: str = ""
    status: str = ""
    code: str | None = Field(default=None, description="Why it stopped by itself.")
    detail: str | None = None


class EnrolmentData(EventData):
    enrolment_id: EnrolmentId
    cadence_id: CadenceId
    contact_id: ContactId
    version: int | None = None
    lap: int = 1
    source: str = ""
    step_key: str | None = None
    outcome: str | None = Field(default=None, description="Of step_done: sent, skipped, …")
    reason: str | None = Field(default=None, description="Why it was stopped, or skipped.")


class CadenceWebhookData(EnrolmentData):
    """What a webhook step says: its own words beside the contact."""

    name: str = Field(default="", description="The step's own word for it.")
    data: dict[str, Any] = {}
    contact: ContactData | None = None


class RuleWebhookData(EventData):
    """What a rule says about a contact, a conversation or a campaign."""

    rule_id: RuleId
    run_id: RuleRunId
    rule: str = Field(default="", description="Its name.")
    name: str = Field(default="", description="The rule's own word for it.")
    contact_id: ContactId | None = None
    conversation_id: ConversationId | None = None
    campaign_id: CampaignId | None = None
    contact: ContactData | None = None


class TemplateData(EventData):
    template_id: TemplateId
    name: str
    language: str
    status: TemplateStatus
    previous: TemplateStatus | None = None
    reason: str | None = None


class ChannelData(EventData):
    connection_id: ConnectionId | None = None
    number_id: NumberId | None = None
    phone: str | None = None
    channel: Channel | None = None
    code: str | None = None
    detail: str | None = None


class ImportData(EventData):
    import_id: ImportId
    kind: ImportKind
    status: ImportStatus
    filename: str = ""
    counts: dict[str, int] = {}


class BudgetData(EventData):
    campaign_id: CampaignId | None = Field(default=None, description="Null: the month's budget.")
    percent: int = Field(description="So much of it is used.")
    spent_micros: int
    budget_micros: int
    currency: str


class TestData(EventData):
    endpoint_id: EndpointId
    message: Literal["It works."] = "It works."
