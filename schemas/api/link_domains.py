"""Host names of short links, as programs outside read and write them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class LinkDomainCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    host: str = Field(min_length=1, max_length=300, examples=["go.example.com"])


class LinkDomainRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    host: str
    proof: str = Field(description="What the host answers at `/.well-known/master-ia-links`.")
    verified_at: datetime | None = Field(description="Since when it serves; null: not yet.")
    created_at: datetime


class LinkDomainList(BaseModel):
    items: list[LinkDomainRead]
