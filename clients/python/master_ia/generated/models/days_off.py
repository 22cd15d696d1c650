from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.day_off import DayOff


T = TypeVar("T", bound="DaysOff")


@_attrs_define
class DaysOff:
    """
    Attributes:
        own (list[DayOff]): The company's own, past ones too.
        national (list[DayOff]): The country's, of the year to come.
    """

    own: list[DayOff]
    national: list[DayOff]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        own = []
        for own_item_data in self.own:
            own_item = own_item_data.to_dict()
            own.append(own_item)

        national = []
        for national_item_data in self.national:
            national_item = national_item_data.to_dict()
            national.append(national_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "own": own,
                "national": national,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.day_off import DayOff  # noqa: PLC0415

        d = dict(src_dict)
        own = []
        _own = d.pop("own")
        for own_item_data in _own:
            own_item = DayOff.from_dict(own_item_data)

            own.append(own_item)

        national = []
        _national = d.pop("national")
        for national_item_data in _national:
            national_item = DayOff.from_dict(national_item_data)

            national.append(national_item)

        days_off = cls(
            own=own,
            national=national,
        )

        days_off.additional_properties = d
        return days_off

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
