from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ReactionBody")


@_attrs_define
class ReactionBody:
    """An emoji under a message of the conversation; an empty one takes ours away.

    Attributes:
        message_id (str):
        emoji (str):
    """

    message_id: str
    emoji: str

    def to_dict(self) -> dict[str, Any]:
        message_id = self.message_id

        emoji = self.emoji

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "message_id": message_id,
                "emoji": emoji,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        message_id = d.pop("message_id")

        emoji = d.pop("emoji")

        reaction_body = cls(
            message_id=message_id,
            emoji=emoji,
        )

        return reaction_body
