from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="CadencePublish")


@_attrs_define
class CadencePublish:
    """
    Attributes:
        move (bool | Unset): Whether those on their way go on in the new version; otherwise they stay in theirs.
            Default: False.
    """

    move: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        move = self.move

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if move is not UNSET:
            field_dict["move"] = move

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        move = d.pop("move", UNSET)

        cadence_publish = cls(
            move=move,
        )

        return cadence_publish
