from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.person_read import PersonRead


T = TypeVar("T", bound="ExcludedRead")


@_attrs_define
class ExcludedRead:
    """
    Attributes:
        reason (str):
        text (str): For people, in the language of Accept-Language.
        count (int):
        people (list[PersonRead]): The first of them, as many as were asked for.
    """

    reason: str
    text: str
    count: int
    people: list[PersonRead]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        reason = self.reason

        text = self.text

        count = self.count

        people = []
        for people_item_data in self.people:
            people_item = people_item_data.to_dict()
            people.append(people_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "reason": reason,
                "text": text,
                "count": count,
                "people": people,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.person_read import PersonRead  # noqa: PLC0415

        d = dict(src_dict)
        reason = d.pop("reason")

        text = d.pop("text")

        count = d.pop("count")

        people = []
        _people = d.pop("people")
        for people_item_data in _people:
            people_item = PersonRead.from_dict(people_item_data)

            people.append(people_item)

        excluded_read = cls(
            reason=reason,
            text=text,
            count=count,
            people=people,
        )

        excluded_read.additional_properties = d
        return excluded_read

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
