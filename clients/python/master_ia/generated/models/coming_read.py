from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.step_message_read import StepMessageRead


T = TypeVar("T", bound="ComingRead")


@_attrs_define
class ComingRead:
    """
    Attributes:
        step_key (str):
        kind (str):
        at (datetime.datetime | None): Known of the step they stand at.
        message (None | StepMessageRead):
    """

    step_key: str
    kind: str
    at: datetime.datetime | None
    message: None | StepMessageRead
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.step_message_read import StepMessageRead  # noqa: PLC0415

        step_key = self.step_key

        kind = self.kind

        at: None | str
        if isinstance(self.at, datetime.datetime):
            at = self.at.isoformat()
        else:
            at = self.at

        message: dict[str, Any] | None
        if isinstance(self.message, StepMessageRead):
            message = self.message.to_dict()
        else:
            message = self.message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "step_key": step_key,
                "kind": kind,
                "at": at,
                "message": message,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.step_message_read import StepMessageRead  # noqa: PLC0415

        d = dict(src_dict)
        step_key = d.pop("step_key")

        kind = d.pop("kind")

        def _parse_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                at_type_0 = datetime.datetime.fromisoformat(data)

                return at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        at = _parse_at(d.pop("at"))

        def _parse_message(data: object) -> None | StepMessageRead:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                message_type_0 = StepMessageRead.from_dict(data)

                return message_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StepMessageRead, data)

        message = _parse_message(d.pop("message"))

        coming_read = cls(
            step_key=step_key,
            kind=kind,
            at=at,
            message=message,
        )

        coming_read.additional_properties = d
        return coming_read

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
