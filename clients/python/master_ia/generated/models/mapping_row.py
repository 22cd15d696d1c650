from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.transform import Transform
from ..types import UNSET, Unset

T = TypeVar("T", bound="MappingRow")


@_attrs_define
class MappingRow:
    """One value: where it comes from and what it becomes. A path, or else a constant.

    Attributes:
        to (str): phone, name, email, external_id, language, time_zone, tags, stage, consent, `fields.<key>` or
            `variables.<name>`.
        path (str | Unset): JMESPath: `contact.mobile_phone`, `leads[0].name`, `join(' ', [firstname, lastname])`.
            Default: ''.
        value (str | Unset): Always this, where there is no path. Default: ''.
        transforms (list[Transform] | Unset):
        country (str | Unset): Of a phone without a country code; else the company's. Default: ''.
    """

    to: str
    path: str | Unset = ""
    value: str | Unset = ""
    transforms: list[Transform] | Unset = UNSET
    country: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        to = self.to

        path = self.path

        value = self.value

        transforms: list[str] | Unset = UNSET
        if not isinstance(self.transforms, Unset):
            transforms = []
            for transforms_item_data in self.transforms:
                transforms_item = transforms_item_data.value
                transforms.append(transforms_item)

        country = self.country

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "to": to,
            }
        )
        if path is not UNSET:
            field_dict["path"] = path
        if value is not UNSET:
            field_dict["value"] = value
        if transforms is not UNSET:
            field_dict["transforms"] = transforms
        if country is not UNSET:
            field_dict["country"] = country

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        to = d.pop("to")

        path = d.pop("path", UNSET)

        value = d.pop("value", UNSET)

        _transforms = d.pop("transforms", UNSET)
        transforms: list[Transform] | Unset = UNSET
        if _transforms is not UNSET:
            transforms = []
            for transforms_item_data in _transforms:
                transforms_item = Transform(transforms_item_data)

                transforms.append(transforms_item)

        country = d.pop("country", UNSET)

        mapping_row = cls(
            to=to,
            path=path,
            value=value,
            transforms=transforms,
            country=country,
        )

        return mapping_row
