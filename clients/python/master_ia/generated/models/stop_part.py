from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="StopPart")


@_attrs_define
class StopPart:
    """End their way through a cadence, or through all of them.

    Attributes:
        cadence (None | str | Unset): All, if absent.
        detail (str | Unset): Shown in the timeline. Default: ''.
    """

    cadence: None | str | Unset = UNSET
    detail: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        cadence: None | str | Unset
        if isinstance(self.cadence, Unset):
            cadence = UNSET
        else:
            cadence = self.cadence

        detail = self.detail

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if cadence is not UNSET:
            field_dict["cadence"] = cadence
        if detail is not UNSET:
            field_dict["detail"] = detail

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_cadence(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cadence = _parse_cadence(d.pop("cadence", UNSET))

        detail = d.pop("detail", UNSET)

        stop_part = cls(
            cadence=cadence,
            detail=detail,
        )

        return stop_part
