from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="EnrolmentData")


@_attrs_define
class EnrolmentData:
    """
    Attributes:
        enrolment_id (str):
        cadence_id (str):
        contact_id (str):
        version (int | None | Unset):
        lap (int | Unset):  Default: 1.
        source (str | Unset):  Default: ''.
        step_key (None | str | Unset):
        outcome (None | str | Unset): Of step_done: sent, skipped, …
        reason (None | str | Unset): Why it was stopped, or skipped.
    """

    enrolment_id: str
    cadence_id: str
    contact_id: str
    version: int | None | Unset = UNSET
    lap: int | Unset = 1
    source: str | Unset = ""
    step_key: None | str | Unset = UNSET
    outcome: None | str | Unset = UNSET
    reason: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        enrolment_id = self.enrolment_id

        cadence_id = self.cadence_id

        contact_id = self.contact_id

        version: int | None | Unset
        if isinstance(self.version, Unset):
            version = UNSET
        else:
            version = self.version

        lap = self.lap

        source = self.source

        step_key: None | str | Unset
        if isinstance(self.step_key, Unset):
            step_key = UNSET
        else:
            step_key = self.step_key

        outcome: None | str | Unset
        if isinstance(self.outcome, Unset):
            outcome = UNSET
        else:
            outcome = self.outcome

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "enrolment_id": enrolment_id,
                "cadence_id": cadence_id,
                "contact_id": contact_id,
            }
        )
        if version is not UNSET:
            field_dict["version"] = version
        if lap is not UNSET:
            field_dict["lap"] = lap
        if source is not UNSET:
            field_dict["source"] = source
        if step_key is not UNSET:
            field_dict["step_key"] = step_key
        if outcome is not UNSET:
            field_dict["outcome"] = outcome
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        enrolment_id = d.pop("enrolment_id")

        cadence_id = d.pop("cadence_id")

        contact_id = d.pop("contact_id")

        def _parse_version(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        version = _parse_version(d.pop("version", UNSET))

        lap = d.pop("lap", UNSET)

        source = d.pop("source", UNSET)

        def _parse_step_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        step_key = _parse_step_key(d.pop("step_key", UNSET))

        def _parse_outcome(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        outcome = _parse_outcome(d.pop("outcome", UNSET))

        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

        enrolment_data = cls(
            enrolment_id=enrolment_id,
            cadence_id=cadence_id,
            contact_id=contact_id,
            version=version,
            lap=lap,
            source=source,
            step_key=step_key,
            outcome=outcome,
            reason=reason,
        )

        enrolment_data.additional_properties = d
        return enrolment_data

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
