from __future__ import annotations

from collections.abc import Mapping
from typing import (
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="TwilioConnectionCreate")


@_attrs_define
class TwilioConnectionCreate:
    """An SMS account, by its auth token alone or with an API key that signs in for it.

    Attributes:
        kind (Literal['twilio']):
        account_sid (str):
        auth_token (str): Also with an API key: it signs what Twilio tells us.
        name (str | Unset): Empty: Twilio's own name for it. Default: ''.
        api_key_sid (str | Unset): SK…; empty: no API key. Default: ''.
        api_key_secret (None | str | Unset):
    """

    kind: Literal["twilio"]
    account_sid: str
    auth_token: str
    name: str | Unset = ""
    api_key_sid: str | Unset = ""
    api_key_secret: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        account_sid = self.account_sid

        auth_token = self.auth_token

        name = self.name

        api_key_sid = self.api_key_sid

        api_key_secret: None | str | Unset
        if isinstance(self.api_key_secret, Unset):
            api_key_secret = UNSET
        else:
            api_key_secret = self.api_key_secret

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "account_sid": account_sid,
                "auth_token": auth_token,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if api_key_sid is not UNSET:
            field_dict["api_key_sid"] = api_key_sid
        if api_key_secret is not UNSET:
            field_dict["api_key_secret"] = api_key_secret

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["twilio"], d.pop("kind"))
        if kind != "twilio":
            raise ValueError(f"kind must match const 'twilio', got '{kind}'")

        account_sid = d.pop("account_sid")

        auth_token = d.pop("auth_token")

        name = d.pop("name", UNSET)

        api_key_sid = d.pop("api_key_sid", UNSET)

        def _parse_api_key_secret(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        api_key_secret = _parse_api_key_secret(d.pop("api_key_secret", UNSET))

        twilio_connection_create = cls(
            kind=kind,
            account_sid=account_sid,
            auth_token=auth_token,
            name=name,
            api_key_sid=api_key_sid,
            api_key_secret=api_key_secret,
        )

        return twilio_connection_create
