from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="WebhookEnable")


@_attrs_define
class WebhookEnable:
    """
    Attributes:
        deliver_waiting (bool | Unset): Deliver what waited when it was switched off; else it is given up. Default:
            True.
    """

    deliver_waiting: bool | Unset = True

    def to_dict(self) -> dict[str, Any]:
        deliver_waiting = self.deliver_waiting

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if deliver_waiting is not UNSET:
            field_dict["deliver_waiting"] = deliver_waiting

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        deliver_waiting = d.pop("deliver_waiting", UNSET)

        webhook_enable = cls(
            deliver_waiting=deliver_waiting,
        )

        return webhook_enable
