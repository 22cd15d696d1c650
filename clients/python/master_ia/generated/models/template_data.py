from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.template_status import TemplateStatus
from ..types import UNSET, Unset

T = TypeVar("T", bound="TemplateData")


@_attrs_define
class TemplateData:
    """
    Attributes:
        template_id (str):
        name (str):
        language (str):
        status (TemplateStatus): DRAFT is ours; the rest are Meta's own, lower-cased.
        previous (None | TemplateStatus | Unset):
        reason (None | str | Unset):
    """

    template_id: str
    name: str
    language: str
    status: TemplateStatus
    previous: None | TemplateStatus | Unset = UNSET
    reason: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        template_id = self.template_id

        name = self.name

        language = self.language

        status = self.status.value

        previous: None | str | Unset
        if isinstance(self.previous, Unset):
            previous = UNSET
        elif isinstance(self.previous, TemplateStatus):
            previous = self.previous.value
        else:
            previous = self.previous

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "template_id": template_id,
                "name": name,
                "language": language,
                "status": status,
            }
        )
        if previous is not UNSET:
            field_dict["previous"] = previous
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        template_id = d.pop("template_id")

        name = d.pop("name")

        language = d.pop("language")

        status = TemplateStatus(d.pop("status"))

        def _parse_previous(data: object) -> None | TemplateStatus | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                previous_type_0 = TemplateStatus(data)

                return previous_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TemplateStatus | Unset, data)

        previous = _parse_previous(d.pop("previous", UNSET))

        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

        template_data = cls(
            template_id=template_id,
            name=name,
            language=language,
            status=status,
            previous=previous,
            reason=reason,
        )

        template_data.additional_properties = d
        return template_data

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
