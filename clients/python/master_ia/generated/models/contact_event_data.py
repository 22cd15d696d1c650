from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.contact_event_data_data import ContactEventDataData


T = TypeVar("T", bound="ContactEventData")


@_attrs_define
class ContactEventData:
    """Something another system says a contact did.

    Attributes:
        contact_id (str):
        name (str):
        data (ContactEventDataData | Unset):
        source (str | Unset):  Default: ''.
        external_id (None | str | Unset):
    """

    contact_id: str
    name: str
    data: ContactEventDataData | Unset = UNSET
    source: str | Unset = ""
    external_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contact_id = self.contact_id

        name = self.name

        data: dict[str, Any] | Unset = UNSET
        if not isinstance(self.data, Unset):
            data = self.data.to_dict()

        source = self.source

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contact_id": contact_id,
                "name": name,
            }
        )
        if data is not UNSET:
            field_dict["data"] = data
        if source is not UNSET:
            field_dict["source"] = source
        if external_id is not UNSET:
            field_dict["external_id"] = external_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact_event_data_data import ContactEventDataData  # noqa: PLC0415

        d = dict(src_dict)
        contact_id = d.pop("contact_id")

        name = d.pop("name")

        _data = d.pop("data", UNSET)
        data: ContactEventDataData | Unset
        if isinstance(_data, Unset):
            data = UNSET
        else:
            data = ContactEventDataData.from_dict(_data)

        source = d.pop("source", UNSET)

        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("external_id", UNSET))

        contact_event_data = cls(
            contact_id=contact_id,
            name=name,
            data=data,
            source=source,
            external_id=external_id,
        )

        contact_event_data.additional_properties = d
        return contact_event_data

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
