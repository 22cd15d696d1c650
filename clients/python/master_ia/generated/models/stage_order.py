from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="StageOrder")


@_attrs_define
class StageOrder:
    """
    Attributes:
        stage_ids (list[str]): Every stage, in its order.
    """

    stage_ids: list[str]

    def to_dict(self) -> dict[str, Any]:
        stage_ids = self.stage_ids

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "stage_ids": stage_ids,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        stage_ids = cast(list[str], d.pop("stage_ids"))

        stage_order = cls(
            stage_ids=stage_ids,
        )

        return stage_order
