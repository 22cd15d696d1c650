from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.operator import Operator
from ..types import UNSET, Unset

T = TypeVar("T", bound="ConditionBody")


@_attrs_define
class ConditionBody:
    """One question about a contact.

    Attributes:
        field (str): `name`, `email`, `calling_code`, `area_code`, `language`, `tags`, `last_inbound_at`, `created_at`,
            `source`, `import_id`, `external_id`, or `fields.<key>` for a custom field.
        operator (Operator):
        value (bool | float | list[str] | None | str | Unset): Text, number, yes/no, a date (2026-12-31), a number of
            days, or a list.
    """

    field: str
    operator: Operator
    value: bool | float | list[str] | None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        field = self.field

        operator = self.operator.value

        value: bool | float | list[str] | None | str | Unset
        if isinstance(self.value, Unset):
            value = UNSET
        elif isinstance(self.value, list):
            value = self.value

        else:
            value = self.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "field": field,
                "operator": operator,
            }
        )
        if value is not UNSET:
            field_dict["value"] = value

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        field = d.pop("field")

        operator = Operator(d.pop("operator"))

        def _parse_value(data: object) -> bool | float | list[str] | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                value_type_3 = cast(list[str], data)

                return value_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(bool | float | list[str] | None | str | Unset, data)

        value = _parse_value(d.pop("value", UNSET))

        condition_body = cls(
            field=field,
            operator=operator,
            value=value,
        )

        return condition_body
