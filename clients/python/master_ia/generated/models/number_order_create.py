from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="NumberOrderCreate")


@_attrs_define
class NumberOrderCreate:
    """
    Attributes:
        connection_id (str):
        phone (str): As it was found.
        service_number_id (None | str | Unset): The messaging service it is to join, of the same connection.
        address_id (str | Unset): Twilio's AD…. Default: ''.
        bundle_id (str | Unset): Twilio's BU…. Default: ''.
    """

    connection_id: str
    phone: str
    service_number_id: None | str | Unset = UNSET
    address_id: str | Unset = ""
    bundle_id: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        connection_id = self.connection_id

        phone = self.phone

        service_number_id: None | str | Unset
        if isinstance(self.service_number_id, Unset):
            service_number_id = UNSET
        else:
            service_number_id = self.service_number_id

        address_id = self.address_id

        bundle_id = self.bundle_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "connection_id": connection_id,
                "phone": phone,
            }
        )
        if service_number_id is not UNSET:
            field_dict["service_number_id"] = service_number_id
        if address_id is not UNSET:
            field_dict["address_id"] = address_id
        if bundle_id is not UNSET:
            field_dict["bundle_id"] = bundle_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        connection_id = d.pop("connection_id")

        phone = d.pop("phone")

        def _parse_service_number_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        service_number_id = _parse_service_number_id(d.pop("service_number_id", UNSET))

        address_id = d.pop("address_id", UNSET)

        bundle_id = d.pop("bundle_id", UNSET)

        number_order_create = cls(
            connection_id=connection_id,
            phone=phone,
            service_number_id=service_number_id,
            address_id=address_id,
            bundle_id=bundle_id,
        )

        return number_order_create
