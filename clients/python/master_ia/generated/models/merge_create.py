from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.merge_create_keep import MergeCreateKeep


T = TypeVar("T", bound="MergeCreate")


@_attrs_define
class MergeCreate:
    """
    Attributes:
        from_ (str): Whoever becomes part of the other.
        keep (MergeCreateKeep | Unset): Whose value stays, by field: name, phone, email, external_id, language, or
            `fields.<key>`. What only one of them has is kept anyway.
    """

    from_: str
    keep: MergeCreateKeep | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from_ = self.from_

        keep: dict[str, Any] | Unset = UNSET
        if not isinstance(self.keep, Unset):
            keep = self.keep.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "from": from_,
            }
        )
        if keep is not UNSET:
            field_dict["keep"] = keep

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.merge_create_keep import MergeCreateKeep  # noqa: PLC0415

        d = dict(src_dict)
        from_ = d.pop("from")

        _keep = d.pop("keep", UNSET)
        keep: MergeCreateKeep | Unset
        if isinstance(_keep, Unset):
            keep = UNSET
        else:
            keep = MergeCreateKeep.from_dict(_keep)

        merge_create = cls(
            from_=from_,
            keep=keep,
        )

        return merge_create
