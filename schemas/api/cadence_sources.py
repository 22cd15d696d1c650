"""What enrols people in a cadence by itself, as programs outside read and write it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.ids import CadenceId, ImportId, SegmentId, SourceId, StageId, TagId
from schemas.api.series import RuleBody
from schemas.cadence_sources import LONGEST_WORD, MOST_WORDS, SourceKind

_FORBID = ConfigDict(extra="forbid")


class _Settable(BaseModel):
    model_config = _FORBID

    segment_id: SegmentId | None = Field(default=None, description="Of `segment`.")
    tag_id: TagId | None = Field(default=None, description="Of `tag`.")
    stage_id: StageId | None = Field(default=None, description="Of `stage`.")
    words: list[str] = Field(
        default=[],
        max_length=MOST_WORDS,
        description=f"Of `keyword`: any of them, up to {LONGEST_WORD} characters each, in any case "
        "and with or without accents.",
    )
    exact: bool = Field(default=True, description="The message says nothing but the word.")
    include_existing: bool = Field(
        default=False,
        description="Those who are in the segment already are enrolled by the first look.",
    )
    rule: RuleBody | None = Field(default=None, description="Of `segment`: when it is looked at.")
    time_zone: str | None = Field(
        default=None, max_length=60, description="Null: the company's.", examples=["America/Bahia"]
    )
    enabled: bool = True


class SourceCreate(_Settable):
    kind: SourceKind = Field(description="`segment`, `keyword`, `tag` or `stage`.")


class SourceUpdate(_Settable):
    """As a whole; its kind stays."""


class RunRead(BaseModel):
    enrolled: int
    left_out: dict[str, int]
    code: str | None = Field(
        description="`daily_limit`: the rest follows another day. `not_running`: the cadence lets "
        "nobody in. `subject_gone`: the segment was deleted."
    )


class SourceRead(BaseModel):
    id: SourceId
    cadence_id: CadenceId
    kind: SourceKind
    segment_id: SegmentId | None
    tag_id: TagId | None
    stage_id: StageId | None
    import_id: ImportId | None
    name: str | None = Field(description="Of the segment, tag, stage or file.")
    words: list[str]
    exact: bool
    include_existing: bool
    rule: RuleBody | None
    time_zone: str | None
    enabled: bool
    once: bool = Field(description="It enrols some people and is done.")
    last_run_at: datetime | None
    next_run_at: datetime | None
    last_run: RunRead
    total: RunRead
    created_at: datetime
