from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SuppressionColumn")


@_attrs_define
class SuppressionColumn:
    """
    Attributes:
        column (int): Counted from 0.
    """

    column: int

    def to_dict(self) -> dict[str, Any]:
        column = self.column

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "column": column,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        column = d.pop("column")

        suppression_column = cls(
            column=column,
        )

        return suppression_column
