from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ConnectionUpdate")


@_attrs_define
class ConnectionUpdate:
    """What is left out stays as it is. New credentials are checked before they are saved.

    `access_token`, `app_id` and `app_secret` are Meta's; `auth_token` and the API key Twilio's.

        Attributes:
            auth_token (None | str | Unset):
            api_key_sid (None | str | Unset): Empty takes the API key away.
            api_key_secret (None | str | Unset):
            name (None | str | Unset):
            access_token (None | str | Unset):
            app_id (None | str | Unset):
            app_secret (None | str | Unset):
    """

    auth_token: None | str | Unset = UNSET
    api_key_sid: None | str | Unset = UNSET
    api_key_secret: None | str | Unset = UNSET
    name: None | str | Unset = UNSET
    access_token: None | str | Unset = UNSET
    app_id: None | str | Unset = UNSET
    app_secret: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        auth_token: None | str | Unset
        if isinstance(self.auth_token, Unset):
            auth_token = UNSET
        else:
            auth_token = self.auth_token

        api_key_sid: None | str | Unset
        if isinstance(self.api_key_sid, Unset):
            api_key_sid = UNSET
        else:
            api_key_sid = self.api_key_sid

        api_key_secret: None | str | Unset
        if isinstance(self.api_key_secret, Unset):
            api_key_secret = UNSET
        else:
            api_key_secret = self.api_key_secret

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        access_token: None | str | Unset
        if isinstance(self.access_token, Unset):
            access_token = UNSET
        else:
            access_token = self.access_token

        app_id: None | str | Unset
        if isinstance(self.app_id, Unset):
            app_id = UNSET
        else:
            app_id = self.app_id

        app_secret: None | str | Unset
        if isinstance(self.app_secret, Unset):
            app_secret = UNSET
        else:
            app_secret = self.app_secret

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if auth_token is not UNSET:
            field_dict["auth_token"] = auth_token
        if api_key_sid is not UNSET:
            field_dict["api_key_sid"] = api_key_sid
        if api_key_secret is not UNSET:
            field_dict["api_key_secret"] = api_key_secret
        if name is not UNSET:
            field_dict["name"] = name
        if access_token is not UNSET:
            field_dict["access_token"] = access_token
        if app_id is not UNSET:
            field_dict["app_id"] = app_id
        if app_secret is not UNSET:
            field_dict["app_secret"] = app_secret

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_auth_token(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        auth_token = _parse_auth_token(d.pop("auth_token", UNSET))

        def _parse_api_key_sid(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        api_key_sid = _parse_api_key_sid(d.pop("api_key_sid", UNSET))

        def _parse_api_key_secret(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        api_key_secret = _parse_api_key_secret(d.pop("api_key_secret", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_access_token(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        access_token = _parse_access_token(d.pop("access_token", UNSET))

        def _parse_app_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        app_id = _parse_app_id(d.pop("app_id", UNSET))

        def _parse_app_secret(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        app_secret = _parse_app_secret(d.pop("app_secret", UNSET))

        connection_update = cls(
            auth_token=auth_token,
            api_key_sid=api_key_sid,
            api_key_secret=api_key_secret,
            name=name,
            access_token=access_token,
            app_id=app_id,
            app_secret=app_secret,
        )

        return connection_update
