from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Binding")


@_attrs_define
class Binding:
    """What fills one variable.

    Attributes:
        source (str): `text`, `name`, `first_name`, `phone`, `email`, `language`, `external_id`, or `field:<key>` for a
            custom field. `link`: a short link of each person's own to `value`, so that clicks are counted; `link_code`:
            only its code, for the URL button of a template.
        value (None | str | Unset): For `text`, and the address of a link.
        fallback (None | str | Unset): For contacts that have no value.
    """

    source: str
    value: None | str | Unset = UNSET
    fallback: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        source = self.source

        value: None | str | Unset
        if isinstance(self.value, Unset):
            value = UNSET
        else:
            value = self.value

        fallback: None | str | Unset
        if isinstance(self.fallback, Unset):
            fallback = UNSET
        else:
            fallback = self.fallback

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "source": source,
            }
        )
        if value is not UNSET:
            field_dict["value"] = value
        if fallback is not UNSET:
            field_dict["fallback"] = fallback

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        source = d.pop("source")

        def _parse_value(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        value = _parse_value(d.pop("value", UNSET))

        def _parse_fallback(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        fallback = _parse_fallback(d.pop("fallback", UNSET))

        binding = cls(
            source=source,
            value=value,
            fallback=fallback,
        )

        return binding
