from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.template_category import TemplateCategory
from ..models.template_update_parameter_format_type_0 import (
    TemplateUpdateParameterFormatType0,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.template_update_bindings_type_0 import TemplateUpdateBindingsType0
    from ..models.template_update_components_type_0_item import (
        TemplateUpdateComponentsType0Item,
    )


T = TypeVar("T", bound="TemplateUpdate")


@_attrs_define
class TemplateUpdate:
    """What is left out stays. New words of a template Meta knows go to review again at once.

    Attributes:
        name (None | str | Unset):
        language (None | str | Unset):
        category (None | TemplateCategory | Unset):
        parameter_format (None | TemplateUpdateParameterFormatType0 | Unset):
        components (list[TemplateUpdateComponentsType0Item] | None | Unset):
        bindings (None | TemplateUpdateBindingsType0 | Unset):
    """

    name: None | str | Unset = UNSET
    language: None | str | Unset = UNSET
    category: None | TemplateCategory | Unset = UNSET
    parameter_format: None | TemplateUpdateParameterFormatType0 | Unset = UNSET
    components: list[TemplateUpdateComponentsType0Item] | None | Unset = UNSET
    bindings: None | TemplateUpdateBindingsType0 | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.template_update_bindings_type_0 import TemplateUpdateBindingsType0  # noqa: PLC0415

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        language: None | str | Unset
        if isinstance(self.language, Unset):
            language = UNSET
        else:
            language = self.language

        category: None | str | Unset
        if isinstance(self.category, Unset):
            category = UNSET
        elif isinstance(self.category, TemplateCategory):
            category = self.category.value
        else:
            category = self.category

        parameter_format: None | str | Unset
        if isinstance(self.parameter_format, Unset):
            parameter_format = UNSET
        elif isinstance(self.parameter_format, TemplateUpdateParameterFormatType0):
            parameter_format = self.parameter_format.value
        else:
            parameter_format = self.parameter_format

        components: list[dict[str, Any]] | None | Unset
        if isinstance(self.components, Unset):
            components = UNSET
        elif isinstance(self.components, list):
            components = []
            for components_type_0_item_data in self.components:
                components_type_0_item = components_type_0_item_data.to_dict()
                components.append(components_type_0_item)

        else:
            components = self.components

        bindings: dict[str, Any] | None | Unset
        if isinstance(self.bindings, Unset):
            bindings = UNSET
        elif isinstance(self.bindings, TemplateUpdateBindingsType0):
            bindings = self.bindings.to_dict()
        else:
            bindings = self.bindings

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if language is not UNSET:
            field_dict["language"] = language
        if category is not UNSET:
            field_dict["category"] = category
        if parameter_format is not UNSET:
            field_dict["parameter_format"] = parameter_format
        if components is not UNSET:
            field_dict["components"] = components
        if bindings is not UNSET:
            field_dict["bindings"] = bindings

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.template_update_bindings_type_0 import TemplateUpdateBindingsType0  # noqa: PLC0415
        from ..models.template_update_components_type_0_item import (
            TemplateUpdateComponentsType0Item,  # noqa: PLC0415
        )

        d = dict(src_dict)

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_language(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        language = _parse_language(d.pop("language", UNSET))

        def _parse_category(data: object) -> None | TemplateCategory | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                category_type_0 = TemplateCategory(data)

                return category_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TemplateCategory | Unset, data)

        category = _parse_category(d.pop("category", UNSET))

        def _parse_parameter_format(
            data: object,
        ) -> None | TemplateUpdateParameterFormatType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                parameter_format_type_0 = TemplateUpdateParameterFormatType0(data)

                return parameter_format_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TemplateUpdateParameterFormatType0 | Unset, data)

        parameter_format = _parse_parameter_format(d.pop("parameter_format", UNSET))

        def _parse_components(
            data: object,
        ) -> list[TemplateUpdateComponentsType0Item] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                components_type_0 = []
                _components_type_0 = data
                for components_type_0_item_data in _components_type_0:
                    components_type_0_item = TemplateUpdateComponentsType0Item.from_dict(
                        components_type_0_item_data
                    )

                    components_type_0.append(components_type_0_item)

                return components_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[TemplateUpdateComponentsType0Item] | None | Unset, data)

        components = _parse_components(d.pop("components", UNSET))

        def _parse_bindings(data: object) -> None | TemplateUpdateBindingsType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                bindings_type_0 = TemplateUpdateBindingsType0.from_dict(data)

                return bindings_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TemplateUpdateBindingsType0 | Unset, data)

        bindings = _parse_bindings(d.pop("bindings", UNSET))

        template_update = cls(
            name=name,
            language=language,
            category=category,
            parameter_format=parameter_format,
            components=components,
            bindings=bindings,
        )

        return template_update
