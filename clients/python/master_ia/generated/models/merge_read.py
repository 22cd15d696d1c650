from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="MergeRead")


@_attrs_define
class MergeRead:
    """
    Attributes:
        id (str):
        survivor_id (str): Who stayed.
        merged_id (str): Who is part of them now.
        merged_by (None | str):
        created_at (datetime.datetime):
        undone_at (datetime.datetime | None):
    """

    id: str
    survivor_id: str
    merged_id: str
    merged_by: None | str
    created_at: datetime.datetime
    undone_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        survivor_id = self.survivor_id

        merged_id = self.merged_id

        merged_by: None | str
        merged_by = self.merged_by

        created_at = self.created_at.isoformat()

        undone_at: None | str
        if isinstance(self.undone_at, datetime.datetime):
            undone_at = self.undone_at.isoformat()
        else:
            undone_at = self.undone_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "survivor_id": survivor_id,
                "merged_id": merged_id,
                "merged_by": merged_by,
                "created_at": created_at,
                "undone_at": undone_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        survivor_id = d.pop("survivor_id")

        merged_id = d.pop("merged_id")

        def _parse_merged_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        merged_by = _parse_merged_by(d.pop("merged_by"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_undone_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                undone_at_type_0 = datetime.datetime.fromisoformat(data)

                return undone_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        undone_at = _parse_undone_at(d.pop("undone_at"))

        merge_read = cls(
            id=id,
            survivor_id=survivor_id,
            merged_id=merged_id,
            merged_by=merged_by,
            created_at=created_at,
            undone_at=undone_at,
        )

        merge_read.additional_properties = d
        return merge_read

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
