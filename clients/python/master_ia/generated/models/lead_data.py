from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.stage_outcome import StageOutcome
from ..types import UNSET, Unset

T = TypeVar("T", bound="LeadData")


@_attrs_define
class LeadData:
    """
    Attributes:
        contact_id (str):
        stage_id (None | str | Unset):
        stage (str | Unset): Its name. Default: ''.
        outcome (None | StageOutcome | Unset):
        previous_stage_id (None | str | Unset):
        user_id (None | str | Unset):
    """

    contact_id: str
    stage_id: None | str | Unset = UNSET
    stage: str | Unset = ""
    outcome: None | StageOutcome | Unset = UNSET
    previous_stage_id: None | str | Unset = UNSET
    user_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contact_id = self.contact_id

        stage_id: None | str | Unset
        if isinstance(self.stage_id, Unset):
            stage_id = UNSET
        else:
            stage_id = self.stage_id

        stage = self.stage

        outcome: None | str | Unset
        if isinstance(self.outcome, Unset):
            outcome = UNSET
        elif isinstance(self.outcome, StageOutcome):
            outcome = self.outcome.value
        else:
            outcome = self.outcome

        previous_stage_id: None | str | Unset
        if isinstance(self.previous_stage_id, Unset):
            previous_stage_id = UNSET
        else:
            previous_stage_id = self.previous_stage_id

        user_id: None | str | Unset
        if isinstance(self.user_id, Unset):
            user_id = UNSET
        else:
            user_id = self.user_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contact_id": contact_id,
            }
        )
        if stage_id is not UNSET:
            field_dict["stage_id"] = stage_id
        if stage is not UNSET:
            field_dict["stage"] = stage
        if outcome is not UNSET:
            field_dict["outcome"] = outcome
        if previous_stage_id is not UNSET:
            field_dict["previous_stage_id"] = previous_stage_id
        if user_id is not UNSET:
            field_dict["user_id"] = user_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        contact_id = d.pop("contact_id")

        def _parse_stage_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        stage_id = _parse_stage_id(d.pop("stage_id", UNSET))

        stage = d.pop("stage", UNSET)

        def _parse_outcome(data: object) -> None | StageOutcome | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                outcome_type_0 = StageOutcome(data)

                return outcome_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StageOutcome | Unset, data)

        outcome = _parse_outcome(d.pop("outcome", UNSET))

        def _parse_previous_stage_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        previous_stage_id = _parse_previous_stage_id(d.pop("previous_stage_id", UNSET))

        def _parse_user_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        user_id = _parse_user_id(d.pop("user_id", UNSET))

        lead_data = cls(
            contact_id=contact_id,
            stage_id=stage_id,
            stage=stage,
            outcome=outcome,
            previous_stage_id=previous_stage_id,
            user_id=user_id,
        )

        lead_data.additional_properties = d
        return lead_data

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
