"""The company, its people and its API keys."""

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from schemas.api.ids import ApiKeyId, CompanyId, UserId
from schemas.enums import Role, Scope


class CompanyRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: CompanyId
    name: str
    country: str = Field(description="ISO 3166: how a number without a country is read.")
    locale: str
    timezone: str
    created_at: datetime


class UserRead(BaseModel):
    """A person who works in the company."""

    model_config = ConfigDict(from_attributes=True)

    id: UserId
    name: str
    email: str
    role: Role
    created_at: datetime = Field(description="When they joined the company.")


class ApiKeyRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: ApiKeyId
    name: str
    prefix: str = Field(description="The part of the key that may be seen.")
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class ApiKeyCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=100)
    scopes: list[Scope] = Field(min_length=1, max_length=len(Scope))
    expires_at: AwareDatetime | None = None


class ApiKeyIssued(ApiKeyRead):
    token: str = Field(description="The whole key. It is shown here and never again.")
