from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="EnrolPart")


@_attrs_define
class EnrolPart:
    """
    Attributes:
        cadence (str): Its id, or the external id you gave it.
    """

    cadence: str

    def to_dict(self) -> dict[str, Any]:
        cadence = self.cadence

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "cadence": cadence,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        cadence = d.pop("cadence")

        enrol_part = cls(
            cadence=cadence,
        )

        return enrol_part
