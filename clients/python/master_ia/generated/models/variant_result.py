from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="VariantResult")


@_attrs_define
class VariantResult:
    """
    Attributes:
        variant (int):
        taken (int):
        failed (int):
        delivered (int):
        read (int):
        clicks (int):
        replies (int):
        opt_outs (int):
    """

    variant: int
    taken: int
    failed: int
    delivered: int
    read: int
    clicks: int
    replies: int
    opt_outs: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        variant = self.variant

        taken = self.taken

        failed = self.failed

        delivered = self.delivered

        read = self.read

        clicks = self.clicks

        replies = self.replies

        opt_outs = self.opt_outs

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "variant": variant,
                "taken": taken,
                "failed": failed,
                "delivered": delivered,
                "read": read,
                "clicks": clicks,
                "replies": replies,
                "opt_outs": opt_outs,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        variant = d.pop("variant")

        taken = d.pop("taken")

        failed = d.pop("failed")

        delivered = d.pop("delivered")

        read = d.pop("read")

        clicks = d.pop("clicks")

        replies = d.pop("replies")

        opt_outs = d.pop("opt_outs")

        variant_result = cls(
            variant=variant,
            taken=taken,
            failed=failed,
            delivered=delivered,
            read=read,
            clicks=clicks,
            replies=replies,
            opt_outs=opt_outs,
        )

        variant_result.additional_properties = d
        return variant_result

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
