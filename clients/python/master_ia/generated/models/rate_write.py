from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.channel import Channel
from ..models.rate_write_category import RateWriteCategory
from ..types import UNSET, Unset

T = TypeVar("T", bound="RateWrite")


@_attrs_define
class RateWrite:
    """What one message costs from a day on; for SMS, one segment.

    Attributes:
        channel (Channel):
        price_micros (int): Millionths of the company's currency.
        valid_from (datetime.date): The newest row that is valid holds.
        country (str | Unset): Two letters (ISO 3166); empty for every country that has no price of its own. Default:
            ''.
        category (RateWriteCategory | Unset): Empty for any; a row of the category itself wins. Default:
            RateWriteCategory.VALUE_0.
    """

    channel: Channel
    price_micros: int
    valid_from: datetime.date
    country: str | Unset = ""
    category: RateWriteCategory | Unset = RateWriteCategory.VALUE_0

    def to_dict(self) -> dict[str, Any]:
        channel = self.channel.value

        price_micros = self.price_micros

        valid_from = self.valid_from.isoformat()

        country = self.country

        category: str | Unset = UNSET
        if not isinstance(self.category, Unset):
            category = self.category.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "channel": channel,
                "price_micros": price_micros,
                "valid_from": valid_from,
            }
        )
        if country is not UNSET:
            field_dict["country"] = country
        if category is not UNSET:
            field_dict["category"] = category

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        channel = Channel(d.pop("channel"))

        price_micros = d.pop("price_micros")

        valid_from = datetime.date.fromisoformat(d.pop("valid_from"))

        country = d.pop("country", UNSET)

        _category = d.pop("category", UNSET)
        category: RateWriteCategory | Unset
        if isinstance(_category, Unset):
            category = UNSET
        else:
            category = RateWriteCategory(_category)

        rate_write = cls(
            channel=channel,
            price_micros=price_micros,
            valid_from=valid_from,
            country=country,
            category=category,
        )

        return rate_write
