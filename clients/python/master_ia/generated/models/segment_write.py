from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.group_body_input import GroupBodyInput


T = TypeVar("T", bound="SegmentWrite")


@_attrs_define
class SegmentWrite:
    """
    Attributes:
        name (str):
        definition (GroupBodyInput): Conditions joined by `all` or `any`; `negated` turns the answer round.
    """

    name: str
    definition: GroupBodyInput

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        definition = self.definition.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "definition": definition,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.group_body_input import GroupBodyInput  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        definition = GroupBodyInput.from_dict(d.pop("definition"))

        segment_write = cls(
            name=name,
            definition=definition,
        )

        return segment_write
