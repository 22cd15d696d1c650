from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel

T = TypeVar("T", bound="RateRead")


@_attrs_define
class RateRead:
    """
    Attributes:
        id (str):
        channel (Channel):
        country (str):
        category (str):
        price_micros (int):
        valid_from (datetime.date):
        created_at (datetime.datetime):
    """

    id: str
    channel: Channel
    country: str
    category: str
    price_micros: int
    valid_from: datetime.date
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        channel = self.channel.value

        country = self.country

        category = self.category

        price_micros = self.price_micros

        valid_from = self.valid_from.isoformat()

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "channel": channel,
                "country": country,
                "category": category,
                "price_micros": price_micros,
                "valid_from": valid_from,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        channel = Channel(d.pop("channel"))

        country = d.pop("country")

        category = d.pop("category")

        price_micros = d.pop("price_micros")

        valid_from = datetime.date.fromisoformat(d.pop("valid_from"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        rate_read = cls(
            id=id,
            channel=channel,
            country=country,
            category=category,
            price_micros=price_micros,
            valid_from=valid_from,
            created_at=created_at,
        )

        rate_read.additional_properties = d
        return rate_read

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
