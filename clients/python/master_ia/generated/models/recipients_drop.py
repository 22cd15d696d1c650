from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="RecipientsDrop")


@_attrs_define
class RecipientsDrop:
    """
    Attributes:
        recipient_ids (list[str]):
    """

    recipient_ids: list[str]

    def to_dict(self) -> dict[str, Any]:
        recipient_ids = self.recipient_ids

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "recipient_ids": recipient_ids,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        recipient_ids = cast(list[str], d.pop("recipient_ids"))

        recipients_drop = cls(
            recipient_ids=recipient_ids,
        )

        return recipients_drop
