from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ResultsMomentRead")


@_attrs_define
class ResultsMomentRead:
    """
    Attributes:
        at (datetime.datetime): Where the hour or day begins, by the company's clock.
        sent (int):
        delivered (int):
        read (int):
        failed (int):
        clicked (int):
        replied (int):
        opted_out (int):
    """

    at: datetime.datetime
    sent: int
    delivered: int
    read: int
    failed: int
    clicked: int
    replied: int
    opted_out: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        at = self.at.isoformat()

        sent = self.sent

        delivered = self.delivered

        read = self.read

        failed = self.failed

        clicked = self.clicked

        replied = self.replied

        opted_out = self.opted_out

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "sent": sent,
                "delivered": delivered,
                "read": read,
                "failed": failed,
                "clicked": clicked,
                "replied": replied,
                "opted_out": opted_out,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        sent = d.pop("sent")

        delivered = d.pop("delivered")

        read = d.pop("read")

        failed = d.pop("failed")

        clicked = d.pop("clicked")

        replied = d.pop("replied")

        opted_out = d.pop("opted_out")

        results_moment_read = cls(
            at=at,
            sent=sent,
            delivered=delivered,
            read=read,
            failed=failed,
            clicked=clicked,
            replied=replied,
            opted_out=opted_out,
        )

        results_moment_read.additional_properties = d
        return results_moment_read

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
