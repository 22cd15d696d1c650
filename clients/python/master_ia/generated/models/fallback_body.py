from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.fallback_body_bindings import FallbackBodyBindings


T = TypeVar("T", bound="FallbackBody")


@_attrs_define
class FallbackBody:
    """What is sent by SMS to whom WhatsApp did not reach in time.

    Attributes:
        phone_number_id (None | str): A number that sends SMS.
        text (str):
        after_hours (int | Unset):  Default: 24.
        footer (str | Unset):  Default: ''.
        bindings (FallbackBodyBindings | Unset):
    """

    phone_number_id: None | str
    text: str
    after_hours: int | Unset = 24
    footer: str | Unset = ""
    bindings: FallbackBodyBindings | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        phone_number_id: None | str
        phone_number_id = self.phone_number_id

        text = self.text

        after_hours = self.after_hours

        footer = self.footer

        bindings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.bindings, Unset):
            bindings = self.bindings.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "phone_number_id": phone_number_id,
                "text": text,
            }
        )
        if after_hours is not UNSET:
            field_dict["after_hours"] = after_hours
        if footer is not UNSET:
            field_dict["footer"] = footer
        if bindings is not UNSET:
            field_dict["bindings"] = bindings

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.fallback_body_bindings import FallbackBodyBindings  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_phone_number_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        phone_number_id = _parse_phone_number_id(d.pop("phone_number_id"))

        text = d.pop("text")

        after_hours = d.pop("after_hours", UNSET)

        footer = d.pop("footer", UNSET)

        _bindings = d.pop("bindings", UNSET)
        bindings: FallbackBodyBindings | Unset
        if isinstance(_bindings, Unset):
            bindings = UNSET
        else:
            bindings = FallbackBodyBindings.from_dict(_bindings)

        fallback_body = cls(
            phone_number_id=phone_number_id,
            text=text,
            after_hours=after_hours,
            footer=footer,
            bindings=bindings,
        )

        return fallback_body
