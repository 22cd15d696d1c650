"""Hooks, as programs outside read and write them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

from schemas.api.ids import ContactId, HookId, HookRequestId
from schemas.enums import HookRequestStatus
from schemas.hooks import LONGEST_PATH, Mapping, Signature
from schemas.triggers import Fired

_FORBID = ConfigDict(extra="forbid")
ActionsJson = Annotated[
    dict[str, JsonValue],
    Field(
        description="enrol, stop, send, launch and event, as in POST /triggers. `{{name}}` in a "
        "text is replaced by the variable, or by the contact's own name, first_name, phone, email "
        "or external_id. `launch` needs the scope `campaigns:run` of whoever writes it.",
        examples=[{"enrol": {"cadence": "welcome"}}],
    ),
]


class HookCreate(BaseModel):
    model_config = _FORBID

    name: str = Field(min_length=1, max_length=100, examples=["HubSpot: new leads"])


class HookUpdate(BaseModel):
    """What is absent stays as it is."""

    model_config = _FORBID

    name: str | None = Field(default=None, min_length=1, max_length=100)
    enabled: bool | None = Field(default=None, description="Off: its address answers 404.")
    capturing: bool | None = Field(
        default=None, description="What comes in is kept as a sample, and nothing is done."
    )
    mapping: Mapping | None = None
    actions: ActionsJson | None = None
    dedupe_path: str | None = Field(
        default=None,
        max_length=LONGEST_PATH,
        description="Where the sender's own id of it stands: told twice it is one. Empty: the "
        "body itself, for a day.",
    )
    signature: Signature | None = None
    secret: str | None = Field(
        default=None, max_length=500, description="Of the signature; empty: one is made."
    )


class HookRead(BaseModel):
    id: HookId
    name: str
    address: str | None = Field(
        description="Where to send to. Whoever knows it can send: only keys with "
        "`automation:write` see it."
    )
    enabled: bool
    capturing: bool
    mapping: Mapping
    actions: dict[str, Any]
    dedupe_path: str | None
    signature: Signature
    secret: str | None = Field(description="Only for keys with `automation:write`.")
    version: int
    created_at: datetime
    updated_at: datetime


class HookProblem(BaseModel):
    """What of a call could not be used, or why nothing was done."""

    field: str = Field(examples=["contact/phone"])
    code: str
    detail: str


class HookRequestRead(BaseModel):
    """One call, and what became of it."""

    id: HookRequestId
    status: HookRequestStatus
    reason: str | None
    reason_text: str | None = Field(description="For people, in the language of Accept-Language.")
    problems: list[HookProblem]
    done: Fired = Field(description="As POST /triggers answers.")
    created_at: datetime
    finished_at: datetime | None


class HookRequestDetail(HookRequestRead):
    body: dict[str, Any]
    headers: dict[str, Any]


class HookPreviewAsk(BaseModel):
    """A sample, and a mapping that may not be saved yet."""

    model_config = _FORBID

    request_id: HookRequestId | None = Field(
        default=None, description="A call that came in. One of this and `body`."
    )
    body: dict[str, JsonValue] | None = None
    mapping: Mapping | None = Field(default=None, description="The saved one, if absent.")
    actions: ActionsJson | None = Field(default=None, description="The saved ones, if absent.")


class HookPreviewRow(BaseModel):
    to: str
    value: Any = Field(description="What comes of this row; null: nothing stands there.")
    error: HookProblem | None


class HookPreviewRead(BaseModel):
    """What would come of it. Nothing was done."""

    rows: list[HookPreviewRow]
    contact: dict[str, Any]
    contact_id: ContactId | None = Field(description="Who is there already.")
    done: Fired | None
    reason: str | None
    reason_text: str | None
    problems: list[HookProblem]


class HookReplay(BaseModel):
    model_config = _FORBID

    since: AwareDatetime | None = Field(
        default=None, description="Calls that failed from then on; all, if absent."
    )


class HookReplayed(BaseModel):
    replayed: int = Field(description="How many are applied again.")
