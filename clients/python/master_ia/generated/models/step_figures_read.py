from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="StepFiguresRead")


@_attrs_define
class StepFiguresRead:
    """`delivered` includes who has read.

    Attributes:
        waiting (int):
        passed (int):
        yes (int):
        no (int):
        passed_over (int):
        left (int): Ended while they stood here.
        pending (int):
        sent (int):
        delivered (int):
        read (int):
        failed (int):
        skipped (int):
        unknown (int):
        replied (int):
        clicked (int):
        opted_out (int):
    """

    waiting: int
    passed: int
    yes: int
    no: int
    passed_over: int
    left: int
    pending: int
    sent: int
    delivered: int
    read: int
    failed: int
    skipped: int
    unknown: int
    replied: int
    clicked: int
    opted_out: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        waiting = self.waiting

        passed = self.passed

        yes = self.yes

        no = self.no

        passed_over = self.passed_over

        left = self.left

        pending = self.pending

        sent = self.sent

        delivered = self.delivered

        read = self.read

        failed = self.failed

        skipped = self.skipped

        unknown = self.unknown

        replied = self.replied

        clicked = self.clicked

        opted_out = self.opted_out

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "waiting": waiting,
                "passed": passed,
                "yes": yes,
                "no": no,
                "passed_over": passed_over,
                "left": left,
                "pending": pending,
                "sent": sent,
                "delivered": delivered,
                "read": read,
                "failed": failed,
                "skipped": skipped,
                "unknown": unknown,
                "replied": replied,
                "clicked": clicked,
                "opted_out": opted_out,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        waiting = d.pop("waiting")

        passed = d.pop("passed")

        yes = d.pop("yes")

        no = d.pop("no")

        passed_over = d.pop("passed_over")

        left = d.pop("left")

        pending = d.pop("pending")

        sent = d.pop("sent")

        delivered = d.pop("delivered")

        read = d.pop("read")

        failed = d.pop("failed")

        skipped = d.pop("skipped")

        unknown = d.pop("unknown")

        replied = d.pop("replied")

        clicked = d.pop("clicked")

        opted_out = d.pop("opted_out")

        step_figures_read = cls(
            waiting=waiting,
            passed=passed,
            yes=yes,
            no=no,
            passed_over=passed_over,
            left=left,
            pending=pending,
            sent=sent,
            delivered=delivered,
            read=read,
            failed=failed,
            skipped=skipped,
            unknown=unknown,
            replied=replied,
            clicked=clicked,
            opted_out=opted_out,
        )

        step_figures_read.additional_properties = d
        return step_figures_read

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
