from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import (
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define

from ..models.frequency import Frequency
from ..types import UNSET, Unset

T = TypeVar("T", bound="RuleBody")


@_attrs_define
class RuleBody:
    """How often it comes round.

    Attributes:
        frequency (Frequency):
        at (str):
        starts_on (datetime.date): The day from which `every` is counted.
        every (int | Unset): Every so many days, weeks or months. Default: 1.
        weekdays (list[int] | Unset): Of `weekly`: 1 is Monday, 7 is Sunday.
        month_day (int | Literal['last'] | Unset): Of `monthly`. A day the month does not have is its last. Default: 1.
    """

    frequency: Frequency
    at: str
    starts_on: datetime.date
    every: int | Unset = 1
    weekdays: list[int] | Unset = UNSET
    month_day: int | Literal["last"] | Unset = 1

    def to_dict(self) -> dict[str, Any]:
        frequency = self.frequency.value

        at = self.at

        starts_on = self.starts_on.isoformat()

        every = self.every

        weekdays: list[int] | Unset = UNSET
        if not isinstance(self.weekdays, Unset):
            weekdays = self.weekdays

        month_day: int | Literal["last"] | Unset
        if isinstance(self.month_day, Unset):
            month_day = UNSET
        else:
            month_day = self.month_day

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "frequency": frequency,
                "at": at,
                "starts_on": starts_on,
            }
        )
        if every is not UNSET:
            field_dict["every"] = every
        if weekdays is not UNSET:
            field_dict["weekdays"] = weekdays
        if month_day is not UNSET:
            field_dict["month_day"] = month_day

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        frequency = Frequency(d.pop("frequency"))

        at = d.pop("at")

        starts_on = datetime.date.fromisoformat(d.pop("starts_on"))

        every = d.pop("every", UNSET)

        weekdays = cast(list[int], d.pop("weekdays", UNSET))

        def _parse_month_day(data: object) -> int | Literal["last"] | Unset:
            if isinstance(data, Unset):
                return data
            month_day_type_1 = cast(Literal["last"], data)
            if month_day_type_1 != "last":
                raise ValueError(
                    f"month_day_type_1 must match const 'last', got '{month_day_type_1}'"
                )
            return month_day_type_1
            return cast(int | Literal["last"] | Unset, data)

        month_day = _parse_month_day(d.pop("month_day", UNSET))

        rule_body = cls(
            frequency=frequency,
            at=at,
            starts_on=starts_on,
            every=every,
            weekdays=weekdays,
            month_day=month_day,
        )

        return rule_body
