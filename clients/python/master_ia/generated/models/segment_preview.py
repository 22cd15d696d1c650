from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.group_body_input import GroupBodyInput


T = TypeVar("T", bound="SegmentPreview")


@_attrs_define
class SegmentPreview:
    """
    Attributes:
        definition (GroupBodyInput): Conditions joined by `all` or `any`; `negated` turns the answer round.
    """

    definition: GroupBodyInput

    def to_dict(self) -> dict[str, Any]:
        definition = self.definition.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "definition": definition,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.group_body_input import GroupBodyInput  # noqa: PLC0415

        d = dict(src_dict)
        definition = GroupBodyInput.from_dict(d.pop("definition"))

        segment_preview = cls(
            definition=definition,
        )

        return segment_preview
