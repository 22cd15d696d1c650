from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.template_body_variables import TemplateBodyVariables


T = TypeVar("T", bound="TemplateBody")


@_attrs_define
class TemplateBody:
    """By `id`, or by `name` and `language`.

    Attributes:
        id (None | str | Unset):
        name (str | Unset):  Default: ''.
        language (str | Unset):  Default: ''.
        variables (TemplateBodyVariables | Unset): By variable, such as `body.1` or `header.image`; what is absent is
            filled by the template's own bindings for this contact.
    """

    id: None | str | Unset = UNSET
    name: str | Unset = ""
    language: str | Unset = ""
    variables: TemplateBodyVariables | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        else:
            id = self.id

        name = self.name

        language = self.language

        variables: dict[str, Any] | Unset = UNSET
        if not isinstance(self.variables, Unset):
            variables = self.variables.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if name is not UNSET:
            field_dict["name"] = name
        if language is not UNSET:
            field_dict["language"] = language
        if variables is not UNSET:
            field_dict["variables"] = variables

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.template_body_variables import TemplateBodyVariables  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        id = _parse_id(d.pop("id", UNSET))

        name = d.pop("name", UNSET)

        language = d.pop("language", UNSET)

        _variables = d.pop("variables", UNSET)
        variables: TemplateBodyVariables | Unset
        if isinstance(_variables, Unset):
            variables = UNSET
        else:
            variables = TemplateBodyVariables.from_dict(_variables)

        template_body = cls(
            id=id,
            name=name,
            language=language,
            variables=variables,
        )

        return template_body
