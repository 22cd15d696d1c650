from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="EnrolmentResult")


@_attrs_define
class EnrolmentResult:
    """What became of one of the contacts named.

    Attributes:
        index (int):
        contact_id (None | str):
        enrolment_id (None | str):
        reason (None | str): Why they were left out; null for who entered.
        message (None | str):
    """

    index: int
    contact_id: None | str
    enrolment_id: None | str
    reason: None | str
    message: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        index = self.index

        contact_id: None | str
        contact_id = self.contact_id

        enrolment_id: None | str
        enrolment_id = self.enrolment_id

        reason: None | str
        reason = self.reason

        message: None | str
        message = self.message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "index": index,
                "contact_id": contact_id,
                "enrolment_id": enrolment_id,
                "reason": reason,
                "message": message,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        index = d.pop("index")

        def _parse_contact_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        contact_id = _parse_contact_id(d.pop("contact_id"))

        def _parse_enrolment_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        enrolment_id = _parse_enrolment_id(d.pop("enrolment_id"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        def _parse_message(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        message = _parse_message(d.pop("message"))

        enrolment_result = cls(
            index=index,
            contact_id=contact_id,
            enrolment_id=enrolment_id,
            reason=reason,
            message=message,
        )

        enrolment_result.additional_properties = d
        return enrolment_result

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
