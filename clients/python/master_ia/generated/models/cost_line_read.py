from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="CostLineRead")


@_attrs_define
class CostLineRead:
    """
    Attributes:
        country (str): ISO 3166; empty where the number does not tell.
        people (int):
        units (int): Messages; segments of SMS.
        price_micros (int | None): Of one unit; null: the rate card has no price.
        cost_micros (int | None):
    """

    country: str
    people: int
    units: int
    price_micros: int | None
    cost_micros: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        country = self.country

        people = self.people

        units = self.units

        price_micros: int | None
        price_micros = self.price_micros

        cost_micros: int | None
        cost_micros = self.cost_micros

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "country": country,
                "people": people,
                "units": units,
                "price_micros": price_micros,
                "cost_micros": cost_micros,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        country = d.pop("country")

        people = d.pop("people")

        units = d.pop("units")

        def _parse_price_micros(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        price_micros = _parse_price_micros(d.pop("price_micros"))

        def _parse_cost_micros(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        cost_micros = _parse_cost_micros(d.pop("cost_micros"))

        cost_line_read = cls(
            country=country,
            people=people,
            units=units,
            price_micros=price_micros,
            cost_micros=cost_micros,
        )

        cost_line_read.additional_properties = d
        return cost_line_read

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
