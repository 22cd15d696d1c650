from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.action_kind import ActionKind
from ..models.action_outcome import ActionOutcome
from ..types import UNSET, Unset

T = TypeVar("T", bound="ActionResultRead")


@_attrs_define
class ActionResultRead:
    """
    Attributes:
        kind (ActionKind):
        outcome (ActionOutcome):
        detail (str | Unset): Why it was skipped (`window_closed`, `opted_out`, `nobody_free`, …), or what was wrong in
            words. Default: ''.
    """

    kind: ActionKind
    outcome: ActionOutcome
    detail: str | Unset = ""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        outcome = self.outcome.value

        detail = self.detail

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kind": kind,
                "outcome": outcome,
            }
        )
        if detail is not UNSET:
            field_dict["detail"] = detail

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = ActionKind(d.pop("kind"))

        outcome = ActionOutcome(d.pop("outcome"))

        detail = d.pop("detail", UNSET)

        action_result_read = cls(
            kind=kind,
            outcome=outcome,
            detail=detail,
        )

        action_result_read.additional_properties = d
        return action_result_read

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
