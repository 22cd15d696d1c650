from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.label_write_colour import LabelWriteColour
from ..types import UNSET, Unset

T = TypeVar("T", bound="LabelWrite")


@_attrs_define
class LabelWrite:
    """
    Attributes:
        name (str):
        colour (LabelWriteColour | Unset):  Default: LabelWriteColour.SLATE.
    """

    name: str
    colour: LabelWriteColour | Unset = LabelWriteColour.SLATE

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        colour: str | Unset = UNSET
        if not isinstance(self.colour, Unset):
            colour = self.colour.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if colour is not UNSET:
            field_dict["colour"] = colour

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        _colour = d.pop("colour", UNSET)
        colour: LabelWriteColour | Unset
        if isinstance(_colour, Unset):
            colour = UNSET
        else:
            colour = LabelWriteColour(_colour)

        label_write = cls(
            name=name,
            colour=colour,
        )

        return label_write
