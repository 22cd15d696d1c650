from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.event_read_data import EventReadData
    from ..models.event_resource import EventResource


T = TypeVar("T", bound="EventRead")


@_attrs_define
class EventRead:
    """What happened, as webhooks are told of it.

    Attributes:
        id (str):
        type_ (str):
        company_id (str):
        sequence (int): Goes up by one with each event that was written of this resource.
        occurred_at (datetime.datetime):
        timestamp (datetime.datetime): When it was written down.
        data (EventReadData): By its type: see the webhooks.
        resource (EventResource):
    """

    id: str
    type_: str
    company_id: str
    sequence: int
    occurred_at: datetime.datetime
    timestamp: datetime.datetime
    data: EventReadData
    resource: EventResource
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        type_ = self.type_

        company_id = self.company_id

        sequence = self.sequence

        occurred_at = self.occurred_at.isoformat()

        timestamp = self.timestamp.isoformat()

        data = self.data.to_dict()

        resource = self.resource.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "type": type_,
                "company_id": company_id,
                "sequence": sequence,
                "occurred_at": occurred_at,
                "timestamp": timestamp,
                "data": data,
                "resource": resource,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.event_read_data import EventReadData  # noqa: PLC0415
        from ..models.event_resource import EventResource  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        type_ = d.pop("type")

        company_id = d.pop("company_id")

        sequence = d.pop("sequence")

        occurred_at = datetime.datetime.fromisoformat(d.pop("occurred_at"))

        timestamp = datetime.datetime.fromisoformat(d.pop("timestamp"))

        data = EventReadData.from_dict(d.pop("data"))

        resource = EventResource.from_dict(d.pop("resource"))

        event_read = cls(
            id=id,
            type_=type_,
            company_id=company_id,
            sequence=sequence,
            occurred_at=occurred_at,
            timestamp=timestamp,
            data=data,
            resource=resource,
        )

        event_read.additional_properties = d
        return event_read

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
