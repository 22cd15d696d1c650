from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.number_order_status import NumberOrderStatus

T = TypeVar("T", bound="NumberOrderRead")


@_attrs_define
class NumberOrderRead:
    """
    Attributes:
        id (str):
        connection_id (str):
        phone (str):
        status (NumberOrderStatus): A number on its way to us, or back.
        provider_number_id (None | str):
        code (None | str): Why it failed; never translated.
        detail (None | str): The provider's own words.
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
    """

    id: str
    connection_id: str
    phone: str
    status: NumberOrderStatus
    provider_number_id: None | str
    code: None | str
    detail: None | str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        connection_id = self.connection_id

        phone = self.phone

        status = self.status.value

        provider_number_id: None | str
        provider_number_id = self.provider_number_id

        code: None | str
        code = self.code

        detail: None | str
        detail = self.detail

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "connection_id": connection_id,
                "phone": phone,
                "status": status,
                "provider_number_id": provider_number_id,
                "code": code,
                "detail": detail,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        connection_id = d.pop("connection_id")

        phone = d.pop("phone")

        status = NumberOrderStatus(d.pop("status"))

        def _parse_provider_number_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        provider_number_id = _parse_provider_number_id(d.pop("provider_number_id"))

        def _parse_code(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        code = _parse_code(d.pop("code"))

        def _parse_detail(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        detail = _parse_detail(d.pop("detail"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        number_order_read = cls(
            id=id,
            connection_id=connection_id,
            phone=phone,
            status=status,
            provider_number_id=provider_number_id,
            code=code,
            detail=detail,
            created_at=created_at,
            updated_at=updated_at,
        )

        number_order_read.additional_properties = d
        return number_order_read

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
