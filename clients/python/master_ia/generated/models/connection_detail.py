from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.connection_health import ConnectionHealth
from ..models.connection_kind import ConnectionKind

if TYPE_CHECKING:
    from ..models.phone_number_read import PhoneNumberRead


T = TypeVar("T", bound="ConnectionDetail")


@_attrs_define
class ConnectionDetail:
    """
    Attributes:
        id (str):
        kind (ConnectionKind):
        name (str):
        account_id (str):
        app_id (str):
        health (ConnectionHealth): What the last check or the provider's own notices say about a connection or number.
        health_code (None | str): Why it is not healthy; never translated.
        health_detail (None | str): The provider's own words.
        checked_at (datetime.datetime | None):
        token_expires_at (datetime.datetime | None):
        created_at (datetime.datetime):
        numbers (list[PhoneNumberRead]):
        webhook_url (str): Where the provider sends this account's events.
    """

    id: str
    kind: ConnectionKind
    name: str
    account_id: str
    app_id: str
    health: ConnectionHealth
    health_code: None | str
    health_detail: None | str
    checked_at: datetime.datetime | None
    token_expires_at: datetime.datetime | None
    created_at: datetime.datetime
    numbers: list[PhoneNumberRead]
    webhook_url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        kind = self.kind.value

        name = self.name

        account_id = self.account_id

        app_id = self.app_id

        health = self.health.value

        health_code: None | str
        health_code = self.health_code

        health_detail: None | str
        health_detail = self.health_detail

        checked_at: None | str
        if isinstance(self.checked_at, datetime.datetime):
            checked_at = self.checked_at.isoformat()
        else:
            checked_at = self.checked_at

        token_expires_at: None | str
        if isinstance(self.token_expires_at, datetime.datetime):
            token_expires_at = self.token_expires_at.isoformat()
        else:
            token_expires_at = self.token_expires_at

        created_at = self.created_at.isoformat()

        numbers = []
        for numbers_item_data in self.numbers:
            numbers_item = numbers_item_data.to_dict()
            numbers.append(numbers_item)

        webhook_url = self.webhook_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "kind": kind,
                "name": name,
                "account_id": account_id,
                "app_id": app_id,
                "health": health,
                "health_code": health_code,
                "health_detail": health_detail,
                "checked_at": checked_at,
                "token_expires_at": token_expires_at,
                "created_at": created_at,
                "numbers": numbers,
                "webhook_url": webhook_url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.phone_number_read import PhoneNumberRead  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        kind = ConnectionKind(d.pop("kind"))

        name = d.pop("name")

        account_id = d.pop("account_id")

        app_id = d.pop("app_id")

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

        def _parse_checked_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                checked_at_type_0 = datetime.datetime.fromisoformat(data)

                return checked_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        checked_at = _parse_checked_at(d.pop("checked_at"))

        def _parse_token_expires_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                token_expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return token_expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        token_expires_at = _parse_token_expires_at(d.pop("token_expires_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        numbers = []
        _numbers = d.pop("numbers")
        for numbers_item_data in _numbers:
            numbers_item = PhoneNumberRead.from_dict(numbers_item_data)

            numbers.append(numbers_item)

        webhook_url = d.pop("webhook_url")

        connection_detail = cls(
            id=id,
            kind=kind,
            name=name,
            account_id=account_id,
            app_id=app_id,
            health=health,
            health_code=health_code,
            health_detail=health_detail,
            checked_at=checked_at,
            token_expires_at=token_expires_at,
            created_at=created_at,
            numbers=numbers,
            webhook_url=webhook_url,
        )

        connection_detail.additional_properties = d
        return connection_detail

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
