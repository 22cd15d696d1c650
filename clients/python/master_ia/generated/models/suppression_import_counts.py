from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="SuppressionImportCounts")


@_attrs_define
class SuppressionImportCounts:
    """
    Attributes:
        rows (int):
        suppressed (int):
        unchanged (int):
        duplicates (int):
        rejected (int):
    """

    rows: int
    suppressed: int
    unchanged: int
    duplicates: int
    rejected: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        rows = self.rows

        suppressed = self.suppressed

        unchanged = self.unchanged

        duplicates = self.duplicates

        rejected = self.rejected

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "rows": rows,
                "suppressed": suppressed,
                "unchanged": unchanged,
                "duplicates": duplicates,
                "rejected": rejected,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        rows = d.pop("rows")

        suppressed = d.pop("suppressed")

        unchanged = d.pop("unchanged")

        duplicates = d.pop("duplicates")

        rejected = d.pop("rejected")

        suppression_import_counts = cls(
            rows=rows,
            suppressed=suppressed,
            unchanged=unchanged,
            duplicates=duplicates,
            rejected=rejected,
        )

        suppression_import_counts.additional_properties = d
        return suppression_import_counts

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
