from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ResumeUnknown")


@_attrs_define
class ResumeUnknown:
    """An explicit choice: some of these people may get the message twice.

    Attributes:
        count (int): `progress.counts.unknown` as it was shown; 409 when it has changed.
    """

    count: int

    def to_dict(self) -> dict[str, Any]:
        count = self.count

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "count": count,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        count = d.pop("count")

        resume_unknown = cls(
            count=count,
        )

        return resume_unknown
