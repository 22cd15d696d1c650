"""What is done with everybody of a cadence in the background, as programs outside see it."""

from datetime import datetime

from pydantic import BaseModel, Field

from schemas.api.ids import CadenceId, CadenceJobId
from schemas.cadence_jobs import JobKind, JobStatus


class CadenceJobRead(BaseModel):
    """How far it is. The jobs of one cadence are done in the order they were asked for."""

    id: CadenceJobId
    cadence_id: CadenceId
    kind: JobKind
    status: JobStatus
    total: int | None = Field(description="Of how many people; null until they are counted.")
    done: int = Field(description="Looked at so far.")
    changed: int = Field(description="Of those changed; nobody is whom it did not fit any more.")
    ended: int = Field(description="Of a move: nothing of theirs is left in the new version.")
    sending: int = Field(
        description="Of a move: their message is being sent, so they stay for now. They are come "
        "back for a few times."
    )
    version: int | None = Field(description="Of a move: into which version.")
    detail: str | None = Field(description="Why, as it was given.")
    can_cancel: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
