from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel

T = TypeVar("T", bound="SimulatedText")


@_attrs_define
class SimulatedText:
    """
    Attributes:
        channel (Channel):
        header (str):
        body (str):
        footer (str):
        missing (list[str]): Variables this contact has no value for.
    """

    channel: Channel
    header: str
    body: str
    footer: str
    missing: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        channel = self.channel.value

        header = self.header

        body = self.body

        footer = self.footer

        missing = self.missing

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "channel": channel,
                "header": header,
                "body": body,
                "footer": footer,
                "missing": missing,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        channel = Channel(d.pop("channel"))

        header = d.pop("header")

        body = d.pop("body")

        footer = d.pop("footer")

        missing = cast(list[str], d.pop("missing"))

        simulated_text = cls(
            channel=channel,
            header=header,
            body=body,
            footer=footer,
            missing=missing,
        )

        simulated_text.additional_properties = d
        return simulated_text

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
