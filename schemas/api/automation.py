"""Rules, as programs outside read and write them: when this happens, if that holds, do this."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.campaign_content import Bindings
from schemas.api.ids import (
    CadenceId,
    CampaignId,
    ContactId,
    ConversationId,
    EndpointId,
    EventId,
    LabelId,
    NumberId,
    RuleId,
    RuleRunId,
    StageId,
    TagId,
    TeamId,
    TemplateId,
    UserId,
)
from schemas.api.segments import GroupBody
from schemas.automation import (
    LONGEST_PAUSE,
    MOST_ACTIONS,
    MOST_WORDS,
    ActionKind,
    ActionOutcome,
    Assignee,
    TriggerKind,
)
from schemas.enums import Channel, Priority, RunStatus

_FORBID = ConfigDict(extra="forbid", from_attributes=True)


class TriggerBody(BaseModel):
    """When. Each kind uses its own fields and ignores the others."""

    model_config = _FORBID

    kind: TriggerKind = Field(examples=["keyword"])
    channel: Channel | None = Field(
        default=None, description="`message_received`, `keyword`: on this channel only."
    )
    number_id: NumberId | None = Field(
        default=None,
        description="`message_received`, `keyword`, `no_answer`, `window_closing`: to this number "
        "of yours only.",
    )
    words: list[str] = Field(
        default=[],
        max_length=MOST_WORDS,
        description="`keyword`: any of these; case and accents do not count.",
        examples=[["preço", "quanto custa"]],
    )
    exact: bool = Field(
        default=False, description="`keyword`: the message says nothing else than the word."
    )
    tag_id: TagId | None = Field(default=None, description="`tag_added`.")
    stage_id: StageId | None = Field(default=None, description="`stage_entered`.")
    minutes: int = Field(
        default=0,
        ge=0,
        le=1440,
        description="`no_answer`: a customer waits for so long; `window_closing`: so much is left "
        "of the 24 hours.",
    )
    name: str = Field(default="", max_length=80, description="`contact_event`: its name.")
    cadence_id: CadenceId | None = Field(
        default=None, description="`cadence_stopped`: in this cadence only."
    )
    reasons: list[str] = Field(
        default=[], max_length=30, description="`cadence_stopped`: for these reasons only."
    )
    campaign_id: CampaignId | None = Field(
        default=None, description="`campaign_finished`: this one only."
    )


class ActionBody(BaseModel):
    """What is done. Each kind uses its own fields and ignores the others."""

    model_config = _FORBID

    kind: ActionKind = Field(examples=["assign"])
    text: str = Field(
        default="",
        max_length=4096,
        description="`send`: goes out inside the 24 hours, with the places of canned replies; "
        "`notify`: what people read.",
    )
    template_id: TemplateId | None = Field(
        default=None,
        description="`send`: goes out when the 24 hours are over, or always where there is no text. "
        "Without one nothing is sent then, and the run says so.",
    )
    bindings: Bindings = Field(
        default={},
        description="`send`: what fills the template's variables, by variable, such as `body.1`. "
        "`link` and `link_code` are of campaigns and cadences only. What is not named is taken "
        "from the template's own bindings.",
    )
    number_id: NumberId | None = Field(
        default=None, description="`send`: from this number; else where you spoke last."
    )
    marketing: bool = Field(default=False, description="`send`: not to who asked for no marketing.")
    to: Assignee = Field(default=Assignee.PERSON, description="`assign`.")
    user_id: UserId | None = Field(default=None, description="`assign` to a person.")
    team_id: TeamId | None = Field(
        default=None, description="`assign` to a team, or in turns among its people."
    )
    label_ids: list[LabelId] = Field(default=[], max_length=20, description="`label`.")
    tag_ids: list[TagId] = Field(default=[], max_length=20, description="`tag`.")
    remove: bool = Field(default=False, description="`label`, `tag`: take off instead of put on.")
    priority: Priority = Field(default=Priority.HIGH, description="`priority`.")
    stage_id: StageId | None = Field(default=None, description="`stage`.")
    cadence_id: CadenceId | None = Field(
        default=None, description="`enrol`; `unenrol`: this cadence, or all of them."
    )
    user_ids: list[UserId] = Field(default=[], max_length=50, description="`notify`: these people.")
    assignee: bool = Field(
        default=False, description="`notify`: whoever looks after the conversation."
    )
    endpoint_id: EndpointId | None = Field(
        default=None, description="`webhook`: this endpoint; else all that hear `rule.webhook`."
    )
    name: str = Field(default="", max_length=80, description="`webhook`: your word for it.")


class RuleWrite(BaseModel):
    model_config = _FORBID

    name: str = Field(min_length=1, max_length=120, examples=["Preço: avisar vendas"])
    trigger: TriggerBody
    conditions: GroupBody | None = Field(
        default=None, description="A segment's definition over the contact; null: everybody."
    )
    actions: list[ActionBody] = Field(max_length=MOST_ACTIONS)
    pause_minutes: int = Field(
        default=60,
        ge=0,
        le=LONGEST_PAUSE,
        description="At most once for each contact in so many minutes; 0: as often as it happens.",
    )
    enabled: bool = False


class RuleRead(RuleWrite):
    id: RuleId
    position: int = Field(description="In this order rules run.")
    disabled_reason: str | None = Field(
        description="Why it was switched off by itself: `loop` or `too_often`."
    )
    version: int = Field(description="For If-Match.")
    created_at: datetime
    updated_at: datetime


class RuleTry(BaseModel):
    model_config = _FORBID

    contact_id: ContactId


class ActionResultRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    kind: ActionKind
    outcome: ActionOutcome
    detail: str = Field(
        default="",
        description="Why it was skipped (`window_closed`, `opted_out`, `nobody_free`, …), or what "
        "was wrong in words.",
    )


class TrialRead(BaseModel):
    """What would happen, as things are now. Nothing was done."""

    model_config = ConfigDict(from_attributes=True)

    matches: bool = Field(description="Whether the conditions hold for this contact.")
    rests: bool = Field(description="Whether it did something for them a short while ago.")
    results: list[ActionResultRead]


class RuleRunRead(BaseModel):
    id: RuleRunId
    rule_id: RuleId
    event_id: EventId = Field(description="What it ran for.")
    contact_id: ContactId | None
    conversation_id: ConversationId | None
    campaign_id: CampaignId | None
    status: RunStatus
    reason: str | None = Field(
        description="Why nothing was done: `not_matched`, `resting`, `loop`, `too_often`, …"
    )
    results: list[ActionResultRead]
    created_at: datetime
    finished_at: datetime | None
