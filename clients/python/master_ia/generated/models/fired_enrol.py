from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="FiredEnrol")


@_attrs_define
class FiredEnrol:
    """
    Attributes:
        cadence_id (str):
        enrolled (bool):
        reason (None | str | Unset): Why they were left out.
        reason_text (None | str | Unset): For people, in the language of Accept-Language.
    """

    cadence_id: str
    enrolled: bool
    reason: None | str | Unset = UNSET
    reason_text: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        cadence_id = self.cadence_id

        enrolled = self.enrolled

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        reason_text: None | str | Unset
        if isinstance(self.reason_text, Unset):
            reason_text = UNSET
        else:
            reason_text = self.reason_text

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "cadence_id": cadence_id,
                "enrolled": enrolled,
            }
        )
        if reason is not UNSET:
            field_dict["reason"] = reason
        if reason_text is not UNSET:
            field_dict["reason_text"] = reason_text

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        cadence_id = d.pop("cadence_id")

        enrolled = d.pop("enrolled")

        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

        def _parse_reason_text(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason_text = _parse_reason_text(d.pop("reason_text", UNSET))

        fired_enrol = cls(
            cadence_id=cadence_id,
            enrolled=enrolled,
            reason=reason,
            reason_text=reason_text,
        )

        fired_enrol.additional_properties = d
        return fired_enrol

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
