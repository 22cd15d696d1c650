from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.variant_read_bindings import VariantReadBindings


T = TypeVar("T", bound="VariantRead")


@_attrs_define
class VariantRead:
    """
    Attributes:
        weight (int):
        bindings (VariantReadBindings):
        name (str | Unset):  Default: ''.
        template_id (None | str | Unset): For WhatsApp.
        text (None | str | Unset): For SMS.
    """

    weight: int
    bindings: VariantReadBindings
    name: str | Unset = ""
    template_id: None | str | Unset = UNSET
    text: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        weight = self.weight

        bindings = self.bindings.to_dict()

        name = self.name

        template_id: None | str | Unset
        if isinstance(self.template_id, Unset):
            template_id = UNSET
        else:
            template_id = self.template_id

        text: None | str | Unset
        if isinstance(self.text, Unset):
            text = UNSET
        else:
            text = self.text

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "weight": weight,
                "bindings": bindings,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if template_id is not UNSET:
            field_dict["template_id"] = template_id
        if text is not UNSET:
            field_dict["text"] = text

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.variant_read_bindings import VariantReadBindings  # noqa: PLC0415

        d = dict(src_dict)
        weight = d.pop("weight")

        bindings = VariantReadBindings.from_dict(d.pop("bindings"))

        name = d.pop("name", UNSET)

        def _parse_template_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        template_id = _parse_template_id(d.pop("template_id", UNSET))

        def _parse_text(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        text = _parse_text(d.pop("text", UNSET))

        variant_read = cls(
            weight=weight,
            bindings=bindings,
            name=name,
            template_id=template_id,
            text=text,
        )

        return variant_read
