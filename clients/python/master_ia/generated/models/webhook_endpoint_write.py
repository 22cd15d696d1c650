from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="WebhookEndpointWrite")


@_attrs_define
class WebhookEndpointWrite:
    """
    Attributes:
        url (str): Begins with https:// and leads to a public address; no redirect is followed.
        name (str | Unset): What people here call it. Default: ''.
        types (list[str] | Unset): The event types it hears of; none: all of them, also those added later.
        hub_signature (bool | Unset): Also send `X-Hub-Signature-256: sha256=<hex>`, the HMAC-SHA256 of the body with
            the secret as it is written. Default: False.
        thin (bool | Unset): Only ids in `data`, to be fetched by the API. Default: False.
    """

    url: str
    name: str | Unset = ""
    types: list[str] | Unset = UNSET
    hub_signature: bool | Unset = False
    thin: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        name = self.name

        types: list[str] | Unset = UNSET
        if not isinstance(self.types, Unset):
            types = self.types

        hub_signature = self.hub_signature

        thin = self.thin

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "url": url,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if types is not UNSET:
            field_dict["types"] = types
        if hub_signature is not UNSET:
            field_dict["hub_signature"] = hub_signature
        if thin is not UNSET:
            field_dict["thin"] = thin

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        url = d.pop("url")

        name = d.pop("name", UNSET)

        types = cast(list[str], d.pop("types", UNSET))

        hub_signature = d.pop("hub_signature", UNSET)

        thin = d.pop("thin", UNSET)

        webhook_endpoint_write = cls(
            url=url,
            name=name,
            types=types,
            hub_signature=hub_signature,
            thin=thin,
        )

        return webhook_endpoint_write
