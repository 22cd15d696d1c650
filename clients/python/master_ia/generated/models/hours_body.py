from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="HoursBody")


@_attrs_define
class HoursBody:
    """When people may be written to, in their own zone; `quiet_start` = `quiet_end`: always.

    Attributes:
        quiet_start (str | Unset):  Default: '20:00'.
        quiet_end (str | Unset):  Default: '08:00'.
        weekdays (list[int] | Unset): 1 is Monday.
        observe_holidays (bool | Unset):  Default: True.
    """

    quiet_start: str | Unset = "20:00"
    quiet_end: str | Unset = "08:00"
    weekdays: list[int] | Unset = UNSET
    observe_holidays: bool | Unset = True

    def to_dict(self) -> dict[str, Any]:
        quiet_start = self.quiet_start

        quiet_end = self.quiet_end

        weekdays: list[int] | Unset = UNSET
        if not isinstance(self.weekdays, Unset):
            weekdays = self.weekdays

        observe_holidays = self.observe_holidays

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if quiet_start is not UNSET:
            field_dict["quiet_start"] = quiet_start
        if quiet_end is not UNSET:
            field_dict["quiet_end"] = quiet_end
        if weekdays is not UNSET:
            field_dict["weekdays"] = weekdays
        if observe_holidays is not UNSET:
            field_dict["observe_holidays"] = observe_holidays

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        quiet_start = d.pop("quiet_start", UNSET)

        quiet_end = d.pop("quiet_end", UNSET)

        weekdays = cast(list[int], d.pop("weekdays", UNSET))

        observe_holidays = d.pop("observe_holidays", UNSET)

        hours_body = cls(
            quiet_start=quiet_start,
            quiet_end=quiet_end,
            weekdays=weekdays,
            observe_holidays=observe_holidays,
        )

        return hours_body
