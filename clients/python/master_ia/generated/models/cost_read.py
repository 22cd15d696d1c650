from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.cost_line_read import CostLineRead


T = TypeVar("T", bound="CostRead")


@_attrs_define
class CostRead:
    """In millionths of the currency, at most: who is not reached is not billed.

    Attributes:
        currency (str):
        category (str):
        cost_micros (int): As far as prices are known.
        unpriced (int): People without a known price; the cost is more than shown.
        by_country (list[CostLineRead]):
    """

    currency: str
    category: str
    cost_micros: int
    unpriced: int
    by_country: list[CostLineRead]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        currency = self.currency

        category = self.category

        cost_micros = self.cost_micros

        unpriced = self.unpriced

        by_country = []
        for by_country_item_data in self.by_country:
            by_country_item = by_country_item_data.to_dict()
            by_country.append(by_country_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "currency": currency,
                "category": category,
                "cost_micros": cost_micros,
                "unpriced": unpriced,
                "by_country": by_country,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cost_line_read import CostLineRead  # noqa: PLC0415

        d = dict(src_dict)
        currency = d.pop("currency")

        category = d.pop("category")

        cost_micros = d.pop("cost_micros")

        unpriced = d.pop("unpriced")

        by_country = []
        _by_country = d.pop("by_country")
        for by_country_item_data in _by_country:
            by_country_item = CostLineRead.from_dict(by_country_item_data)

            by_country.append(by_country_item)

        cost_read = cls(
            currency=currency,
            category=category,
            cost_micros=cost_micros,
            unpriced=unpriced,
            by_country=by_country,
        )

        cost_read.additional_properties = d
        return cost_read

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
