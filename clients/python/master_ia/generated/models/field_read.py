from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.field_type import FieldType

T = TypeVar("T", bound="FieldRead")


@_attrs_define
class FieldRead:
    """
    Attributes:
        id (str):
        key (str):
        label (str):
        type_ (FieldType):
        choices (list[str]):
        created_at (datetime.datetime):
    """

    id: str
    key: str
    label: str
    type_: FieldType
    choices: list[str]
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        key = self.key

        label = self.label

        type_ = self.type_.value

        choices = self.choices

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "key": key,
                "label": label,
                "type": type_,
                "choices": choices,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        key = d.pop("key")

        label = d.pop("label")

        type_ = FieldType(d.pop("type"))

        choices = cast(list[str], d.pop("choices"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        field_read = cls(
            id=id,
            key=key,
            label=label,
            type_=type_,
            choices=choices,
            created_at=created_at,
        )

        field_read.additional_properties = d
        return field_read

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
