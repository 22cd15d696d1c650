from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.merge_create_keep_additional_property import (
    MergeCreateKeepAdditionalProperty,
)

T = TypeVar("T", bound="MergeCreateKeep")


@_attrs_define
class MergeCreateKeep:
    """Whose value stays, by field: name, phone, email, external_id, language, or `fields.<key>`. What only one of them has
    is kept anyway.

    """

    additional_properties: dict[str, MergeCreateKeepAdditionalProperty] = _attrs_field(
        init=False, factory=dict
    )

    def to_dict(self) -> dict[str, Any]:

        field_dict: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            field_dict[prop_name] = prop.value

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        merge_create_keep = cls()

        additional_properties = {}
        for prop_name, prop_dict in d.items():
            additional_property = MergeCreateKeepAdditionalProperty(prop_dict)

            additional_properties[prop_name] = additional_property

        merge_create_keep.additional_properties = additional_properties
        return merge_create_keep

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> MergeCreateKeepAdditionalProperty:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: MergeCreateKeepAdditionalProperty) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
