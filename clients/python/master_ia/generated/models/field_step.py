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

T = TypeVar("T", bound="FieldStep")


@_attrs_define
class FieldStep:
    """
    Attributes:
        kind (Literal['field']):
        key (str | Unset): Its name for life: a step that keeps it is the same one in every version, and nobody does one
            twice. Left out, one is made. Default: ''.
        field (str | Unset): The field's key. Default: ''.
        value (bool | float | None | str | Unset): Null empties it.
    """

    kind: Literal["field"]
    key: str | Unset = ""
    field: str | Unset = ""
    value: bool | float | None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        key = self.key

        field = self.field

        value: bool | float | None | str | Unset
        if isinstance(self.value, Unset):
            value = UNSET
        else:
            value = self.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if field is not UNSET:
            field_dict["field"] = field
        if value is not UNSET:
            field_dict["value"] = value

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["field"], d.pop("kind"))
        if kind != "field":
            raise ValueError(f"kind must match const 'field', got '{kind}'")

        key = d.pop("key", UNSET)

        field = d.pop("field", UNSET)

        def _parse_value(data: object) -> bool | float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | float | None | str | Unset, data)

        value = _parse_value(d.pop("value", UNSET))

        field_step = cls(
            kind=kind,
            key=key,
            field=field,
            value=value,
        )

        return field_step
