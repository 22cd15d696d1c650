"""Contacts, as programs outside read and write them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.api.ids import ContactId, ImportId, SegmentId, StageId, TagId
from schemas.enums import Channel, IdentityKind

_FORBID = ConfigDict(extra="forbid")
_FROM_ATTRIBUTES = ConfigDict(from_attributes=True)
_MOST_TAGS = 100
MOST_IN_BATCH = 500
FieldValue = Annotated[str | float | bool | None, Field(union_mode="smart")]


class _Settable(BaseModel):
    model_config = _FORBID

    name: str = Field(default="", max_length=200)
    phone: str | None = Field(
        default=None,
        max_length=60,
        description="As typed; without a country code it is read as one of the company's country.",
        examples=["(11) 98765-4321"],
    )
    email: str | None = Field(default=None, max_length=320)
    language: str | None = Field(default=None, max_length=20, examples=["pt_BR"])
    time_zone: str | None = Field(
        default=None,
        max_length=60,
        description="Null: what the phone number tells.",
        examples=["America/Manaus"],
    )
    tag_ids: list[TagId] = Field(default=[], max_length=_MOST_TAGS)
    fields: dict[str, FieldValue] = Field(
        default={},
        max_length=100,
        description="Custom fields by key; null takes a value away, absent ones stay.",
    )

    def values(self) -> dict[str, Any]:
        """Only what was sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class ContactUpsert(_Settable):
    """What is absent stays as it is."""


class ContactCreate(_Settable):
    external_id: str | None = Field(
        default=None, max_length=200, description="Your own id of this person."
    )


class ContactUpdate(ContactCreate):
    """What is absent stays as it is; `tag_ids` is replaced as a whole."""


class ContactBatch(BaseModel):
    model_config = _FORBID

    contacts: list[ContactCreate] = Field(min_length=1, max_length=MOST_IN_BATCH)


class IdentityRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    kind: IdentityKind
    value: str


class ContactRead(BaseModel):
    model_config = _FROM_ATTRIBUTES

    id: ContactId
    name: str
    phone: str | None = Field(description="E.164.")
    email: str | None
    external_id: str | None
    language: str | None
    time_zone: str | None
    tag_ids: list[TagId]
    fields: dict[str, Any]
    source: str
    import_id: ImportId | None
    last_inbound_at: datetime | None
    created_at: datetime
    updated_at: datetime


class ContactDetail(ContactRead):
    """One contact, with its further addresses and where it must not be written to."""

    identities: list[IdentityRead]
    opted_out: list[Channel]


class BatchError(BaseModel):
    pointer: str
    code: str
    detail: str


class BatchResult(BaseModel):
    """What became of one row of a batch."""

    index: int
    status: Literal["created", "updated", "unchanged", "failed"]
    id: ContactId | None = None
    errors: list[BatchError] = []


class BatchRead(BaseModel):
    results: list[BatchResult]


class Selection(BaseModel):
    """Some contacts: by id, or everybody a filter finds."""

    model_config = _FORBID

    contact_ids: list[ContactId] = Field(default=[], max_length=10_000)
    q: str = Field(default="", max_length=200, description="Part of a name, number or e-mail.")
    tag_id: TagId | None = None
    segment_id: SegmentId | None = None
    stage_id: StageId | None = None
    everyone: bool = Field(default=False, description="Needed to mean all contacts.")


class TagChange(BaseModel):
    model_config = _FORBID

    selection: Selection
    add: list[TagId] = Field(default=[], max_length=20)
    remove: list[TagId] = Field(default=[], max_length=20)


class TagChanged(BaseModel):
    changed: int = Field(description="How many contacts are different now.")
