from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.row_body import RowBody


T = TypeVar("T", bound="SectionBody")


@_attrs_define
class SectionBody:
    """
    Attributes:
        rows (list[RowBody]):
        title (str | Unset):  Default: ''.
    """

    rows: list[RowBody]
    title: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        rows = []
        for rows_item_data in self.rows:
            rows_item = rows_item_data.to_dict()
            rows.append(rows_item)

        title = self.title

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rows": rows,
            }
        )
        if title is not UNSET:
            field_dict["title"] = title

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.row_body import RowBody  # noqa: PLC0415

        d = dict(src_dict)
        rows = []
        _rows = d.pop("rows")
        for rows_item_data in _rows:
            rows_item = RowBody.from_dict(rows_item_data)

            rows.append(rows_item)

        title = d.pop("title", UNSET)

        section_body = cls(
            rows=rows,
            title=title,
        )

        return section_body
