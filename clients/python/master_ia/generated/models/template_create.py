from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..models.template_category import TemplateCategory
from ..models.template_create_parameter_format import TemplateCreateParameterFormat
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.template_create_bindings import TemplateCreateBindings
    from ..models.template_create_components_item import TemplateCreateComponentsItem


T = TypeVar("T", bound="TemplateCreate")


@_attrs_define
class TemplateCreate:
    """
    Attributes:
        connection_id (str):
        name (str):
        language (str):
        category (TemplateCategory):
        components (list[TemplateCreateComponentsItem]): Meta's components: HEADER, BODY, FOOTER, BUTTONS, with
            examples.
        parameter_format (TemplateCreateParameterFormat | Unset):  Default: TemplateCreateParameterFormat.POSITIONAL.
        bindings (TemplateCreateBindings | Unset):
    """

    connection_id: str
    name: str
    language: str
    category: TemplateCategory
    components: list[TemplateCreateComponentsItem]
    parameter_format: TemplateCreateParameterFormat | Unset = (
        TemplateCreateParameterFormat.POSITIONAL
    )
    bindings: TemplateCreateBindings | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        connection_id = self.connection_id

        name = self.name

        language = self.language

        category = self.category.value

        components = []
        for components_item_data in self.components:
            components_item = components_item_data.to_dict()
            components.append(components_item)

        parameter_format: str | Unset = UNSET
        if not isinstance(self.parameter_format, Unset):
            parameter_format = self.parameter_format.value

        bindings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.bindings, Unset):
            bindings = self.bindings.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "connection_id": connection_id,
                "name": name,
                "language": language,
                "category": category,
                "components": components,
            }
        )
        if parameter_format is not UNSET:
            field_dict["parameter_format"] = parameter_format
        if bindings is not UNSET:
            field_dict["bindings"] = bindings

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.template_create_bindings import TemplateCreateBindings  # noqa: PLC0415
        from ..models.template_create_components_item import (
            TemplateCreateComponentsItem,  # noqa: PLC0415
        )

        d = dict(src_dict)
        connection_id = d.pop("connection_id")

        name = d.pop("name")

        language = d.pop("language")

        category = TemplateCategory(d.pop("category"))

        components = []
        _components = d.pop("components")
        for components_item_data in _components:
            components_item = TemplateCreateComponentsItem.from_dict(components_item_data)

            components.append(components_item)

        _parameter_format = d.pop("parameter_format", UNSET)
        parameter_format: TemplateCreateParameterFormat | Unset
        if isinstance(_parameter_format, Unset):
            parameter_format = UNSET
        else:
            parameter_format = TemplateCreateParameterFormat(_parameter_format)

        _bindings = d.pop("bindings", UNSET)
        bindings: TemplateCreateBindings | Unset
        if isinstance(_bindings, Unset):
            bindings = UNSET
        else:
            bindings = TemplateCreateBindings.from_dict(_bindings)

        template_create = cls(
            connection_id=connection_id,
            name=name,
            language=language,
            category=category,
            components=components,
            parameter_format=parameter_format,
            bindings=bindings,
        )

        return template_create
