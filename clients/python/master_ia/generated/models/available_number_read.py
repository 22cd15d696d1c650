from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="AvailableNumberRead")


@_attrs_define
class AvailableNumberRead:
    """
    Attributes:
        phone (str):
        town (str): Empty where the provider does not tell.
        region (str):
        needs_address (bool): Sold only with an `address_id` kept at the provider.
    """

    phone: str
    town: str
    region: str
    needs_address: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        phone = self.phone

        town = self.town

        region = self.region

        needs_address = self.needs_address

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "phone": phone,
                "town": town,
                "region": region,
                "needs_address": needs_address,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        phone = d.pop("phone")

        town = d.pop("town")

        region = d.pop("region")

        needs_address = d.pop("needs_address")

        available_number_read = cls(
            phone=phone,
            town=town,
            region=region,
            needs_address=needs_address,
        )

        available_number_read.additional_properties = d
        return available_number_read

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
