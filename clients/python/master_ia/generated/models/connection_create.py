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

T = TypeVar("T", bound="ConnectionCreate")


@_attrs_define
class ConnectionCreate:
    """
    Attributes:
        account_id (str): The WhatsApp business account ID (WABA).
        access_token (str):
        kind (Literal['meta_cloud'] | Unset):  Default: 'meta_cloud'.
        name (str | Unset): Empty: Meta's own name for it. Default: ''.
        app_id (str | Unset): Of your own Meta app. Default: ''.
        app_secret (None | str | Unset): Of your own Meta app, if you use one.
    """

    account_id: str
    access_token: str
    kind: Literal["meta_cloud"] | Unset = "meta_cloud"
    name: str | Unset = ""
    app_id: str | Unset = ""
    app_secret: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        account_id = self.account_id

        access_token = self.access_token

        kind = self.kind

        name = self.name

        app_id = self.app_id

        app_secret: None | str | Unset
        if isinstance(self.app_secret, Unset):
            app_secret = UNSET
        else:
            app_secret = self.app_secret

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account_id": account_id,
                "access_token": access_token,
            }
        )
        if kind is not UNSET:
            field_dict["kind"] = kind
        if name is not UNSET:
            field_dict["name"] = name
        if app_id is not UNSET:
            field_dict["app_id"] = app_id
        if app_secret is not UNSET:
            field_dict["app_secret"] = app_secret

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        account_id = d.pop("account_id")

        access_token = d.pop("access_token")

        kind = cast(Literal["meta_cloud"] | Unset, d.pop("kind", UNSET))
        if kind != "meta_cloud" and not isinstance(kind, Unset):
            raise ValueError(f"kind must match const 'meta_cloud', got '{kind}'")

        name = d.pop("name", UNSET)

        app_id = d.pop("app_id", UNSET)

        def _parse_app_secret(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        app_secret = _parse_app_secret(d.pop("app_secret", UNSET))

        connection_create = cls(
            account_id=account_id,
            access_token=access_token,
            kind=kind,
            name=name,
            app_id=app_id,
            app_secret=app_secret,
        )

        return connection_create
