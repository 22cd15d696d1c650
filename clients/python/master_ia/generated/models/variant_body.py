from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.variant_body_bindings import VariantBodyBindings


T = TypeVar("T", bound="VariantBody")


@_attrs_define
class VariantBody:
    """A further way to say it; the campaign's own content is variant 1.

    Attributes:
        name (str | Unset):  Default: ''.
        weight (int | Unset): Its share against the others'. Default: 1.
        template_id (None | str | Unset): For WhatsApp.
        text (None | str | Unset): For SMS.
        bindings (VariantBodyBindings | Unset):
    """

    name: str | Unset = ""
    weight: int | Unset = 1
    template_id: None | str | Unset = UNSET
    text: None | str | Unset = UNSET
    bindings: VariantBodyBindings | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        weight = self.weight

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

        bindings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.bindings, Unset):
            bindings = self.bindings.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if weight is not UNSET:
            field_dict["weight"] = weight
        if template_id is not UNSET:
            field_dict["template_id"] = template_id
        if text is not UNSET:
            field_dict["text"] = text
        if bindings is not UNSET:
            field_dict["bindings"] = bindings

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.variant_body_bindings import VariantBodyBindings  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name", UNSET)

        weight = d.pop("weight", UNSET)

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

        _bindings = d.pop("bindings", UNSET)
        bindings: VariantBodyBindings | Unset
        if isinstance(_bindings, Unset):
            bindings = UNSET
        else:
            bindings = VariantBodyBindings.from_dict(_bindings)

        variant_body = cls(
            name=name,
            weight=weight,
            template_id=template_id,
            text=text,
            bindings=bindings,
        )

        return variant_body
