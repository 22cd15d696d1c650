"""Events, as they are read by the API and written to webhooks."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, computed_field

from schemas.api.ids import CompanyId, EventId
from schemas.event_types import resource_id


class EventResource(BaseModel):
    type: str = Field(examples=["contact"])
    id: str = Field(examples=["ct_0199b3c8f0a77c31a5d20e4b6f8c9d11"])


class EventRead(BaseModel):
    """What happened, as webhooks are told of it."""

    model_config = ConfigDict(from_attributes=True)

    id: EventId
    type: str = Field(examples=["message.received"])
    company_id: CompanyId
    sequence: int = Field(
        description="Goes up by one with each event that was written of this resource."
    )
    occurred_at: datetime
    timestamp: datetime = Field(
        validation_alias="created_at", description="When it was written down."
    )
    data: dict[str, Any] = Field(description="By its type: see the webhooks.")
    resource_type: str = Field(exclude=True)
    resource_key: Any = Field(validation_alias="resource_id", exclude=True)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def resource(self) -> EventResource:
        return EventResource(
            type=self.resource_type, id=resource_id(self.resource_type, self.resource_key)
        )
