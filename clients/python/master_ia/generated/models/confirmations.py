from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Confirmations")


@_attrs_define
class Confirmations:
    """
    Attributes:
        stop (str | Unset):  Default: ''.
        start (str | Unset):  Default: ''.
    """

    stop: str | Unset = ""
    start: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        stop = self.stop

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
        stop = d.pop("stop", UNSET)

        start = d.pop("start", UNSET)

        confirmations = cls(
            stop=stop,
            start=start,
        )

        return confirmations
