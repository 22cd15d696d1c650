from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="LeadWrite")


@_attrs_define
class LeadWrite:
    """
    Attributes:
        stage_id (str):
    """

    stage_id: str

    def to_dict(self) -> dict[str, Any]:
        stage_id = self.stage_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "stage_id": stage_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        stage_id = d.pop("stage_id")

        lead_write = cls(
            stage_id=stage_id,
        )

        return lead_write
