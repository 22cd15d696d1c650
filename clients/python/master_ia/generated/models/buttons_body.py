from __future__ import annotations

from collections.abc import Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.button_body import ButtonBody


T = TypeVar("T", bound="ButtonsBody")


@_attrs_define
class ButtonsBody:
    """
    Attributes:
        body (str):
        type_ (Literal['buttons']):
        buttons (list[ButtonBody]):
        header (str | Unset):  Default: ''.
        footer (str | Unset):  Default: ''.
    """

    body: str
    type_: Literal["buttons"]
    buttons: list[ButtonBody]
    header: str | Unset = ""
    footer: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        body = self.body

        type_ = self.type_

        buttons = []
        for buttons_item_data in self.buttons:
            buttons_item = buttons_item_data.to_dict()
            buttons.append(buttons_item)

        header = self.header

        footer = self.footer

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "body": body,
                "type": type_,
                "buttons": buttons,
            }
        )
        if header is not UNSET:
            field_dict["header"] = header
        if footer is not UNSET:
            field_dict["footer"] = footer

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.button_body import ButtonBody  # noqa: PLC0415

        d = dict(src_dict)
        body = d.pop("body")

        type_ = cast(Literal["buttons"], d.pop("type"))
        if type_ != "buttons":
            raise ValueError(f"type must match const 'buttons', got '{type_}'")

        buttons = []
        _buttons = d.pop("buttons")
        for buttons_item_data in _buttons:
            buttons_item = ButtonBody.from_dict(buttons_item_data)

            buttons.append(buttons_item)

        header = d.pop("header", UNSET)

        footer = d.pop("footer", UNSET)

        buttons_body = cls(
            body=body,
            type_=type_,
            buttons=buttons,
            header=header,
            footer=footer,
        )

        return buttons_body
