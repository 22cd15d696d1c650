from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="LocationBody")


@_attrs_define
class LocationBody:
    """
    Attributes:
        latitude (float):
        longitude (float):
        name (str | Unset):  Default: ''.
        address (str | Unset):  Default: ''.
    """

    latitude: float
    longitude: float
    name: str | Unset = ""
    address: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        latitude = self.latitude

        longitude = self.longitude

        name = self.name

        address = self.address

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "latitude": latitude,
                "longitude": longitude,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if address is not UNSET:
            field_dict["address"] = address

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        latitude = d.pop("latitude")

        longitude = d.pop("longitude")

        name = d.pop("name", UNSET)

        address = d.pop("address", UNSET)

        location_body = cls(
            latitude=latitude,
            longitude=longitude,
            name=name,
            address=address,
        )

        return location_body
