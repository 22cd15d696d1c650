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
    from ..models.section_body import SectionBody


T = TypeVar("T", bound="ListBody")


@_attrs_define
class ListBody:
    """
    Attributes:
        body (str):
        type_ (Literal['list']):
        button (str):
        sections (list[SectionBody]):
        header (str | Unset):  Default: ''.
        footer (str | Unset):  Default: ''.
    """

    body: str
    type_: Literal["list"]
    button: str
    sections: list[SectionBody]
    header: str | Unset = ""
    footer: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        body = self.body

        type_ = self.type_

        button = self.button

        sections = []
        for sections_item_data in self.sections:
            sections_item = sections_item_data.to_dict()
            sections.append(sections_item)

        header = self.header

        footer = self.footer

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "body": body,
                "type": type_,
                "button": button,
                "sections": sections,
            }
        )
        if header is not UNSET:
            field_dict["header"] = header
        if footer is not UNSET:
            field_dict["footer"] = footer

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.section_body import SectionBody  # noqa: PLC0415

        d = dict(src_dict)
        body = d.pop("body")

        type_ = cast(Literal["list"], d.pop("type"))
        if type_ != "list":
            raise ValueError(f"type must match const 'list', got '{type_}'")

        button = d.pop("button")

        sections = []
        _sections = d.pop("sections")
        for sections_item_data in _sections:
            sections_item = SectionBody.from_dict(sections_item_data)

            sections.append(sections_item)

        header = d.pop("header", UNSET)

        footer = d.pop("footer", UNSET)

        list_body = cls(
            body=body,
            type_=type_,
            button=button,
            sections=sections,
            header=header,
            footer=footer,
        )

        return list_body
