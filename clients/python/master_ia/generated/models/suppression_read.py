from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel

T = TypeVar("T", bound="SuppressionRead")


@_attrs_define
class SuppressionRead:
    """
    Attributes:
        address (str): The number as digits to be matched by.
        channel (Channel):
        scope (str):
        reason (str):
        contact_id (None | str):
        created_at (datetime.datetime):
    """

    address: str
    channel: Channel
    scope: str
    reason: str
    contact_id: None | str
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        address = self.address

        channel = self.channel.value

        scope = self.scope

        reason = self.reason

        contact_id: None | str
        contact_id = self.contact_id

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "address": address,
                "channel": channel,
                "scope": scope,
                "reason": reason,
                "contact_id": contact_id,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        address = d.pop("address")

        channel = Channel(d.pop("channel"))

        scope = d.pop("scope")

        reason = d.pop("reason")

        def _parse_contact_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        contact_id = _parse_contact_id(d.pop("contact_id"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        suppression_read = cls(
            address=address,
            channel=channel,
            scope=scope,
            reason=reason,
            contact_id=contact_id,
            created_at=created_at,
        )

        suppression_read.additional_properties = d
        return suppression_read

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
