from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel
from ..models.connection_health import ConnectionHealth

T = TypeVar("T", bound="PhoneNumberRead")


@_attrs_define
class PhoneNumberRead:
    """
    Attributes:
        id (str):
        connection_id (str):
        channel (Channel):
        provider_number_id (str): Meta's phone number ID; Twilio's PN…, or MG… of a messaging service.
        display_phone (str): Of a messaging service its name.
        verified_name (str):
        quality (str): `GREEN`, `YELLOW`, `RED` or `UNKNOWN`.
        rate_per_second (int):
        health (ConnectionHealth): What the last check or the provider's own notices say about a connection or number.
        health_code (None | str):
        health_detail (None | str):
        bought_at (datetime.datetime | None): When it was bought here, so that it can be given back here; else null.
    """

    id: str
    connection_id: str
    channel: Channel
    provider_number_id: str
    display_phone: str
    verified_name: str
    quality: str
    rate_per_second: int
    health: ConnectionHealth
    health_code: None | str
    health_detail: None | str
    bought_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        connection_id = self.connection_id

        channel = self.channel.value

        provider_number_id = self.provider_number_id

        display_phone = self.display_phone

        verified_name = self.verified_name

        quality = self.quality

        rate_per_second = self.rate_per_second

        health = self.health.value

        health_code: None | str
        health_code = self.health_code

        health_detail: None | str
        health_detail = self.health_detail

        bought_at: None | str
        if isinstance(self.bought_at, datetime.datetime):
            bought_at = self.bought_at.isoformat()
        else:
            bought_at = self.bought_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "connection_id": connection_id,
                "channel": channel,
                "provider_number_id": provider_number_id,
                "display_phone": display_phone,
                "verified_name": verified_name,
                "quality": quality,
                "rate_per_second": rate_per_second,
                "health": health,
                "health_code": health_code,
                "health_detail": health_detail,
                "bought_at": bought_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        connection_id = d.pop("connection_id")

        channel = Channel(d.pop("channel"))

        provider_number_id = d.pop("provider_number_id")

        display_phone = d.pop("display_phone")

        verified_name = d.pop("verified_name")

        quality = d.pop("quality")

        rate_per_second = d.pop("rate_per_second")

        health = ConnectionHealth(d.pop("health"))

        def _parse_health_code(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        health_code = _parse_health_code(d.pop("health_code"))

        def _parse_health_detail(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        health_detail = _parse_health_detail(d.pop("health_detail"))

        def _parse_bought_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                bought_at_type_0 = datetime.datetime.fromisoformat(data)

                return bought_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        bought_at = _parse_bought_at(d.pop("bought_at"))

        phone_number_read = cls(
            id=id,
            connection_id=connection_id,
            channel=channel,
            provider_number_id=provider_number_id,
            display_phone=display_phone,
            verified_name=verified_name,
            quality=quality,
            rate_per_second=rate_per_second,
            health=health,
            health_code=health_code,
            health_detail=health_detail,
            bought_at=bought_at,
        )

        phone_number_read.additional_properties = d
        return phone_number_read

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
