from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.template_category import TemplateCategory
from ..models.template_status import TemplateStatus

if TYPE_CHECKING:
    from ..models.template_read_bindings import TemplateReadBindings


T = TypeVar("T", bound="TemplateRead")


@_attrs_define
class TemplateRead:
    """
    Attributes:
        id (str):
        connection_id (str):
        name (str):
        language (str):
        category (TemplateCategory):
        status (TemplateStatus): DRAFT is ours; the rest are Meta's own, lower-cased.
        parameter_format (str):
        components (list[Any]):
        bindings (TemplateReadBindings): What fills each variable, by its key: `body.1`, `header.image`, `button.0.1`.
        provider_template_id (None | str): Meta's id, once it was submitted.
        rejected_reason (None | str):
        quality (str):
        version (int): Also the ETag.
        synced_at (datetime.datetime | None):
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
    """

    id: str
    connection_id: str
    name: str
    language: str
    category: TemplateCategory
    status: TemplateStatus
    parameter_format: str
    components: list[Any]
    bindings: TemplateReadBindings
    provider_template_id: None | str
    rejected_reason: None | str
    quality: str
    version: int
    synced_at: datetime.datetime | None
    created_at: datetime.datetime
    updated_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        connection_id = self.connection_id

        name = self.name

        language = self.language

        category = self.category.value

        status = self.status.value

        parameter_format = self.parameter_format

        components = self.components

        bindings = self.bindings.to_dict()

        provider_template_id: None | str
        provider_template_id = self.provider_template_id

        rejected_reason: None | str
        rejected_reason = self.rejected_reason

        quality = self.quality

        version = self.version

        synced_at: None | str
        if isinstance(self.synced_at, datetime.datetime):
            synced_at = self.synced_at.isoformat()
        else:
            synced_at = self.synced_at

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "connection_id": connection_id,
                "name": name,
                "language": language,
                "category": category,
                "status": status,
                "parameter_format": parameter_format,
                "components": components,
                "bindings": bindings,
                "provider_template_id": provider_template_id,
                "rejected_reason": rejected_reason,
                "quality": quality,
                "version": version,
                "synced_at": synced_at,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.template_read_bindings import TemplateReadBindings  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        connection_id = d.pop("connection_id")

        name = d.pop("name")

        language = d.pop("language")

        category = TemplateCategory(d.pop("category"))

        status = TemplateStatus(d.pop("status"))

        parameter_format = d.pop("parameter_format")

        components = cast(list[Any], d.pop("components"))

        bindings = TemplateReadBindings.from_dict(d.pop("bindings"))

        def _parse_provider_template_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        provider_template_id = _parse_provider_template_id(d.pop("provider_template_id"))

        def _parse_rejected_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        rejected_reason = _parse_rejected_reason(d.pop("rejected_reason"))

        quality = d.pop("quality")

        version = d.pop("version")

        def _parse_synced_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                synced_at_type_0 = datetime.datetime.fromisoformat(data)

                return synced_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        synced_at = _parse_synced_at(d.pop("synced_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        template_read = cls(
            id=id,
            connection_id=connection_id,
            name=name,
            language=language,
            category=category,
            status=status,
            parameter_format=parameter_format,
            components=components,
            bindings=bindings,
            provider_template_id=provider_template_id,
            rejected_reason=rejected_reason,
            quality=quality,
            version=version,
            synced_at=synced_at,
            created_at=created_at,
            updated_at=updated_at,
        )

        template_read.additional_properties = d
        return template_read

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
