from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.suppression_write import SuppressionWrite


T = TypeVar("T", bound="SuppressionBatch")


@_attrs_define
class SuppressionBatch:
    """
    Attributes:
        suppressions (list[SuppressionWrite]):
    """

    suppressions: list[SuppressionWrite]

    def to_dict(self) -> dict[str, Any]:
        suppressions = []
        for suppressions_item_data in self.suppressions:
            suppressions_item = suppressions_item_data.to_dict()
            suppressions.append(suppressions_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "suppressions": suppressions,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.suppression_write import SuppressionWrite  # noqa: PLC0415

        d = dict(src_dict)
        suppressions = []
        _suppressions = d.pop("suppressions")
        for suppressions_item_data in _suppressions:
            suppressions_item = SuppressionWrite.from_dict(suppressions_item_data)

            suppressions.append(suppressions_item)

        suppression_batch = cls(
            suppressions=suppressions,
        )

        return suppression_batch
