from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="MoveRead")


@_attrs_define
class MoveRead:
    """What became of those who were in older versions.

    Attributes:
        moved (int):
        ended (int): Nothing of theirs is left in the new version.
        sending (int): Their message is just being sent; call again to move them too.
    """

    moved: int
    ended: int
    sending: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        moved = self.moved

        ended = self.ended

        sending = self.sending

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "moved": moved,
                "ended": ended,
                "sending": sending,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        moved = d.pop("moved")

        ended = d.pop("ended")

        sending = d.pop("sending")

        move_read = cls(
            moved=moved,
            ended=ended,
            sending=sending,
        )

        move_read.additional_properties = d
        return move_read

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
