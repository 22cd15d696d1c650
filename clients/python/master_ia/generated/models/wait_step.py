from __future__ import annotations

from collections.abc import Mapping
from typing import (
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define

from ..models.wait_kind import WaitKind
from ..types import UNSET, Unset

T = TypeVar("T", bound="WaitStep")


@_attrs_define
class WaitStep:
    """`duration`: `minutes` long. `until`: the next of `weekdays` at `time`. `field_date`: a date of
    the contact's, `offset_days` before (negative) or after, at `time`; who has none does not wait.

        Attributes:
            kind (Literal['wait']):
            key (str | Unset): Its name for life: a step that keeps it is the same one in every version, and nobody does one
                twice. Left out, one is made. Default: ''.
            wait (WaitKind | Unset):
            minutes (int | Unset):  Default: 0.
            weekdays (list[int] | Unset): 1 is Monday; empty: any day.
            time (str | Unset): In the contact's own time zone. Default: '09:00'.
            field (str | Unset):  Default: ''.
            offset_days (int | Unset):  Default: 0.
    """

    kind: Literal["wait"]
    key: str | Unset = ""
    wait: WaitKind | Unset = UNSET
    minutes: int | Unset = 0
    weekdays: list[int] | Unset = UNSET
    time: str | Unset = "09:00"
    field: str | Unset = ""
    offset_days: int | Unset = 0

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        key = self.key

        wait: str | Unset = UNSET
        if not isinstance(self.wait, Unset):
            wait = self.wait.value

        minutes = self.minutes

        weekdays: list[int] | Unset = UNSET
        if not isinstance(self.weekdays, Unset):
            weekdays = self.weekdays

        time = self.time

        field = self.field

        offset_days = self.offset_days

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if wait is not UNSET:
            field_dict["wait"] = wait
        if minutes is not UNSET:
            field_dict["minutes"] = minutes
        if weekdays is not UNSET:
            field_dict["weekdays"] = weekdays
        if time is not UNSET:
            field_dict["time"] = time
        if field is not UNSET:
            field_dict["field"] = field
        if offset_days is not UNSET:
            field_dict["offset_days"] = offset_days

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["wait"], d.pop("kind"))
        if kind != "wait":
            raise ValueError(f"kind must match const 'wait', got '{kind}'")

        key = d.pop("key", UNSET)

        _wait = d.pop("wait", UNSET)
        wait: WaitKind | Unset
        if isinstance(_wait, Unset):
            wait = UNSET
        else:
            wait = WaitKind(_wait)

        minutes = d.pop("minutes", UNSET)

        weekdays = cast(list[int], d.pop("weekdays", UNSET))

        time = d.pop("time", UNSET)

        field = d.pop("field", UNSET)

        offset_days = d.pop("offset_days", UNSET)

        wait_step = cls(
            kind=kind,
            key=key,
            wait=wait,
            minutes=minutes,
            weekdays=weekdays,
            time=time,
            field=field,
            offset_days=offset_days,
        )

        return wait_step
