from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="NoteWrite")


@_attrs_define
class NoteWrite:
    """
    Attributes:
        body (str):
        mention_ids (list[str] | Unset): Told when their name stands in it after an @.
    """

    body: str
    mention_ids: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        body = self.body

        mention_ids: list[str] | Unset = UNSET
        if not isinstance(self.mention_ids, Unset):
            mention_ids = self.mention_ids

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "body": body,
            }
        )
        if mention_ids is not UNSET:
            field_dict["mention_ids"] = mention_ids

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        body = d.pop("body")

        mention_ids = cast(list[str], d.pop("mention_ids", UNSET))

        note_write = cls(
            body=body,
            mention_ids=mention_ids,
        )

        return note_write
