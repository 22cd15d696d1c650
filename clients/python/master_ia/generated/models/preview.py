from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.preview_button import PreviewButton


T = TypeVar("T", bound="Preview")


@_attrs_define
class Preview:
    """The message as the customer's phone shows it.

    Attributes:
        header (str):
        header_kind (str):
        body (str):
        footer (str):
        buttons (list[PreviewButton]):
    """

    header: str
    header_kind: str
    body: str
    footer: str
    buttons: list[PreviewButton]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        header = self.header

        header_kind = self.header_kind

        body = self.body

        footer = self.footer

        buttons = []
        for buttons_item_data in self.buttons:
            buttons_item = buttons_item_data.to_dict()
            buttons.append(buttons_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "header": header,
                "header_kind": header_kind,
                "body": body,
                "footer": footer,
                "buttons": buttons,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.preview_button import PreviewButton  # noqa: PLC0415

        d = dict(src_dict)
        header = d.pop("header")

        header_kind = d.pop("header_kind")

        body = d.pop("body")

        footer = d.pop("footer")

        buttons = []
        _buttons = d.pop("buttons")
        for buttons_item_data in _buttons:
            buttons_item = PreviewButton.from_dict(buttons_item_data)

            buttons.append(buttons_item)

        preview = cls(
            header=header,
            header_kind=header_kind,
            body=body,
            footer=footer,
            buttons=buttons,
        )

        preview.additional_properties = d
        return preview

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
