"""The steps of a cadence, as programs outside read and write them."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from schemas import cadences as inside
from schemas.api.campaign_content import BindingsByVariable, SmsBody, bindings_of
from schemas.api.ids import (
    CadenceId,
    EndpointId,
    NumberId,
    StageId,
    TagId,
    TeamId,
    TemplateId,
    UserId,
)
from schemas.api.segments import GroupBody
from schemas.cadences import MOST_STEPS, TestKind, WaitKind
from schemas.campaign_fields import SmsOptions

_MOST_TAGS = 50
_MOST_MINUTES = 366 * 24 * 60
_LONGEST_TEXT = 4_096
_LONGEST_WORDS = 2_000


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)

    key: str = Field(
        default="",
        max_length=40,
        pattern="^[A-Za-z0-9_-]*$",
        description="Its name for life: a step that keeps it is the same one in every version, and "
        "nobody does one twice. Left out, one is made.",
        examples=["welcome"],
    )

    @property
    def own_key(self) -> str:
        return self.key or new_key()


class MessageStep(_Step):
    """An SMS, or a WhatsApp message: a template, and a text for who wrote within 24 hours."""

    kind: Literal["message"]
    phone_number_id: NumberId | None = None
    template_id: TemplateId | None = None
    text: str | None = Field(default=None, max_length=_LONGEST_TEXT)
    bindings: BindingsByVariable = {}
    sms: SmsBody = SmsBody()

    def step(self) -> inside.Step:
        sms = SmsOptions(self.sms.transliterate, self.sms.footer, self.sms.footer_when)
        return inside.Message(
            self.own_key,
            self.phone_number_id,
            self.template_id,
            self.text or None,
            bindings_of(self.bindings),
            sms,
        )


class WaitStep(_Step):
    """`duration`: `minutes` long. `until`: the next of `weekdays` at `time`. `field_date`: a date of
    the contact's, `offset_days` before (negative) or after, at `time`; who has none does not wait.
    """

    kind: Literal["wait"]
    wait: WaitKind = WaitKind.DURATION
    minutes: int = Field(default=0, ge=0, le=_MOST_MINUTES)
    weekdays: list[Annotated[int, Field(ge=1, le=7)]] = Field(
        default=[], max_length=7, description="1 is Monday; empty: any day."
    )
    time: str = Field(
        default="09:00",
        pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
        description="In the contact's own time zone.",
    )
    field: str = Field(default="", max_length=80, examples=["fields.renewal"])
    offset_days: int = Field(default=0, ge=-366, le=366)

    def step(self) -> inside.Step:
        days = tuple(sorted(set(self.weekdays)))
        return inside.Wait(
            self.own_key, self.wait, self.minutes, days, self.time, self.field, self.offset_days
        )


class ConditionStep(_Step):
    """A question with two ways; whoever comes to the end of one goes on behind the condition.

    `replied`, `clicked`, `delivered` and `read` ask about the cadence's last message.
    """

    kind: Literal["condition"]
    test: TestKind = TestKind.SEGMENT
    segment: GroupBody | None = Field(default=None, description="Of `segment`.")
    outcomes: list[Annotated[str, Field(max_length=60)]] = Field(
        default=[], max_length=20, description="Of `call_outcome`: any of these."
    )
    yes: "list[StepBody]" = Field(default=[], max_length=MOST_STEPS)
    no: "list[StepBody]" = Field(default=[], max_length=MOST_STEPS)

    def step(self) -> inside.Step:
        return inside.Condition(
            self.own_key,
            self.test,
            self.segment.model_dump(mode="json") if self.segment else None,
            tuple(self.outcomes),
            definition_of(self.yes).steps,
            definition_of(self.no).steps,
        )


class TagStep(_Step):
    kind: Literal["tag"]
    add: list[TagId] = Field(default=[], max_length=_MOST_TAGS)
    remove: list[TagId] = Field(default=[], max_length=_MOST_TAGS)

    def step(self) -> inside.Step:
        return inside.ChangeTags(self.own_key, tuple(self.add), tuple(self.remove))


class FieldStep(_Step):
    kind: Literal["field"]
    field: str = Field(default="", max_length=80, description="The field's key.")
    value: str | float | bool | None = Field(default=None, description="Null empties it.")

    def step(self) -> inside.Step:
        return inside.SetField(self.own_key, self.field, self.value)


class StageStep(_Step):
    kind: Literal["stage"]
    stage_id: StageId | None = None

    def step(self) -> inside.Step:
        return inside.SetStage(self.own_key, self.stage_id)


class AssignStep(_Step):
    """Who looks after the contact's newest conversation; neither: nobody in particular."""

    kind: Literal["assign"]
    user_id: UserId | None = None
    team_id: TeamId | None = None

    def step(self) -> inside.Step:
        return inside.Assign(self.own_key, self.user_id, self.team_id)


class WebhookStep(_Step):
    """Tells one endpoint: an event `cadence.webhook` with this name."""

    kind: Literal["webhook"]
    endpoint_id: EndpointId | None = None
    name: str = Field(default="", max_length=80)

    def step(self) -> inside.Step:
        return inside.CallWebhook(self.own_key, self.endpoint_id, self.name)


class EnrolStep(_Step):
    kind: Literal["enrol"]
    cadence_id: CadenceId | None = None

    def step(self) -> inside.Step:
        return inside.Enrol(self.own_key, self.cadence_id)


class AiStep(_Step):
    """Passed over until the assistant is there."""

    kind: Literal["ai"]
    instructions: str = Field(default="", max_length=_LONGEST_WORDS)

    def step(self) -> inside.Step:
        return inside.AskAi(self.own_key, self.instructions)


class CallStep(_Step):
    """Passed over until calls are there."""

    kind: Literal["call"]
    instructions: str = Field(default="", max_length=_LONGEST_WORDS)

    def step(self) -> inside.Step:
        return inside.Call(self.own_key, self.instructions)


class EndStep(_Step):
    kind: Literal["end"]

    def step(self) -> inside.Step:
        return inside.End(self.own_key)


StepBody: TypeAlias = Annotated[
    MessageStep
    | WaitStep
    | ConditionStep
    | TagStep
    | FieldStep
    | StageStep
    | AssignStep
    | WebhookStep
    | EnrolStep
    | AiStep
    | CallStep
    | EndStep,
    Field(discriminator="kind"),
]
Steps = Annotated[list[StepBody], Field(max_length=MOST_STEPS)]


def definition_of(steps: Sequence[StepBody]) -> inside.Definition:
    """As the program holds it. What a condition asks for is as it was sent: services.
    cadence_definitions checks it.
    """
    return inside.Definition(tuple(one.step() for one in steps))


def new_key() -> str:
    """A key nobody has."""
    return secrets.token_hex(5)


def steps_of(definition: inside.Definition, segments: Mapping[str, GroupBody]) -> list[Any]:
    """As programs outside read it; `segments`: what each condition asks for, by its key."""
    return [_outside(step, segments) for step in definition.steps]


def _outside(step: inside.Step, segments: Mapping[str, GroupBody]) -> BaseModel:
    if isinstance(step, inside.Condition):
        return ConditionStep(
            key=step.key,
            kind="condition",
            test=step.test,
            segment=segments.get(step.key),
            outcomes=list(step.outcomes),
            yes=[_outside(one, segments) for one in step.yes],
            no=[_outside(one, segments) for one in step.no],
        )
    said = {name: getattr(step, name) for name in step.__slots__}
    said["kind"] = step.kind.value
    if isinstance(step, inside.Message):
        said["sms"] = SmsBody.model_validate(step.sms)
    lists = {name: list(value) for name, value in said.items() if isinstance(value, tuple)}
    return _BODIES[step.kind].model_validate(said | lists)


_BODIES: dict[inside.StepKind, type[BaseModel]] = {
    inside.StepKind.MESSAGE: MessageStep,
    inside.StepKind.WAIT: WaitStep,
    inside.StepKind.TAG: TagStep,
    inside.StepKind.FIELD: FieldStep,
    inside.StepKind.STAGE: StageStep,
    inside.StepKind.ASSIGN: AssignStep,
    inside.StepKind.WEBHOOK: WebhookStep,
    inside.StepKind.ENROL: EnrolStep,
    inside.StepKind.AI: AiStep,
    inside.StepKind.CALL: CallStep,
    inside.StepKind.END: EndStep,
}
