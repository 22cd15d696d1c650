from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CannedReplyWrite")


@_attrs_define
class CannedReplyWrite:
    """
    Attributes:
        shortcut (str): What people type after a slash; unique.
        body (str): With places: `{{name}}`, `{{first_name}}`, `{{agent}}`, `{{company}}`, `{{field.<key>}}`.
    """

    shortcut: str
    body: str

    def to_dict(self) -> dict[str, Any]:
        shortcut = self.shortcut

        body = self.body

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "shortcut": shortcut,
                "body": body,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        shortcut = d.pop("shortcut")

        body = d.pop("body")

        canned_reply_write = cls(
            shortcut=shortcut,
            body=body,
        )

        return canned_reply_write
