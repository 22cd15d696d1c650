from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="PhoneNumberUpdate")


@_attrs_define
class PhoneNumberUpdate:
    """
    Attributes:
        rate_per_second (int): Messages a second we allow ourselves on this number.
    """

    rate_per_second: int

    def to_dict(self) -> dict[str, Any]:
        rate_per_second = self.rate_per_second

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rate_per_second": rate_per_second,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        rate_per_second = d.pop("rate_per_second")

        phone_number_update = cls(
            rate_per_second=rate_per_second,
        )

        return phone_number_update
