from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.step_message_read import StepMessageRead


T = TypeVar("T", bound="StoryEntryRead")


@_attrs_define
class StoryEntryRead:
    """
    Attributes:
        at (datetime.datetime):
        kind (str):
        step_key (None | str):
        outcome (None | str):
        reason (None | str):
        detail (None | str):
        user_name (None | str): Who did it; null for a program or by itself.
        message (None | StepMessageRead):
    """

    at: datetime.datetime
    kind: str
    step_key: None | str
    outcome: None | str
    reason: None | str
    detail: None | str
    user_name: None | str
    message: None | StepMessageRead
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.step_message_read import StepMessageRead  # noqa: PLC0415

        at = self.at.isoformat()

        kind = self.kind

        step_key: None | str
        step_key = self.step_key

        outcome: None | str
        outcome = self.outcome

        reason: None | str
        reason = self.reason

        detail: None | str
        detail = self.detail

        user_name: None | str
        user_name = self.user_name

        message: dict[str, Any] | None
        if isinstance(self.message, StepMessageRead):
            message = self.message.to_dict()
        else:
            message = self.message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "kind": kind,
                "step_key": step_key,
                "outcome": outcome,
                "reason": reason,
                "detail": detail,
                "user_name": user_name,
                "message": message,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.step_message_read import StepMessageRead  # noqa: PLC0415

        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        kind = d.pop("kind")

        def _parse_step_key(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        step_key = _parse_step_key(d.pop("step_key"))

        def _parse_outcome(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        outcome = _parse_outcome(d.pop("outcome"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        def _parse_detail(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        detail = _parse_detail(d.pop("detail"))

        def _parse_user_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        user_name = _parse_user_name(d.pop("user_name"))

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

        story_entry_read = cls(
            at=at,
            kind=kind,
            step_key=step_key,
            outcome=outcome,
            reason=reason,
            detail=detail,
            user_name=user_name,
            message=message,
        )

        story_entry_read.additional_properties = d
        return story_entry_read

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
