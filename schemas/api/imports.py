"""Imports, as programs outside read and steer them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.ids import CadenceId, ImportId, TagId
from schemas.enums import ImportStatus

_FORBID = ConfigDict(extra="forbid")


class ImportOptions(BaseModel):
    model_config = _FORBID

    tag_ids: list[TagId] = Field(default=[], max_length=20, description="Put on everybody in it.")
    existing: Literal["update", "keep"] = Field(
        default="update", description="`keep` leaves contacts that are there already as they are."
    )
    values: Literal["overwrite", "fill"] = Field(
        default="overwrite", description="`fill` only fills what is empty on the contact."
    )
    cadence_id: CadenceId | None = Field(
        default=None,
        description="Everybody of the file enters this cadence once it is read in; with `keep` only "
        "who is new. Needs cadences:run.",
    )


class ImportConfigure(BaseModel):
    model_config = _FORBID

    mapping: dict[int, str] = Field(
        max_length=500,
        description="Column of the file, counted from 0, to `phone`, `name`, `email`, "
        "`external_id`, `language`, `fields.<key>`, or `new:<type>` for a new custom field. "
        "Columns that are absent are not imported.",
        examples=[{"0": "name", "1": "phone", "2": "new:text"}],
    )
    options: ImportOptions = ImportOptions()


class ImportCounts(BaseModel):
    rows: int
    created: int
    updated: int
    unchanged: int
    duplicates: int
    rejected: int


class ImportRead(BaseModel):
    id: ImportId
    status: ImportStatus
    file_name: str
    size_bytes: int
    columns: list[str]
    mapping: dict[int, str]
    options: ImportOptions
    counts: ImportCounts = Field(
        description="While it is `checked`, what would happen; afterwards what happened."
    )
    total_rows: int | None = Field(description="Known after the check.")
    same_as: ImportId | None = Field(
        default=None, description="An earlier finished import of the very same file."
    )
    error_code: str | None
    error_detail: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    undone_at: datetime | None
    can_undo: bool
