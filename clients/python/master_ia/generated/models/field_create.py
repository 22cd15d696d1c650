from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.field_type import FieldType
from ..types import UNSET, Unset

T = TypeVar("T", bound="FieldCreate")


@_attrs_define
class FieldCreate:
    """
    Attributes:
        label (str):
        type_ (FieldType):
        key (None | str | Unset): Made of the label when absent; never changes.
        choices (list[str] | Unset): For the type `choice`.
    """

    label: str
    type_: FieldType
    key: None | str | Unset = UNSET
    choices: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        label = self.label

        type_ = self.type_.value

        key: None | str | Unset
        if isinstance(self.key, Unset):
            key = UNSET
        else:
            key = self.key

        choices: list[str] | Unset = UNSET
        if not isinstance(self.choices, Unset):
            choices = self.choices

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "label": label,
                "type": type_,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if choices is not UNSET:
            field_dict["choices"] = choices

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        label = d.pop("label")

        type_ = FieldType(d.pop("type"))

        def _parse_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        key = _parse_key(d.pop("key", UNSET))

        choices = cast(list[str], d.pop("choices", UNSET))

        field_create = cls(
            label=label,
            type_=type_,
            key=key,
            choices=choices,
        )

        return field_create
