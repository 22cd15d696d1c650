from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="FiguresRead")


@_attrs_define
class FiguresRead:
    """Each number counts people, once.

    Attributes:
        audience (int): Everybody of the frozen list.
        recipients (int): Without those left out from the beginning.
        waiting (int):
        sent (int): The provider took it, whatever became of it later.
        delivered (int):
        read (int):
        failed (int):
        unknown (int):
        clicked (int):
        replied (int):
        opted_out (int):
        cost_micros (int): What is or may be billed, in millionths.
        cost_per_delivered (int | None): Null where nobody did, or no price is known. Millionths of the currency.
        cost_per_reply (int | None): Null where nobody did, or no price is known. Millionths of the currency.
        cost_per_click (int | None): Null where nobody did, or no price is known. Millionths of the currency.
    """

    audience: int
    recipients: int
    waiting: int
    sent: int
    delivered: int
    read: int
    failed: int
    unknown: int
    clicked: int
    replied: int
    opted_out: int
    cost_micros: int
    cost_per_delivered: int | None
    cost_per_reply: int | None
    cost_per_click: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        audience = self.audience

        recipients = self.recipients

        waiting = self.waiting

        sent = self.sent

        delivered = self.delivered

        read = self.read

        failed = self.failed

        unknown = self.unknown

        clicked = self.clicked

        replied = self.replied

        opted_out = self.opted_out

        cost_micros = self.cost_micros

        cost_per_delivered: int | None
        cost_per_delivered = self.cost_per_delivered

        cost_per_reply: int | None
        cost_per_reply = self.cost_per_reply

        cost_per_click: int | None
        cost_per_click = self.cost_per_click

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "audience": audience,
                "recipients": recipients,
                "waiting": waiting,
                "sent": sent,
                "delivered": delivered,
                "read": read,
                "failed": failed,
                "unknown": unknown,
                "clicked": clicked,
                "replied": replied,
                "opted_out": opted_out,
                "cost_micros": cost_micros,
                "cost_per_delivered": cost_per_delivered,
                "cost_per_reply": cost_per_reply,
                "cost_per_click": cost_per_click,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        audience = d.pop("audience")

        recipients = d.pop("recipients")

        waiting = d.pop("waiting")

        sent = d.pop("sent")

        delivered = d.pop("delivered")

        read = d.pop("read")

        failed = d.pop("failed")

        unknown = d.pop("unknown")

        clicked = d.pop("clicked")

        replied = d.pop("replied")

        opted_out = d.pop("opted_out")

        cost_micros = d.pop("cost_micros")

        def _parse_cost_per_delivered(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        cost_per_delivered = _parse_cost_per_delivered(d.pop("cost_per_delivered"))

        def _parse_cost_per_reply(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        cost_per_reply = _parse_cost_per_reply(d.pop("cost_per_reply"))

        def _parse_cost_per_click(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        cost_per_click = _parse_cost_per_click(d.pop("cost_per_click"))

        figures_read = cls(
            audience=audience,
            recipients=recipients,
            waiting=waiting,
            sent=sent,
            delivered=delivered,
            read=read,
            failed=failed,
            unknown=unknown,
            clicked=clicked,
            replied=replied,
            opted_out=opted_out,
            cost_micros=cost_micros,
            cost_per_delivered=cost_per_delivered,
            cost_per_reply=cost_per_reply,
            cost_per_click=cost_per_click,
        )

        figures_read.additional_properties = d
        return figures_read

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
