from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.fallback_read_bindings import FallbackReadBindings


T = TypeVar("T", bound="FallbackRead")


@_attrs_define
class FallbackRead:
    """
    Attributes:
        phone_number_id (None | str): A number that sends SMS.
        text (str):
        bindings (FallbackReadBindings):
        after_hours (int | Unset):  Default: 24.
        footer (str | Unset):  Default: ''.
    """

    phone_number_id: None | str
    text: str
    bindings: FallbackReadBindings
    after_hours: int | Unset = 24
    footer: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        phone_number_id: None | str
        phone_number_id = self.phone_number_id

        text = self.text

        bindings = self.bindings.to_dict()

        after_hours = self.after_hours

        footer = self.footer

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "phone_number_id": phone_number_id,
                "text": text,
                "bindings": bindings,
            }
        )
        if after_hours is not UNSET:
            field_dict["after_hours"] = after_hours
        if footer is not UNSET:
            field_dict["footer"] = footer

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.fallback_read_bindings import FallbackReadBindings  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_phone_number_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        phone_number_id = _parse_phone_number_id(d.pop("phone_number_id"))

        text = d.pop("text")

        bindings = FallbackReadBindings.from_dict(d.pop("bindings"))

        after_hours = d.pop("after_hours", UNSET)

        footer = d.pop("footer", UNSET)

        fallback_read = cls(
            phone_number_id=phone_number_id,
            text=text,
            bindings=bindings,
            after_hours=after_hours,
            footer=footer,
        )

        return fallback_read
