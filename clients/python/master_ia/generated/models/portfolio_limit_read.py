from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="PortfolioLimitRead")


@_attrs_define
class PortfolioLimitRead:
    """A business portfolio at Meta: its numbers share one limit of people in 24 hours.

    Attributes:
        id (str):
        name (str):
        daily_limit (int | None): People in 24 hours; null: unlimited.
        reserve_percent (int): The part campaigns leave to other messages.
        used (int): People campaigns began to write to in the last 24 hours.
        allowed (int | None): What campaigns may use of the limit.
        checked_at (datetime.datetime | None):
    """

    id: str
    name: str
    daily_limit: int | None
    reserve_percent: int
    used: int
    allowed: int | None
    checked_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        daily_limit: int | None
        daily_limit = self.daily_limit

        reserve_percent = self.reserve_percent

        used = self.used

        allowed: int | None
        allowed = self.allowed

        checked_at: None | str
        if isinstance(self.checked_at, datetime.datetime):
            checked_at = self.checked_at.isoformat()
        else:
            checked_at = self.checked_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "daily_limit": daily_limit,
                "reserve_percent": reserve_percent,
                "used": used,
                "allowed": allowed,
                "checked_at": checked_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        def _parse_daily_limit(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        daily_limit = _parse_daily_limit(d.pop("daily_limit"))

        reserve_percent = d.pop("reserve_percent")

        used = d.pop("used")

        def _parse_allowed(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        allowed = _parse_allowed(d.pop("allowed"))

        def _parse_checked_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                checked_at_type_0 = datetime.datetime.fromisoformat(data)

                return checked_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        checked_at = _parse_checked_at(d.pop("checked_at"))

        portfolio_limit_read = cls(
            id=id,
            name=name,
            daily_limit=daily_limit,
            reserve_percent=reserve_percent,
            used=used,
            allowed=allowed,
            checked_at=checked_at,
        )

        portfolio_limit_read.additional_properties = d
        return portfolio_limit_read

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
