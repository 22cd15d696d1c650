from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="HoldOutRead")


@_attrs_define
class HoldOutRead:
    """Those who got nothing, to compare with.

    Attributes:
        people (int):
        replied (int):
        rate_with (float): The share of those reached who wrote.
        rate_without (float): The share of these who wrote all the same.
        chance (float | None): How likely so large a difference is by chance.
    """

    people: int
    replied: int
    rate_with: float
    rate_without: float
    chance: float | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        people = self.people

        replied = self.replied

        rate_with = self.rate_with

        rate_without = self.rate_without

        chance: float | None
        chance = self.chance

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "people": people,
                "replied": replied,
                "rate_with": rate_with,
                "rate_without": rate_without,
                "chance": chance,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        people = d.pop("people")

        replied = d.pop("replied")

        rate_with = d.pop("rate_with")

        rate_without = d.pop("rate_without")

        def _parse_chance(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        chance = _parse_chance(d.pop("chance"))

        hold_out_read = cls(
            people=people,
            replied=replied,
            rate_with=rate_with,
            rate_without=rate_without,
            chance=chance,
        )

        hold_out_read.additional_properties = d
        return hold_out_read

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
