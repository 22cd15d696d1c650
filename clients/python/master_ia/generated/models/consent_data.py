from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel
from ..types import UNSET, Unset

T = TypeVar("T", bound="ConsentData")


@_attrs_define
class ConsentData:
    """
    Attributes:
        channel (Channel):
        contact_id (None | str | Unset):
        phone (None | str | Unset):
        scope (str | Unset): all, marketing or topic. Default: 'all'.
        topic_id (None | str | Unset):
        source (str | Unset): keyword, provider, agent, api, import, … Default: ''.
    """

    channel: Channel
    contact_id: None | str | Unset = UNSET
    phone: None | str | Unset = UNSET
    scope: str | Unset = "all"
    topic_id: None | str | Unset = UNSET
    source: str | Unset = ""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        channel = self.channel.value

        contact_id: None | str | Unset
        if isinstance(self.contact_id, Unset):
            contact_id = UNSET
        else:
            contact_id = self.contact_id

        phone: None | str | Unset
        if isinstance(self.phone, Unset):
            phone = UNSET
        else:
            phone = self.phone

        scope = self.scope

        topic_id: None | str | Unset
        if isinstance(self.topic_id, Unset):
            topic_id = UNSET
        else:
            topic_id = self.topic_id

        source = self.source

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "channel": channel,
            }
        )
        if contact_id is not UNSET:
            field_dict["contact_id"] = contact_id
        if phone is not UNSET:
            field_dict["phone"] = phone
        if scope is not UNSET:
            field_dict["scope"] = scope
        if topic_id is not UNSET:
            field_dict["topic_id"] = topic_id
        if source is not UNSET:
            field_dict["source"] = source

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        channel = Channel(d.pop("channel"))

        def _parse_contact_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        contact_id = _parse_contact_id(d.pop("contact_id", UNSET))

        def _parse_phone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone = _parse_phone(d.pop("phone", UNSET))

        scope = d.pop("scope", UNSET)

        def _parse_topic_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        topic_id = _parse_topic_id(d.pop("topic_id", UNSET))

        source = d.pop("source", UNSET)

        consent_data = cls(
            channel=channel,
            contact_id=contact_id,
            phone=phone,
            scope=scope,
            topic_id=topic_id,
            source=source,
        )

        consent_data.additional_properties = d
        return consent_data

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
