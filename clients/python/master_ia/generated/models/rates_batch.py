from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.rate_write import RateWrite


T = TypeVar("T", bound="RatesBatch")


@_attrs_define
class RatesBatch:
    """
    Attributes:
        rates (list[RateWrite]):
    """

    rates: list[RateWrite]

    def to_dict(self) -> dict[str, Any]:
        rates = []
        for rates_item_data in self.rates:
            rates_item = rates_item_data.to_dict()
            rates.append(rates_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rates": rates,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rate_write import RateWrite  # noqa: PLC0415

        d = dict(src_dict)
        rates = []
        _rates = d.pop("rates")
        for rates_item_data in _rates:
            rates_item = RateWrite.from_dict(rates_item_data)

            rates.append(rates_item)

        rates_batch = cls(
            rates=rates,
        )

        return rates_batch
