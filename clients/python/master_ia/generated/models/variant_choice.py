from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="VariantChoice")


@_attrs_define
class VariantChoice:
    """
    Attributes:
        variant (int): 1 is the campaign's own content.
    """

    variant: int

    def to_dict(self) -> dict[str, Any]:
        variant = self.variant

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "variant": variant,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        variant = d.pop("variant")

        variant_choice = cls(
            variant=variant,
        )

        return variant_choice
