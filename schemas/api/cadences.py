"""Cadences, their versions, a contact's calendar and the figures of their steps."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from schemas.api.cadence_jobs import CadenceJobRead
from schemas.api.cadence_steps import StepBody, Steps
from schemas.api.campaign_content import HoursBody
from schemas.api.ids import CadenceId, ContactId, TopicId, UserId
from schemas.api.segments import GroupBody
from schemas.cadences import Rules, Stop
from schemas.enums import CadenceStatus, Channel, Purpose

_FORBID = ConfigDict(extra="forbid")
_FROM_ATTRIBUTES = ConfigDict(from_attributes=True)


class RulesBody(BaseModel):
    """Who may enter, and how often."""

    model_config = _FORBID

    reentry_days: int | None = Field(
        default=None,
        ge=0,
        le=3_650,
        description="May come again so many days after their enrolment began; null: never.",
    )
    daily_limit: int | None = Field(
        default=None, ge=1, le=1_000_000, description="Enrolled in one day, at most."
    )
    only: GroupBody | None = Field(default=None, description="Only who matches is enrolled.")


class _Settable(BaseModel):
    model_config = _FORBID

    description: str = Field(default="", max_length=1_000)
    external_id: str | None = Field(default=None, max_length=200, description="Your own id of it.")
    steps: Steps = Field(
        default=[], description="The draft. Nobody goes through it before it is published."
    )
    rules: RulesBody = RulesBody()
    stops: list[Stop] = Field(
        default=[stop for stop in Stop if stop is not Stop.REPLY_SAME_CHANNEL],
        max_length=len(Stop),
        description="What ends an enrolment early. An opt-out always does.",
    )
    goal: GroupBody | None = Field(
        default=None, description="Whoever comes to match it has arrived, and is stopped."
    )
    exclusive_group: str | None = Field(
        default=None,
        max_length=80,
        description="Contacts are in at most one live cadence of a group.",
    )
    purpose: Purpose = Field(
        default=Purpose.MARKETING, description="Of its SMS; a template says its own."
    )
    topic_id: TopicId | None = None
    hours: HoursBody | None = Field(default=None, description="Null: the company's.")
    time_zone: str | None = Field(
        default=None,
        max_length=60,
        description="For whom no zone is known; null: the company's.",
        examples=["America/Manaus"],
    )


_EXAMPLE: JsonDict = {
    "name": "New leads",
    "steps": [
        {
            "kind": "message",
            "key": "welcome",
            "phone_number_id": "num_0199b3c8f0a77c31a5d20e4b6f8c9d10",
            "template_id": "tpl_0199b3c8f0a77c31a5d20e4b6f8c9d11",
        },
        {"kind": "wait", "key": "two-days", "minutes": 2880},
        {
            "kind": "condition",
            "key": "has-read",
            "test": "read",
            "yes": [{"kind": "assign", "key": "to-sales"}],
            "no": [
                {
                    "kind": "message",
                    "key": "by-sms",
                    "phone_number_id": "num_0199b3c8f0a77c31a5d20e4b6f8c9d12",
                    "text": "Oi {{first_name}}, viu nossa mensagem?",
                }
            ],
        },
    ],
    "rules": {"reentry_days": 90},
    "stops": ["reply", "meeting", "won", "lost", "bounce", "agent"],
}


class CadenceCreate(_Settable):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    name: str = Field(min_length=1, max_length=200)


class CadenceUpdate(_Settable):
    """What is absent stays as it is. `steps` are replaced as a whole, in the draft."""

    name: str = Field(default="", max_length=200)


class CadenceDuplicate(BaseModel):
    model_config = _FORBID

    name: str = Field(min_length=1, max_length=200)


class CadencePublish(BaseModel):
    model_config = _FORBID

    move: bool = Field(
        default=False,
        description="Whether those on their way go on in the new version; otherwise they stay in "
        "theirs.",
    )


class CadenceRead(BaseModel):
    id: CadenceId
    name: str
    description: str
    external_id: str | None
    status: CadenceStatus
    status_code: str | None = Field(description="Why it paused by itself, for programs.")
    status_text: str | None = Field(description="The same for people.")
    status_detail: str | None
    steps: list[StepBody] = Field(description="The draft.")
    published: int | None = Field(description="The version people enter; null: none yet.")
    changed: bool = Field(description="Whether the draft says something else than that version.")
    rules: RulesBody
    stops: list[Stop]
    goal: GroupBody | None
    exclusive_group: str | None
    purpose: Purpose
    topic_id: TopicId | None
    hours: HoursBody | None
    time_zone: str | None
    under_way: int = Field(description="How many stand at one of its steps.")
    version: int = Field(description="Also the ETag; give it as If-Match to change the cadence.")
    created_at: datetime
    updated_at: datetime


class VersionRead(BaseModel):
    number: int
    steps: list[StepBody]
    under_way: int = Field(description="How many are on their way in this version.")
    published_by: UserId | None
    created_at: datetime


class VersionsRead(BaseModel):
    """Newest first."""

    data: list[VersionRead]


class ChangeRead(BaseModel):
    """One difference between two versions."""

    key: str
    kind: Literal["added", "removed", "moved", "changed"]
    step: str = Field(description="The kind of step.")
    text: str = Field(description="For people.")


class ChangesRead(BaseModel):
    data: list[ChangeRead]


class FindingRead(BaseModel):
    """One thing to be told of a draft. Errors forbid publishing, warnings do not."""

    pointer: str = Field(examples=["steps/2/yes/0/template_id"])
    key: str = Field(description="Of the step.")
    code: str
    severity: Literal["error", "warning"]
    text: str = Field(description="For people, in the language of Accept-Language.")


class FindingsRead(BaseModel):
    publishable: bool
    data: list[FindingRead]


class MoveRead(BaseModel):
    """What became of those who were in older versions."""

    moved: int
    ended: int = Field(description="Nothing of theirs is left in the new version.")
    sending: int = Field(
        description="Their message is just being sent; call again to move them too."
    )
    job: CadenceJobRead | None = Field(
        default=None,
        description="With 202, for more than 2,000 people or while another job of the cadence is "
        "under way: what moves them, and tells how far it is.",
    )


class PublishRead(BaseModel):
    cadence: CadenceRead
    moved: MoveRead | None


class CadenceSimulate(BaseModel):
    model_config = _FORBID

    contact_id: ContactId | None = Field(
        default=None, description="Null: some contact, or none where there is none yet."
    )
    start: AwareDatetime | None = Field(default=None, description="Null: now.")
    version: int | None = Field(default=None, ge=1, le=32_767, description="Null: the draft.")


Answer = Literal["yes", "no"]


class LimitNoteRead(BaseModel):
    """What stands in a message's way, as far as is known now."""

    code: Literal["frequency_cap", "daily_limit"] = Field(
        description="`frequency_cap`: left out, as they have had `messages` of marketing within "
        "`days` by then. `daily_limit`: held until `until`, as the account has reached as many "
        "people as it may in a day."
    )
    text: str = Field(description="For people, in the language of Accept-Language.")
    messages: int | None
    days: int | None
    until: datetime | None


class MomentRead(BaseModel):
    at: datetime
    local: str = Field(description="On the contact's own clock.", examples=["2026-11-27T09:00"])
    answers: dict[str, Answer] = Field(
        description="What conditions, by their key, have to answer for it; empty: whatever."
    )
    held_since: datetime | None = Field(
        description="Of a message that waits for the hours: when it was ready."
    )
    limit: LimitNoteRead | None = Field(
        description="Of a message: the company's frequency cap or the account's daily limit, where "
        "it would not go out then. Null: nothing is in its way."
    )


class SimulatedText(BaseModel):
    channel: Channel
    header: str
    body: str
    footer: str
    missing: list[str] = Field(description="Variables this contact has no value for.")


class SimulatedStep(BaseModel):
    key: str
    kind: str
    inside: str | None = Field(description="The condition whose way it stands in.")
    branch: Answer | None
    moments: list[MomentRead] = Field(
        description="When the contact may come to it: for a wait, when it is over; for a message, "
        "when it is sent. Empty: never."
    )
    more: int = Field(description="Moments that are not listed.")
    unknown_day: bool = Field(description="A wait for a date the contact does not have.")
    message: SimulatedText | None
    in_window: SimulatedText | None = Field(
        description="What is said on WhatsApp to who wrote within 24 hours."
    )


class SimulationRead(BaseModel):
    contact_id: ContactId | None
    time_zone: str
    start: datetime
    steps: list[SimulatedStep]


class StepFiguresRead(BaseModel):
    """`delivered` includes who has read."""

    model_config = _FROM_ATTRIBUTES

    waiting: int
    passed: int
    yes: int
    no: int
    passed_over: int
    left: int = Field(description="Ended while they stood here.")
    pending: int
    sent: int
    delivered: int
    read: int
    failed: int
    skipped: int
    unknown: int
    replied: int
    clicked: int
    opted_out: int


class StatisticsRead(BaseModel):
    under_way: int
    steps: dict[str, StepFiguresRead] = Field(description="By step; one nobody came to is missing.")


VersionNumber = Annotated[int, Field(ge=1, le=32_767)]


def rules_of(body: RulesBody, only: dict[str, object] | None) -> Rules:
    """`only`: its segment, as it is stored."""
    return Rules(body.reentry_days, body.daily_limit, only)
