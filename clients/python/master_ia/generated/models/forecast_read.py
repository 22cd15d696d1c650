from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.day_read import DayRead


T = TypeVar("T", bound="ForecastRead")


@_attrs_define
class ForecastRead:
    """At best, with the number's whole rate: in hours, daily limit and everybody's time zone.

    Attributes:
        begins_at (datetime.datetime | None):
        ends_at (datetime.datetime | None):
        days (list[DayRead]):
        late (int): Will not make it before the campaign expires.
        beyond (int): Still waiting after two months.
    """

    begins_at: datetime.datetime | None
    ends_at: datetime.datetime | None
    days: list[DayRead]
    late: int
    beyond: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        begins_at: None | str
        if isinstance(self.begins_at, datetime.datetime):
            begins_at = self.begins_at.isoformat()
        else:
            begins_at = self.begins_at

        ends_at: None | str
        if isinstance(self.ends_at, datetime.datetime):
            ends_at = self.ends_at.isoformat()
        else:
            ends_at = self.ends_at

        days = []
        for days_item_data in self.days:
            days_item = days_item_data.to_dict()
            days.append(days_item)

        late = self.late

        beyond = self.beyond

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "begins_at": begins_at,
                "ends_at": ends_at,
                "days": days,
                "late": late,
                "beyond": beyond,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.day_read import DayRead  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_begins_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                begins_at_type_0 = datetime.datetime.fromisoformat(data)

                return begins_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        begins_at = _parse_begins_at(d.pop("begins_at"))

        def _parse_ends_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ends_at_type_0 = datetime.datetime.fromisoformat(data)

                return ends_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ends_at = _parse_ends_at(d.pop("ends_at"))

        days = []
        _days = d.pop("days")
        for days_item_data in _days:
            days_item = DayRead.from_dict(days_item_data)

            days.append(days_item)

        late = d.pop("late")

        beyond = d.pop("beyond")

        forecast_read = cls(
            begins_at=begins_at,
            ends_at=ends_at,
            days=days,
            late=late,
            beyond=beyond,
        )

        forecast_read.additional_properties = d
        return forecast_read

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
