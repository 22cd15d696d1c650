from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Keywords")


@_attrs_define
class Keywords:
    """
    Attributes:
        stop (list[str] | Unset):
        start (list[str] | Unset):
    """

    stop: list[str] | Unset = UNSET
    start: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        stop: list[str] | Unset = UNSET
        if not isinstance(self.stop, Unset):
            stop = self.stop

        start: list[str] | Unset = UNSET
        if not isinstance(self.start, Unset):
            start = self.start

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if stop is not UNSET:
            field_dict["stop"] = stop
        if start is not UNSET:
            field_dict["start"] = start

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        stop = cast(list[str], d.pop("stop", UNSET))

        start = cast(list[str], d.pop("start", UNSET))

        keywords = cls(
            stop=stop,
            start=start,
        )

        return keywords
