from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="WebhookEndpointChange")


@_attrs_define
class WebhookEndpointChange:
    """What is left out stays as it is.

    Attributes:
        name (None | str | Unset):
        url (None | str | Unset):
        types (list[str] | None | Unset):
        hub_signature (bool | None | Unset):
        thin (bool | None | Unset):
    """

    name: None | str | Unset = UNSET
    url: None | str | Unset = UNSET
    types: list[str] | None | Unset = UNSET
    hub_signature: bool | None | Unset = UNSET
    thin: bool | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        url: None | str | Unset
        if isinstance(self.url, Unset):
            url = UNSET
        else:
            url = self.url

        types: list[str] | None | Unset
        if isinstance(self.types, Unset):
            types = UNSET
        elif isinstance(self.types, list):
            types = self.types

        else:
            types = self.types

        hub_signature: bool | None | Unset
        if isinstance(self.hub_signature, Unset):
            hub_signature = UNSET
        else:
            hub_signature = self.hub_signature

        thin: bool | None | Unset
        if isinstance(self.thin, Unset):
            thin = UNSET
        else:
            thin = self.thin

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if url is not UNSET:
            field_dict["url"] = url
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

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        url = _parse_url(d.pop("url", UNSET))

        def _parse_types(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                types_type_0 = cast(list[str], data)

                return types_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        types = _parse_types(d.pop("types", UNSET))

        def _parse_hub_signature(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        hub_signature = _parse_hub_signature(d.pop("hub_signature", UNSET))

        def _parse_thin(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        thin = _parse_thin(d.pop("thin", UNSET))

        webhook_endpoint_change = cls(
            name=name,
            url=url,
            types=types,
            hub_signature=hub_signature,
            thin=thin,
        )

        return webhook_endpoint_change
