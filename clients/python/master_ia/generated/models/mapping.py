from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.mapping_row import MappingRow


T = TypeVar("T", bound="Mapping")


@_attrs_define
class Mapping:
    """What a call's JSON becomes: the contact's values, and variables for the actions.

    Attributes:
        rows (list[MappingRow] | Unset):
    """

    rows: list[MappingRow] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        rows: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.rows, Unset):
            rows = []
            for rows_item_data in self.rows:
                rows_item = rows_item_data.to_dict()
                rows.append(rows_item)

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if rows is not UNSET:
            field_dict["rows"] = rows

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.mapping_row import MappingRow  # noqa: PLC0415

        d = dict(src_dict)
        _rows = d.pop("rows", UNSET)
        rows: list[MappingRow] | Unset = UNSET
        if _rows is not UNSET:
            rows = []
            for rows_item_data in _rows:
                rows_item = MappingRow.from_dict(rows_item_data)

                rows.append(rows_item)

        mapping = cls(
            rows=rows,
        )

        return mapping
