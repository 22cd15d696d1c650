from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.contact_event_read_data import ContactEventReadData


T = TypeVar("T", bound="ContactEventRead")


@_attrs_define
class ContactEventRead:
    """
    Attributes:
        contact_id (str):
        name (str):
        data (ContactEventReadData):
        source (str):
        external_id (None | str):
        occurred_at (datetime.datetime):
        created_at (datetime.datetime):
    """

    contact_id: str
    name: str
    data: ContactEventReadData
    source: str
    external_id: None | str
    occurred_at: datetime.datetime
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contact_id = self.contact_id

        name = self.name

        data = self.data.to_dict()

        source = self.source

        external_id: None | str
        external_id = self.external_id

        occurred_at = self.occurred_at.isoformat()

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contact_id": contact_id,
                "name": name,
                "data": data,
                "source": source,
                "external_id": external_id,
                "occurred_at": occurred_at,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact_event_read_data import ContactEventReadData  # noqa: PLC0415

        d = dict(src_dict)
        contact_id = d.pop("contact_id")

        name = d.pop("name")

        data = ContactEventReadData.from_dict(d.pop("data"))

        source = d.pop("source")

        def _parse_external_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        external_id = _parse_external_id(d.pop("external_id"))

        occurred_at = datetime.datetime.fromisoformat(d.pop("occurred_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        contact_event_read = cls(
            contact_id=contact_id,
            name=name,
            data=data,
            source=source,
            external_id=external_id,
            occurred_at=occurred_at,
            created_at=created_at,
        )

        contact_event_read.additional_properties = d
        return contact_event_read

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
