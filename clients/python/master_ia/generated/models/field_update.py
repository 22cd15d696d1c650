from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="FieldUpdate")


@_attrs_define
class FieldUpdate:
    """
    Attributes:
        label (str):
        choices (list[str] | Unset):
    """

    label: str
    choices: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        label = self.label

        choices: list[str] | Unset = UNSET
        if not isinstance(self.choices, Unset):
            choices = self.choices

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "label": label,
            }
        )
        if choices is not UNSET:
            field_dict["choices"] = choices

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        label = d.pop("label")

        choices = cast(list[str], d.pop("choices", UNSET))

        field_update = cls(
            label=label,
            choices=choices,
        )

        return field_update
