from __future__ import annotations

from collections.abc import Mapping
from typing import (
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="EnrolStep")


@_attrs_define
class EnrolStep:
    """
    Attributes:
        kind (Literal['enrol']):
        key (str | Unset): Its name for life: a step that keeps it is the same one in every version, and nobody does one
            twice. Left out, one is made. Default: ''.
        cadence_id (None | str | Unset):
    """

    kind: Literal["enrol"]
    key: str | Unset = ""
    cadence_id: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        key = self.key

        cadence_id: None | str | Unset
        if isinstance(self.cadence_id, Unset):
            cadence_id = UNSET
        else:
            cadence_id = self.cadence_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if cadence_id is not UNSET:
            field_dict["cadence_id"] = cadence_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["enrol"], d.pop("kind"))
        if kind != "enrol":
            raise ValueError(f"kind must match const 'enrol', got '{kind}'")

        key = d.pop("key", UNSET)

        def _parse_cadence_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cadence_id = _parse_cadence_id(d.pop("cadence_id", UNSET))

        enrol_step = cls(
            kind=kind,
            key=key,
            cadence_id=cadence_id,
        )

        return enrol_step
